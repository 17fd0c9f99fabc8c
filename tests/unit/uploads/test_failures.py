"""What stopped a run, from the cause that Step Functions has of it."""

import json

import pytest

from easycrm.errors import BrokenPromise, IncompleteReadModel, NotFound, Terminal, Transient, UnreadableFile
from easycrm.uploads.tasks.record_failure import failure_of
from easycrm.workbooks.refusals import EncodingChoice, unclear_encoding


def caught(kind, error):
    """A Catch's payload of an error that a task raised to the machine."""
    cause = json.dumps({"errorMessage": str(kind.as_message(error)), "errorType": kind.__name__})
    failure = {"Error": kind.__name__, "Cause": cause}
    return {"input": {"uploadId": "u1", "failure": failure}, "executionArn": "arn:1"}


def test_a_file_that_cannot_be_read_is_its_owners_to_mend():
    failure = failure_of(caught(Terminal, UnreadableFile("noRows", "No row could be read.")))
    assert (failure.code, failure.message, failure.can_retry) == ("noRows", "No row could be read.", False)


def test_a_file_whose_letters_are_unclear_fails_with_the_ways_to_read_it():
    choice = EncodingChoice(encoding="windows-1254", name="Windows-1254 (Turkish)", sample="Şahin")
    assert failure_of(caught(Terminal, unclear_encoding([choice]))).choices == [choice]


@pytest.mark.parametrize(
    ("kind", "error"), [(Terminal, BrokenPromise), (Terminal, NotFound), (Transient, IncompleteReadModel)]
)
def test_what_is_no_fault_of_the_file_fails_loudly_and_can_be_retried_when_it_is_mended(kind, error):
    assert failure_of(caught(kind, error("aCode", "A sentence."))).can_retry is True
