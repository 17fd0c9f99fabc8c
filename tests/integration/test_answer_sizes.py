"""No answer is larger than Lambda sends, whatever was imported: each route at its bound, and one beyond."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from easycrm import bounds
from easycrm.fitting import ELLIPSIS, body_bytes, sent_bytes
from easycrm.handlers.api import answers
from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.exports.lead_files import LeadFiles
from easycrm.leads.items.lead_items import MAX_ITEM_BYTES, item_size
from easycrm.leads.lead import FIELDS
from easycrm.leads.list.entries import entry_of
from easycrm.leads.list.publication import publish
from easycrm.leads.list.showing.listed_lead import ListedLeads
from easycrm.leads.list.showing.long_lead import is_too_large
from easycrm.leads.list.showing.presenting import as_api
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.times import now
from easycrm.uploads.problems import problem
from easycrm.uploads.store import ImportStore
from easycrm.uploads.work_files.mapped_columns import column_entries
from easycrm.workbooks.refusals import EncodingChoice
from easycrm.workbooks.tables import EXAMPLES
from tests.support.lambdas import UPLOAD_ID, call, event, invoke, upload_record

pytestmark = pytest.mark.usefixtures("fresh_functions")

LETTERS = {"quotes": '"', "control characters": "\x01", "emoji": "🎈", "letters": "x"}
LEAD_ID = event("list_leads-one")["pathParameters"]["leadId"]

each_letter = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)


def answer_of(name, **changes):
    """The body of a route's answer, which is below the bound of all answers."""
    answer = invoke(name, **changes)
    assert answer["statusCode"] == 200
    assert body_bytes(answer["body"]) < bounds.ANSWER_BYTES
    return json.loads(answer["body"])


@pytest.fixture
def stored(leads, snapshots):
    """A function: puts leads into the table and the read model."""

    def put(*some):
        for lead in some:
            assert leads.put(lead)
        publish(some, snapshots)

    return put


# GET /leads


def test_a_page_of_leads_at_their_bound_is_below_that_of_answers():
    assert bounds.PAGE_SIZE * (bounds.LISTED_LEAD_BYTES + 2) < bounds.ANSWER_BYTES - 1_000


def test_a_page_of_large_leads_shows_all_of_them_with_their_texts_cut(snapshots, make_lead):
    notes = {"Notes": '"' * (bounds.LISTED_LEAD_BYTES // 3)}
    publish((make_lead(f"L{n}", company=f"Acme {n}", remarks=notes) for n in range(bounds.PAGE_SIZE)), snapshots)
    listed = answer_of("list_leads", queryStringParameters={"pageSize": str(bounds.PAGE_SIZE)})["leads"]
    assert len(listed) == bounds.PAGE_SIZE
    assert {(*lead["truncated"], lead["remarks"][-1]) for lead in listed} == {("remarks", "column.notes", ELLIPSIS)}
    assert {lead["company"] for lead in listed} == {f"Acme {n}" for n in range(bounds.PAGE_SIZE)}


def as_listed(lead):
    return ListedLeads(NO_COLUMNS).entry(entry_of(lead))


def room_for_notes(lead):
    """The letters that the notes of a listed lead may have, which are in its columns and in its remarks."""
    return (bounds.LISTED_LEAD_BYTES - sent_bytes(as_listed(lead))) // 2


def test_a_lead_at_its_bound_is_listed_whole_and_with_one_letter_more_it_is_cut(make_lead):
    room = 1 + room_for_notes(make_lead("L1", remarks={"Notes": "x"}, company="Acme"))
    whole, cut = (as_listed(make_lead("L1", company="Acme", remarks={"Notes": "x" * n})) for n in (room, room + 1))
    assert ("truncated" in whole, cut["truncated"]) == (False, ["remarks", "column.notes"])
    assert (whole["columns"], whole["remarks"]) == ({"notes": "x" * room}, f"Notes: {'x' * room}")
    assert (cut["columns"]["notes"][-1], cut["remarks"][-1]) == (ELLIPSIS, ELLIPSIS)


@each_letter
def test_a_listed_lead_is_below_its_bound_whatever_its_texts_are_made_of(letter, make_lead):
    lead = make_lead("L1", **dict.fromkeys(FIELDS, letter * 20_000), remarks={"Notes": letter * 20_000})
    cut = as_listed(lead)
    assert sent_bytes(cut) <= bounds.LISTED_LEAD_BYTES
    assert cut["truncated"] == [*FIELDS, "remarks", "column.notes"]


def test_what_is_cut_is_searched_filtered_and_exported_as_a_whole(stored, make_lead, s3):
    notes = ["x" * 10_000 + end for end in (" apple", " pear")]
    stored(*(make_lead(f"L{n}", remarks={"Notes": text}) for n, text in enumerate(notes)))
    for asked in (
        {"q": "pear"},
        {"filter_remarks": "pear"},
    ):
        (lead,) = answer_of("list_leads", queryStringParameters=asked)["leads"]
        assert (lead["leadId"], "pear" in lead["remarks"]) == ("L1", False)
    answer_of("export_leads", body=json.dumps({"format": "csv"}))
    (export,) = s3.list_objects_v2(Bucket="data", Prefix="exports/")["Contents"]
    content = s3.get_object(Bucket="data", Key=export["Key"])["Body"].read().decode()
    assert all(text in content for text in notes)


def test_leads_found_by_their_email_are_cut_as_in_the_list(stored, make_lead):
    stored(*(make_lead(f"L{n}", email="ana@example.com", remarks={"Notes": "x" * 300_000}) for n in range(20)))
    listed = answer_of("list_leads", queryStringParameters={"email": "ana@example.com"})["leads"]
    assert [lead["truncated"] for lead in listed] == [["remarks", "column.notes"]] * 20


# GET /leads/{leadId}


@pytest.fixture
def whole_of(s3):
    """A function: what is under the link of a lead."""

    def whole(shown):
        key = urlsplit(shown["restUrl"]).path.removeprefix("/data").lstrip("/")
        return json.loads(s3.get_object(Bucket="data", Key=key)["Body"].read())

    return whole


def test_the_largest_leads_are_shown_in_a_megabyte_with_a_link_to_the_rest(stored, make_lead, whole_of):
    lead = make_lead(LEAD_ID, remarks={f"Topic {n}": '"' * 55 for n in range(3_000)})
    assert 0.9 * MAX_ITEM_BYTES < item_size(lead) < MAX_ITEM_BYTES
    stored(lead)
    shown = answer_of("list_leads-one")
    assert sent_bytes(as_api(lead, {})) > bounds.LEAD_BYTES
    assert shown["truncated"]
    assert sent_bytes({name: shown[name] for name in as_api(lead, {})}) < bounds.LEAD_BYTES
    assert whole_of(shown) == as_api(lead, {})


def test_a_lead_is_shown_whole_up_to_its_bound(make_lead):
    room = 1 + (bounds.LEAD_BYTES - sent_bytes(as_api(make_lead(LEAD_ID, remarks={"Notes": "x"}), {}))) // 2
    at_bound, beyond = (as_api(make_lead(LEAD_ID, remarks={"Notes": "x" * n}), {}) for n in (room, room + 1))
    assert (is_too_large(at_bound), is_too_large(beyond)) == (False, True)


def test_the_link_to_a_large_lead_is_short_lived_and_saves_a_file(s3):
    asked = parse_qs(urlsplit(LeadFiles(s3, "data", 300).link({"leadId": "L1"})).query)
    assert asked["X-Amz-Expires"] == ["300"]
    assert asked["response-content-disposition"] == ['attachment; filename="lead.json"']


def test_the_same_large_lead_makes_one_file_and_another_one_another(s3):
    files = LeadFiles(s3, "data", 300)
    keys = [urlsplit(files.link({"leadId": lead_id})).path for lead_id in ("L1", "L1", "L2")]
    assert (keys[0] == keys[1], keys[1] == keys[2]) == (True, False)
    assert len(s3.list_objects_v2(Bucket="data", Prefix="exports/leads/")["Contents"]) == 2


def test_the_file_of_a_large_lead_is_written_anew_so_that_it_outlives_the_link(s3):
    files = LeadFiles(s3, "data", 300)
    files.link({"leadId": "L1"})
    (entry,) = s3.list_objects_v2(Bucket="data", Prefix="exports/leads/")["Contents"]
    s3.put_object(Bucket="data", Key=entry["Key"], Body=b"of yesterday")
    files.link({"leadId": "L1"})
    assert json.load(s3.get_object(Bucket="data", Key=entry["Key"])["Body"]) == {"leadId": "L1"}


def test_possible_duplicates_are_cut_as_in_the_list(stored, make_lead):
    texts = {"email": "ana@example.com", "company": '"' * 90_000}
    stored(*(make_lead(f"L{n}", **texts) for n in range(bounds.LISTED_DUPLICATES + 1)), make_lead(LEAD_ID, **texts))
    duplicates = answer_of("list_leads-one")["possibleDuplicates"]
    assert [lead["truncated"] for lead in duplicates] == [["company"]] * bounds.LISTED_DUPLICATES


# POST /chat


def test_answers_of_the_chat_are_cut_as_in_the_list(stored, make_lead):
    name, many = "\x01" * 20_000, range(bounds.ANSWERED_ROWS + 1)
    stored(*(make_lead(f"L{n}", company=f"{n}{name}") for n in many))
    for query in ({"kind": "list", "limit": 99}, {"kind": "group", "groupBy": "company", "limit": 99}):
        rows = answer_of("chat", body=json.dumps({"query": query}))["rows"]
        assert len(rows) == bounds.ANSWERED_ROWS
        assert all(any(str(value).endswith(ELLIPSIS) for value in row) for row in rows)


# GET /status/{uploadId} and GET /status/{uploadId}/columns

LONG = '"' * 1_000


def column_entry(index, text="Notes"):
    evidence = ColumnEvidence(rows=1, filled=1, samples=(text[:80],) * 3)
    return column_entries([MappedColumn(index, text, text, None, 1.0, "header", None)], [evidence])[0]


def finding_of(text, row=1):
    return {"worksheet": text, "row": row, "column": None, "code": "preambleLine", "message": text}


@pytest.fixture
def workbook(records, s3):
    """A function: an upload in whose file these worksheets were found, each with so many columns."""

    def recognise(columns, text="Fair", notes=0, skipped=0):
        store = ImportStore(s3, "data", UPLOAD_ID)
        ended = {"status": "completed", "mapped": True, "registeredAt": now()}
        records.create(upload_record(now()) | ended, expires_days=400)
        names = [f"{n} {text}" for n in range(len(columns))]
        entries = [column_entry(n, f"{n} {text}") for n in range(max(columns))]
        tables = [{"worksheet": name, "columns": entries[:n]} for name, n in zip(names, columns, strict=True)]
        found = [finding_of(text, row) for row in range(skipped)]
        codes = [{"code": f"code{n}", "count": 9, "examples": [finding_of(text)] * EXAMPLES} for n in range(9)]
        facts = {"role": "leads", "rows": 9, "headerRow": 1, "skipped": found, "findings": codes if skipped else []}
        notes = [finding_of(text, row) for row in range(notes)]
        store.write("mapping.json", tables)
        store.write(
            "workbook.json", {"worksheets": [{"name": n, **facts} for n in names], "notes": notes, "tables": []}
        )

    return recognise


def columns_from(place):
    answer = answer_of("get_status-columns", queryStringParameters={"next": place})
    assert sent_bytes(answer["worksheets"]) < bounds.RECOGNISED_BYTES
    return answer


def all_columns(worksheet):
    columns = list(worksheet["columns"])
    while "next" in worksheet:
        (worksheet,) = columns_from(worksheet["next"])["worksheets"]
        columns += worksheet["columns"]
    return columns


def everything(status):
    """The worksheets with all their columns, and the notes, of a status and of what is asked for after it."""
    parts = [status]
    while "next" in parts[-1]:
        parts.append(columns_from(parts[-1]["next"]))
    worksheets = [sheet for part in parts for sheet in part["worksheets"]]
    return [[column["index"] for column in all_columns(sheet)] for sheet in worksheets], [
        note["row"] for part in parts for note in part["notes"]
    ]


@pytest.mark.parametrize(
    ("columns", "notes"),
    [
        ([bounds.SHOWN_COLUMNS], bounds.SHOWN_NOTES),
        ([bounds.SHOWN_COLUMNS + 1], bounds.SHOWN_NOTES + 1),
        ([0, 1, 902], 2 * bounds.SHOWN_NOTES + 1),
    ],
    ids=["at the bounds", "one beyond each", "several"],
)
def test_a_status_shows_the_first_columns_and_notes_and_the_others_are_asked_for(columns, notes, workbook):
    workbook(columns, notes=notes)
    status = answer_of("get_status")
    assert [len(sheet["columns"]) for sheet in status["worksheets"]] == [min(n, bounds.SHOWN_COLUMNS) for n in columns]
    assert [sheet["columnCount"] for sheet in status["worksheets"]] == columns
    assert [("next" in sheet) for sheet in status["worksheets"]] == [n > bounds.SHOWN_COLUMNS for n in columns]
    assert (status["worksheetCount"], status["noteCount"]) == (len(columns), notes)
    assert everything(status) == ([list(range(count)) for count in columns], list(range(notes)))


def test_a_status_of_long_texts_is_below_the_bound_and_everything_can_be_asked_for(workbook):
    workbook([60] * 5, text=LONG, notes=bounds.SHOWN_NOTES + 1, skipped=bounds.SHOWN_SKIPPED + 1)
    status = answer_of("get_status")
    assert 1 <= len(status["worksheets"]) < 5 == status["worksheetCount"]
    sheet = status["worksheets"][0]
    assert (len(sheet["skipped"]), sheet["skippedCount"]) == (bounds.SHOWN_SKIPPED, bounds.SHOWN_SKIPPED + 1)
    assert sheet["columns"][0]["header"].endswith(ELLIPSIS)
    assert everything(status) == ([list(range(60))] * 5, list(range(bounds.SHOWN_NOTES + 1)))


def test_a_status_of_twenty_worksheets_of_902_columns_shows_the_first_of_each(workbook):
    workbook([902] * 20)
    worksheets = answer_of("get_status")["worksheets"]
    assert [(len(sheet["columns"]), sheet["next"]) for sheet in worksheets] == [(50, f"{n}.50") for n in range(20)]


def test_a_status_of_thousands_of_worksheets_is_below_the_bound(workbook):
    workbook([1] * 3_000)
    status = answer_of("get_status")
    assert len(status["worksheets"]) < 3_000 == status["worksheetCount"]
    assert everything(status)[0] == [[0]] * 3_000


@pytest.mark.parametrize("place", ["", "x", "1.", ".1", "-1", "notes", "1.2.3", "99999999", "\u0661"])
def test_what_is_no_place_is_refused(place, workbook):
    workbook([1])
    status, body = call("get_status-columns", queryStringParameters={"next": place})
    assert (status, body["error"]["details"]) == (400, {"parameter": "next"})


@pytest.mark.parametrize("place", ["7", "7.0", "0.99", "notes.99"])
def test_behind_the_last_there_is_nothing(place, workbook):
    workbook([3])
    part = columns_from(place)
    assert ([sheet["columns"] for sheet in part["worksheets"]], part["notes"]) in (([], []), ([[]], []))
    assert "next" not in part


# GET /uploads


def test_the_largest_uploads_are_listed_below_the_bound(records):
    large = "\x01" * 2_000
    choices = [EncodingChoice(encoding="windows-1250", name="Windows-1250", sample=large)] * 9
    for n in range(bounds.LISTED_UPLOADS):
        named = {"uploadId": f"{n:032}", "fileName": "\x01" * bounds.FILE_NAME_CHARACTERS}
        error = problem("encodingUnclear", large, can_retry=False, choices=choices)
        records.create(upload_record(now()) | named | {"status": "failed", "error": error}, expires_days=400)
    assert len(answer_of("list_uploads")["uploads"]) == bounds.LISTED_UPLOADS


# What no route bounds


def test_an_answer_that_is_too_large_is_an_error_in_words_and_a_line_in_the_log(monkeypatch, logged):
    monkeypatch.setattr(answers, "ANSWER_BYTES", 100)
    status, body = call("list_leads")
    assert (status, body["error"]["code"]) == (500, "answerTooLarge")
    assert body["requestId"] == event("list_leads")["requestContext"]["requestId"]
    (line,) = [json.loads(line) for line in logged if "answerTooLarge" in line]
    assert (line["level"], line["route"], line["bytes"] > 100) == ("ERROR", "GET /leads", True)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("export_leads", {"format": "csv", "filters": {"x" * 5_000_000: "y"}}),
        ("create_upload", {"fileName": "a.csv", "fileSize": 1, "x" * 5_000_000: 1}),
        ("create_upload", {"fileName": "x" * 5_000_000, "fileSize": 1}),
        ("chat", {"query": {"kind": "list", "sortBy": "x" * 5_000_000}}),
        ("chat", {"question": "x" * 5_000_000}),
    ],
    ids=["filter", "member", "file name", "sort", "question"],
)
def test_an_error_quotes_no_more_than_the_beginning_of_what_was_asked(name, body):
    answer = invoke(name, body=json.dumps(body))
    assert (answer["statusCode"], len(answer["body"]) < 2_000) == (400, True)
