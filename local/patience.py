"""How long this program and its tests wait for others before they give up: every bound in one place.

Each is far longer than what is waited for ever takes, and exists for what never comes. On a machine that has other
things to do, the emulator takes minutes for what AWS does in a second, and has no limit of 29 seconds as API Gateway.
"""

CONNECT_SECONDS = 5
ANSWER_SECONDS = 35
"""For one answer of AWS; API Gateway itself gives up after 29 seconds."""

WHOLE_SECONDS = 60.0
"""For one answer of AWS with all tries that its SDK makes, by the clock on the wall."""

BUSY_SECONDS = 180
"""For one answer of the emulator's."""

START_SECONDS = 180.0
"""Until the emulator answers at all."""

UPLOAD_SECONDS = 300
"""For a file to be sent."""

WAIT_SECONDS = 600.0
"""In a test, for what is certain to come; 16,000 rows may take eight minutes beside twenty other programs."""

STALL_SECONDS = 900.0
"""A status that says the same for so long will not say anything else."""

FAILED_LOOKS = 10
"""So often in a row may a status not be had."""

TRIES = 8
"""So often in all is a busy service asked: half a minute, as long as a throttled account may be busy before somebody
should hear of it."""

BUSY_TRIES = 24
"""The same of the emulator: two minutes and more, in which it gives functions of other imports their turn."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between two of them; each pause is twice the one before."""
