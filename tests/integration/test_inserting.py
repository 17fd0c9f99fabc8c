"""New leads, many in a call: each verdict that DynamoDB may have on one of them, and calls that fail as a whole."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from easycrm.errors import LostRace, UploadStopped
from easycrm.leads.table import LeadsTable

BUSY = ("ProvisionedThroughputExceeded", "ThrottlingError", "RequestLimitExceeded")
UNSURE = ("InternalServerError", "TransactionConflict")


def refusal(code, status=400):
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "BatchExecuteStatement")


class Writer:
    """A client that keeps the ids of each call, and does to each call what the next of `faults` says.

    An error is raised, after the call has been made if it is `lost`; a dict has verdicts by the lead that they are on,
    of which `lost` ones are on leads that are stored all the same.
    """

    def __init__(self, dynamodb):
        self._dynamodb = dynamodb
        self.asked: list[list[str]] = []
        self.faults: list[Any] = []
        self.lost = False

    def batch_execute_statement(self, Statements):
        ids = [statement["Parameters"][0]["S"] for statement in Statements]
        self.asked.append(ids)
        fault = self.faults.pop(0) if self.faults else {}
        verdicts = {} if isinstance(fault, Exception) else fault
        if isinstance(fault, Exception) and not self.lost:
            raise fault
        sent = [each for each, key in zip(Statements, ids, strict=True) if self.lost or key not in verdicts]
        answer = self._dynamodb.batch_execute_statement(Statements=sent) if sent else {"Responses": []}
        if isinstance(fault, Exception):
            raise fault
        stored = dict(zip([each["Parameters"][0]["S"] for each in sent], answer["Responses"], strict=True))
        return {"Responses": [{"Error": {"Code": verdicts[key]}} if key in verdicts else stored[key] for key in ids]}


@pytest.fixture
def writer(dynamodb):
    return Writer(dynamodb)


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def table(dynamodb, writer, pauses):
    return LeadsTable(dynamodb, "leads", pauses.append, writer)


def ids(count):
    return [f"L{number:03}" for number in range(count)]


@pytest.fixture
def new(make_lead):
    """A function: so many leads that are new."""
    return lambda count: [make_lead(lead_id, firstName=lead_id) for lead_id in ids(count)]


def test_25_leads_are_a_call(table, writer, leads, new):
    assert table.insert(new(60)) == set(ids(60))
    assert sorted(map(len, writer.asked)) == [10, 25, 25]
    assert leads.get_many(ids(60)) == {lead.lead_id: lead for lead in new(60)}


def test_inserting_nothing_asks_nobody(table, writer):
    assert table.insert([]) == set()
    assert writer.asked == []


@pytest.mark.parametrize(("text", "calls"), [("x", 2), ("ü", 9), ("\x01", 9)])
def test_a_call_of_large_leads_has_fewer_of_them(text, calls, table, writer, leads, make_lead):
    large = [make_lead(lead_id, remarks={"Notes": text * 50_000}) for lead_id in ids(25)]
    assert table.insert(large) == set(ids(25))
    assert len(writer.asked) == calls
    assert leads.get("L024") == large[24]


def test_a_lead_that_exists_is_left_as_it_is(table, leads, new, make_lead):
    leads.put(make_lead("L001", firstName="before"))
    assert table.insert(new(3)) == {"L000", "L002"}
    assert leads.get("L001").text("firstName") == "before"


@pytest.mark.parametrize("code", ["DuplicateItem", "ConditionalCheckFailed"])
def test_what_exists_by_its_verdict_is_not_tried_again(code, table, writer, new):
    writer.faults = [{"L001": code}]
    assert table.insert(new(3)) == {"L000", "L002"}
    assert len(writer.asked) == 1


@pytest.mark.parametrize("code", [*BUSY, *UNSURE])
def test_those_alone_that_the_table_was_too_busy_for_are_tried_again(code, table, writer, pauses, leads, new):
    writer.faults = [{"L000": code, "L002": code}, {"L002": code}]
    assert table.insert(new(3)) == set(ids(3))
    assert writer.asked == [["L000", "L001", "L002"], ["L000", "L002"], ["L002"]]
    assert len(pauses) == 2
    assert leads.get_many(ids(3)) == {lead.lead_id: lead for lead in new(3)}


@pytest.mark.parametrize("code", UNSURE)
def test_a_lead_that_was_stored_by_a_try_that_failed_is_not_among_those_stored(code, table, writer, leads, new):
    writer.faults, writer.lost = [{"L001": code}], True
    assert table.insert(new(3)) == {"L000", "L002"}
    assert leads.get("L001") == new(3)[1]


def test_a_table_that_stays_too_busy_is_a_lost_race(table, writer, pauses, leads, new):
    writer.faults = [{"L000": "ThrottlingError", "L002": "RequestLimitExceeded"}] * 20
    with pytest.raises(LostRace, match="too busy to be written") as raised:
        table.insert(new(3))
    assert raised.value.details == {"unwritten": 2}
    assert (len(writer.asked), len(pauses)) == (20, 19)
    assert max(pauses) <= 5
    assert leads.get_many(ids(3)).keys() == {"L001"}


@pytest.mark.parametrize(
    "code", ["ValidationError", "AccessDenied", "ResourceNotFound", "ItemCollectionSizeLimitExceeded", "SomethingNew"]
)
def test_any_other_verdict_is_raised_with_the_lead_that_it_is_on(code, table, writer, new):
    writer.faults = [{"L001": code}]
    with pytest.raises(ClientError, match=f"{code}.*L001"):
        table.insert(new(3))
    assert len(writer.asked) == 1


FAILURES = [
    *(refusal(code) for code in ("ThrottlingException", "ProvisionedThroughputExceededException")),
    *(refusal("RequestLimitExceeded"), refusal("InternalServerError"), refusal("ServiceUnavailable", 503)),
    *(ReadTimeoutError(endpoint_url="x"), ConnectionClosedError(endpoint_url="x")),
]


@pytest.mark.parametrize("error", FAILURES, ids=str)
def test_a_call_that_may_succeed_the_next_time_is_made_again(error, table, writer, pauses, new):
    writer.faults = [error, error]
    assert table.insert(new(3)) == set(ids(3))
    assert writer.asked == [ids(3)] * 3
    assert len(pauses) == 2


@pytest.mark.parametrize("error", FAILURES[-2:], ids=str)
def test_what_a_lost_answer_spoke_of_is_stored_and_not_among_those_stored(error, table, writer, leads, new):
    writer.faults, writer.lost = [error], True
    assert table.insert(new(3)) == set()
    assert leads.get_many(ids(3)) == {lead.lead_id: lead for lead in new(3)}


def test_a_call_that_fails_for_ever_is_raised(table, writer, new):
    writer.faults = [refusal("InternalServerError", 500)] * 20
    with pytest.raises(ClientError, match="InternalServerError"):
        table.insert(new(3))
    assert len(writer.asked) == 20


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "ResourceNotFoundException"])
def test_a_call_that_is_refused_is_raised_at_once(code, table, writer, new):
    writer.faults = [refusal(code)]
    with pytest.raises(ClientError, match=code):
        table.insert(new(3))
    assert len(writer.asked) == 1


def test_a_table_that_is_not_there_is_named(dynamodb, new):
    with pytest.raises(ClientError, match=r"ResourceNotFound.*L000"):
        LeadsTable(dynamodb, "no-such-table").insert(new(1))


def stopping_after(calls):
    left = iter(range(calls))

    def may_go_on():
        if next(left, None) is None:
            raise UploadStopped("uploadStopped", "The upload was stopped.")

    return may_go_on


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_no_call_is_made_after_a_cancel(calls, table, writer, new):
    with pytest.raises(UploadStopped):
        table.insert(new(200), stopping_after(calls))
    assert len(writer.asked) == calls


def test_a_cancel_ends_tries_of_a_busy_table(table, writer, new):
    writer.faults = [{"L000": "ThrottlingError"}] * 20
    with pytest.raises(UploadStopped):
        table.insert(new(1), stopping_after(2))
    assert len(writer.asked) == 2


@pytest.mark.parametrize(
    "text", ["'", '"', "?", "{'version': 9}", "'} ; DELETE FROM leads", "\\", "\N{BLACK HEART SUIT}", "NULL", "<<'a'>>"]
)
def test_a_value_is_nothing_but_a_value(text, table, leads, make_lead):
    lead = make_lead("L1", firstName=text, email=text, remarks={text: text, "Notes": ""})
    assert table.insert([lead]) == {"L1"}
    assert leads.get("L1") == lead


def test_the_statement_has_names_of_our_own_alone(make_lead):
    class Kept:
        def batch_execute_statement(self, Statements):
            self.statements = [each["Statement"] for each in Statements]
            return {"Responses": [{}]}

    writer = Kept()
    LeadsTable(None, "leads", writer=writer).insert([make_lead("L1", email="x", remarks={"'x': 1": "x"})])
    assert writer.statements == [
        "INSERT INTO \"leads\" VALUE {'leadId': ?, 'email': ?, 'remarks': ?, 'origins': ?, 'sourceFile': ?, "
        "'uploadId': ?, 'worksheet': ?, 'row': ?, 'updatedAt': ?, 'standardisedBy': ?, 'createdIn': ?, "
        "'createdAt': ?, 'version': ?}"
    ]
