"""Other processes: signals to them, and what they started."""

import contextlib
import os
import signal
import subprocess


def send(pid: int, number: signal.Signals) -> None:
    """Sends a signal to a process, if it is still there. No process has the number 0 here."""
    if pid > 0:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def children(pid: int) -> list[int]:
    """The processes that this one started; none where there is no `ps`, and stopping takes longer."""
    try:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=False)
    except FileNotFoundError:
        return []
    pairs = (line.split() for line in listed.stdout.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]
