"""Every recorded event, sent to its function as `python -m local invoke` does."""

import pytest

from local.emulator.invoke import invoke
from local.emulator.stack import Stack
from tests.support.lambdas import EVENTS, event, function_of
from tests.support.seed import seed, variables

ENDING = ["retry_upload", "force_complete_upload", "cancel_upload", "finish_import"]
ENDING += ["record_failure", "record_failure-aborted", "get_status"]
"""What may end the upload, last: a look at its status, too, finds that no execution works for it."""
NAMES = [*sorted({path.stem for path in EVENTS.glob("*.json")} - {*ENDING}), *ENDING]
REFUSED = {"retry_upload"}
"""What is refused while the import runs."""


@pytest.fixture(scope="module")
def seeded(local_stack: Stack) -> Stack:
    seed(local_stack)
    return local_stack


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_event_is_answered_by_its_function(seeded: Stack, name: str) -> None:
    outcome = invoke(seeded.settings, function_of(name), event(name))

    assert outcome.ok, outcome.answer
    if "statusCode" in (outcome.answer or {}):
        status, body = outcome.answer["statusCode"], outcome.answer["body"]
        assert status < 500, body
        assert name == "cancel_upload" or (status == 409) == (name in REFUSED), body


def test_a_container_is_told_what_the_functions_are_told(local_stack: Stack) -> None:
    told = variables(local_stack)

    assert told["LEADS_TABLE"] == local_stack.outputs["LeadsTableName"]
    assert told["AWS_ENDPOINT_URL"].startswith("http://host.docker.internal:")
