"""What imports share, spend and remember, on DynamoDB, S3 and Secrets Manager (moto)."""

from typing import Any

import boto3
import pytest

from easycrm.deepseek.costs import NANO, Usage
from easycrm.errors import AssistantRefused
from easycrm.handlers import assistants
from easycrm.settings import settings
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.uploads import remembering
from easycrm.uploads.memory import MAPPINGS, Memory
from easycrm.uploads.remembering import recall, remember
from easycrm.uploads.spending import RunNotes, UploadPurse, spending_of
from easycrm.uploads.work_files.mapped_columns import column_entries
from easycrm.workbooks.tables import label_columns
from tests.support.assistants import FakeMemory
from tests.support.fakes import part


@pytest.fixture
def record(records):
    records.create({"uploadId": "u1", "status": "uploading", "createdAt": "x"}, expires_days=1)
    return records.get("u1")


def purse(records, cap):
    return UploadPurse(records, "u1", cap)


@pytest.mark.usefixtures("record")
class TestPurse:
    def test_it_gives_until_the_cap(self, records):
        assert [purse(records, 100).reserve(40) for _ in range(3)] == [True, True, False]

    def test_it_gives_nothing_that_is_more_than_the_cap(self, records):
        assert purse(records, 100).reserve(101) is False

    def test_what_an_answer_did_not_cost_is_free_again(self, records):
        purse(records, 100).reserve(100)
        purse(records, 100).settle(100, 30, Usage(10, 4, 2))
        assert [purse(records, 100).reserve(amount) for amount in (71, 70)] == [False, True]

    def test_the_status_tells_calls_tokens_and_dollars(self, records):
        for _ in range(2):
            purse(records, NANO).reserve(1000)
            purse(records, NANO).settle(1000, 2_500_000, Usage(10, 4, 2))
        assert spending_of(records.get("u1"))["deepseek"] == {
            "calls": 2, "inputTokens": 20, "cachedTokens": 8, "outputTokens": 4, "costUsd": 0.005,
        }  # fmt: skip

    def test_an_upload_that_asked_nothing_tells_nothing(self, records):
        assert spending_of(records.get("u1")) == {}


@pytest.fixture
def of_run(records, record):
    """A function: by what the tasks of a run tell one another."""
    return lambda run: RunNotes(records, record | {"executionArn": run})


def test_after_one_batch_has_waited_in_vain_no_other_batch_of_the_run_waits(of_run, records):
    task, other = of_run("first"), of_run("first")
    assert not other.have_stopped()
    task.note_stop("noAnswer")
    assert other.have_stopped()
    assert spending_of(records.get("u1"))["deepseek"]["stopped"] == "noAnswer"


def test_a_retry_of_the_upload_tries_anew(of_run):
    of_run("first").note_stop("noCredit")
    assert not of_run("second").have_stopped()


def test_the_cap_is_asked_again_because_others_give_back(of_run, records):
    of_run("first").note_stop("capReached")
    assert not of_run("first").have_stopped()
    assert spending_of(records.get("u1"))["deepseek"]["stopped"] == "capReached"


def test_remembered_content_comes_back_and_absent_content_is_none(s3):
    memory = Memory(s3, settings.data_bucket, MAPPINGS)
    memory.put("k", {"a": "ä"})
    assert (memory.get("k"), memory.get("other")) == ({"a": "ä"}, None)


HEADERS = ["Wer", "E-Mail", "Land"]
ROWS = [["Ana Li", "ana.li@x.example", "SG"], ["Bob Ng", "bob.ng@x.example", "DE"]]


def remembered(columns):
    """The memory after an import with these mapped columns."""
    memory: Any = FakeMemory()
    remember([part({"columns": column_entries(columns, gather(len(columns), []))})], memory)
    return memory


def recalled(memory, headers=HEADERS, rows=ROWS):
    return recall(label_columns(headers), gather(len(headers), rows), memory)


@pytest.fixture
def memory():
    columns = map_columns(label_columns(HEADERS), gather(3, ROWS))
    return remembered([columns[0]._replace(field="fullName", decided_by="deepseek", confidence=0.7), *columns[1:]])


def test_the_mapping_of_a_finished_import_is_used_again(memory):
    found = recalled(memory, [" WER ", "e-mail", "land"])
    assert [column.field for column in found] == ["fullName", "email", None]
    assert {column.decided_by for column in found} == {"remembered"}
    assert found[2].also == "country"


def test_other_headers_have_no_memory(memory):
    assert recalled(memory, ["Wer", "E-Mail", "Ort"]) is None


def test_a_memory_that_the_values_contradict_is_not_believed(memory):
    assert recalled(memory, rows=[["12", "ana@x.example", "SG"], ["14", "bob@x.example", "DE"]]) is None


@pytest.mark.parametrize(
    "kept",
    [
        [["email", None, 1.0], ["fullName", None, 1.0], [None, "country", 1.0]],
        [["fullName", None, 1.0], [None, None, 1.0], [None, "country", 1.0]],
        [["company", None, 1.0], ["email", None, 1.0], [None, "country", 1.0]],
        [["fullName", None, 1.0], ["email", None, 1.0], [None, "report", 1.0]],
        [["fullName", None, 1.0], ["email", None, 1.0], ["email", None, 1.0]],
        [["boss", None, 1.0], ["email", None, 1.0], [None, None, 1.0]],
        [["fullName", None, 1.0], ["email", None, 1.0]],
        [["fullName", None], ["email", None], [None, None]],
        ["fullName", "email", None],
        {"Wer": "fullName"},
        "fullName",
    ],
)
def test_a_wrong_mapping_in_the_memory_is_not_believed(kept, memory):
    memory.content = dict.fromkeys(memory.content, kept)
    assert recalled(memory) is None


def test_a_column_that_was_no_field_by_its_values_may_become_one():
    headers, mr = ["Title", "E-Mail"], [["Mr", "ana@x.example"], ["Dr", "bob@x.example"]]
    jobs = [["Buyer", "ana@x.example"], ["Head of Sales", "bob@x.example"]]
    columns = map_columns(label_columns(headers), gather(2, mr))
    memory = remembered([columns[0], columns[1]._replace(decided_by="deepseek")])
    assert [column.field for column in recalled(memory, headers, mr)] == [None, "email"]
    assert recalled(memory, headers, jobs) is None


def test_tables_without_headers_are_not_remembered():
    assert remembered([MappedColumn(0, "", "Column A", "email", 1.0, "deepseek")]).content == {}


def test_what_the_rules_decided_alone_is_not_remembered():
    assert remembered(map_columns(label_columns(HEADERS), gather(3, ROWS))).content == {}


def test_a_column_that_speaks_of_somebody_else_is_no_field_whatever_is_remembered(memory, monkeypatch):
    def of_others(columns, evidence):
        return [column._replace(whose="somebodyElse") for column in map_columns(columns, evidence)]

    monkeypatch.setattr(remembering, "map_columns", of_others)
    assert recalled(memory) is None


@pytest.fixture
def secret(aws, monkeypatch):  # noqa: ARG001
    """A function: puts the key into Secrets Manager."""
    client = boto3.client("secretsmanager")
    arn = client.create_secret(Name="deepseek", SecretString="old\n")["ARN"]
    monkeypatch.setattr(assistants, "settings", settings.__class__(**{**vars(settings), "deepseek_secret_arn": arn}))
    assistants.secrets.cache_clear()
    yield lambda key: client.put_secret_value(SecretId=arn, SecretString=key)
    assistants.secrets.cache_clear()


def test_the_key_is_read_once_until_it_must_be_fresh(secret):
    before = assistants.api_key(False)
    secret("new")
    assert (before, assistants.api_key(False), assistants.api_key(True), assistants.api_key(False)) == (
        "old",
        "old",
        "new",
        "new",
    )


def test_a_key_that_cannot_be_read_is_a_assistant_that_refuses(aws, monkeypatch):  # noqa: ARG001
    arn = "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:none"
    monkeypatch.setattr(assistants, "settings", settings.__class__(**{**vars(settings), "deepseek_secret_arn": arn}))
    assistants.secrets.cache_clear()
    with pytest.raises(AssistantRefused) as refused:
        assistants.api_key(False)
    assert refused.value.code == "noKey"
