"""Every batch asks DeepSeek about its own rows: how many questions that are, and what a retry asks again."""

import json

import pytest

from easycrm.errors import AssistantUnavailable
from easycrm.standardise.second_look.asking import ROWS_PER_QUESTION
from easycrm.uploads.spending import RunNotes
from easycrm.uploads.tasks.standardise_batch import standardise_batch
from tests.support.assistants import FakeMemory, assistant_of

ROWS, EACH = 300, 3  # every third row is unsettled
WORDS = ["".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(ROWS)]
FILE = "Name,Email,Company\n" + "".join(
    f"Cid Tannenfeld,cid@tin-{word}.example,{'Acme' if number % EACH else ''}\n" for number, word in enumerate(WORDS)
)


def asked(deepseek):
    """The rows of each question, by their cells."""
    data = [json.loads(request["messages"][1]["content"].split("\n")[2]) for request in deepseek.requests]
    return sorted([cell for _, cells in each["rows"] for _, cell in cells] for each in data)


def forget(an_import, s3):
    """Deletes what is standardised, as if its batches had failed."""
    for name in an_import.store.names("sorted"):
        s3.delete_object(Bucket="data", Key=an_import.store.key(name))


@pytest.mark.parametrize("batch_rows", [300, 150, 20])
def test_a_question_of_each_batch_may_be_small_and_all_others_are_full(batch_rows, deepseek, importing):
    fair = importing(FILE, assistant=assistant_of(deepseek)).map(batch_rows=batch_rows).standardise()
    residue = ROWS // EACH
    most = -(-residue // ROWS_PER_QUESTION) + len(fair.batches)
    assert sum(map(len, asked(deepseek))) == residue
    assert len(deepseek.requests) <= most
    assert len(fair.batches) == ROWS // batch_rows


def test_a_retry_asks_nothing_again_whichever_batches_it_goes_over_and_in_which_order(deepseek, importing, s3, records):
    assistant = assistant_of(deepseek, replies=FakeMemory())
    fair = importing(FILE, assistant=assistant).map(batch_rows=50).standardise()
    first, known = asked(deepseek), {name: fair.store.read_bytes(name) for name in fair.store.names("sorted")}
    forget(fair, s3)
    records.note("u1", runs=1, executionArn="arn:again")
    for name in reversed(fair.batches):
        fair.standardise(name)
    assert asked(deepseek) == first
    assert {name: fair.store.read_bytes(name) for name in fair.store.names("sorted")} == known


def test_a_batch_that_is_standardised_already_reads_nothing_and_asks_nothing(deepseek, importing, s3):
    fair = importing(FILE, assistant=assistant_of(deepseek)).map().standardise()
    (batch,) = fair.batches.values()
    s3.delete_object(Bucket="data", Key=fair.store.key("tables/000.jsonl"))
    known, deepseek.requests[:] = fair.store.read_bytes(fair.store.names("sorted")[0]), []
    given = (fair.record, batch["batch"], batch["ranges"], batch["slices"], fair.store, fair.leads)
    assert standardise_batch(*given) == {"rows": ROWS, "needsReview": 0}
    assert deepseek.requests == []
    assert fair.store.read_bytes(fair.store.names("sorted")[0]) == known


def test_a_batch_that_began_before_another_waited_in_vain_does_not_wait(deepseek, importing, records):
    fair = importing(FILE).map(batch_rows=100)
    deepseek.then = "503"
    one, other = (assistant_of(deepseek, notes=RunNotes(records, fair.record)) for _ in range(2))
    fair.assistant = one
    fair.standardise("00001")
    waited, fair.assistant = len(deepseek.requests), other
    fair.standardise("00002", "00003")
    assert len(deepseek.requests) == waited
    assert isinstance(other.stopped, AssistantUnavailable)
    assert (other.stopped.code, fair.record["deepseekStopped"]["code"]) == ("stopped", "noAnswer")
