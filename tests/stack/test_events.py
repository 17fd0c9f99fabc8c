"""Every recorded event, sent to its function as `python -m local invoke` does."""

import pytest

from local.invoke import invoke
from local.stack import Stack
from tests.lambdas import EVENTS, event, function_of
from tests.seed import seed, variables

NAMES = sorted(path.stem for path in EVENTS.glob("*.json"))
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
        assert (outcome.answer["statusCode"] == 409) == (name in REFUSED), outcome.answer["body"]
        assert outcome.answer["statusCode"] < 500, outcome.answer["body"]


def test_a_container_is_told_what_the_functions_are_told(local_stack: Stack) -> None:
    told = variables(local_stack)

    assert told["LEADS_TABLE"] == local_stack.outputs["LeadsTableName"]
    assert told["AWS_ENDPOINT_URL"].startswith("http://host.docker.internal:")
