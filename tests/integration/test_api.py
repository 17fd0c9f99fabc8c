"""The API functions, called as API Gateway calls them."""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from easycrm.leads.list.publication import publish
from easycrm.leads.statement import EXISTING_MEANS
from easycrm.settings import settings
from easycrm.times import now
from easycrm.uploads.api.recognised import Recognised
from easycrm.uploads.store import ImportStore, source_key
from tests.support.lambdas import UPLOAD_ID, call, event, invoke
from tests.support.sam import ROOT

pytestmark = pytest.mark.usefixtures("fresh_functions")

ASKED = {"fileName": "leads.csv", "fileSize": 12}
BY = {"createdBy": "mei@example.com", "options": {"country": "SG", "existing": "update"}}
RUN = settings.state_machine_arn.replace(":stateMachine:", ":execution:") + ":one"


def post(body):
    return call("create_upload", body=json.dumps(body))


def check_refused(answer, status, code):
    assert answer[0] == status
    assert answer[1].keys() == {"error", "requestId"}
    assert answer[1]["error"].keys() >= {"code", "message"}
    assert answer[1]["error"]["code"] == code


# POST /upload


def test_an_upload_is_answered_with_a_link_for_its_file():
    status, body = call("create_upload")
    assert status == 201
    assert body.keys() == {"uploadId", "url", "fields", "expiresIn"}
    assert body["fields"]["key"] == f"uploads/{body['uploadId']}/source"
    assert body["expiresIn"] == 900


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("invoice\u202excod.csv", "invoice[U+202E]xcod.csv"),
        ("a\nb\u200f\u200b.csv", "a[U+000A]b[U+200F][U+200B].csv"),
        ("می\u200cخواهم.csv", "می\u200cخواهم.csv"),
    ],
)
def test_a_name_is_kept_as_what_it_is(name, shown, records):
    _, body = post(ASKED | {"fileName": name})
    assert records.get(body["uploadId"])["fileName"] == shown


def test_a_name_that_only_seems_to_be_that_of_a_list_is_refused():
    check_refused(post(ASKED | {"fileName": "leads\u202evsc.exe"}), 400, "badFileType")
    check_refused(post(ASKED | {"fileName": "leads.csv\u200b"}), 400, "badFileType")


def test_the_link_takes_the_size_that_was_announced():
    _, body = post(ASKED)
    policy = json.loads(base64.b64decode(body["fields"]["policy"]))
    assert ["content-length-range", 12, 12] in policy["conditions"]


def test_the_link_is_for_one_key_that_nothing_of_the_request_is_in_and_ends_soon():
    asked = {"fileName": "../../snapshots/bases/x.csv", "fileSize": 7}
    before = datetime.now(UTC)
    _, body = call("create_upload", body=json.dumps(asked))
    policy = json.loads(base64.b64decode(body["fields"]["policy"]))
    assert {"key": f"uploads/{body['uploadId']}/source"} in policy["conditions"]
    assert ["content-length-range", 7, 7] in policy["conditions"]
    assert re.fullmatch(r"[0-9a-f]{32}", body["uploadId"])
    lasts = datetime.fromisoformat(policy["expiration"]) - before
    assert timedelta(seconds=890) < lasts < timedelta(seconds=910)


def test_an_upload_is_on_record_before_its_file_arrives(records):
    _, body = call("create_upload")
    record = records.get(body["uploadId"])
    asked = json.loads(event("create_upload")["body"])
    assert asked.items() <= record.items()
    assert (record["status"], record["createdBy"]) == ("uploading", "mei@example.com")


def test_every_upload_has_an_id_of_its_own():
    assert post(ASKED)[1]["uploadId"] != post(ASKED)[1]["uploadId"]


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({}, {"country": "SG", "existing": "update"}),
        ({"country": "DE"}, {"country": "DE", "existing": "update"}),
        ({"encoding": "iso-8859-2"}, {"country": "SG", "existing": "update", "encoding": "iso-8859-2"}),
        *(({"existing": e}, {"country": "SG", "existing": e}) for e in ("update", "replace", "fill", "skip")),
    ],
)
def test_options_have_defaults(options, kept, records):
    _, body = post(ASKED | {"options": options})
    assert records.get(body["uploadId"])["options"] == kept


@pytest.mark.parametrize("name", ["a.csv", "A.XLSX", "b.tsv", "c.txt", " d.csv ", "x" * 251 + ".csv", "名簿.xlsx"])
def test_a_list_in_any_of_the_formats_is_taken(name, records):
    status, body = post(ASKED | {"fileName": name})
    assert status == 201
    assert records.get(body["uploadId"])["fileName"] == name.strip()


@pytest.mark.parametrize("size", [0, 1_000_000_000])
def test_a_file_may_be_empty_or_as_large_as_allowed(size):
    assert post(ASKED | {"fileSize": size})[0] == 201


NO_POLICIES: tuple[Any, ...] = (None, "", "Update", "merge", {})
NO_OPTIONS: tuple[Any, ...] = (None, [], "update", {"colour": "red"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        *(({"fileName": name}, "badFileName") for name in (None, "", "  ", 7, ["a.csv"], "x" * 252 + ".csv")),
        *(({"fileName": name}, "badFileType") for name in ("a.pdf", "csv", "a.csv.exe", "a.csv/")),
        *(({"fileSize": size}, "badFileSize") for size in (None, -1, 1.5, "12", True, [12])),
        *(({"fileSize": size}, "fileTooLarge") for size in (1_000_000_001, 10**30)),
        *(({"options": {"country": country}}, "badOption") for country in (None, "", "sg", "Singapore", "XX", 65)),
        *(({"options": {"existing": existing}}, "badOption") for existing in NO_POLICIES),
        *(({"options": {"encoding": encoding}}, "badOption") for encoding in ("latin-9000", "", None, 1250)),
        *(({"options": options}, "badRequest") for options in NO_OPTIONS),
        ({"colour": "red"}, "badRequest"),
        ({"uploadId": UPLOAD_ID}, "badRequest"),
    ],
)
def test_what_cannot_be_uploaded_is_refused_in_words(changes, code, records):
    check_refused(post(ASKED | changes), 400, code)
    assert records.newest(10).records == []


@pytest.mark.parametrize(("policy", "meaning"), EXISTING_MEANS.items())
def test_what_an_upload_may_do_to_leads_is_explained_in_the_same_words_everywhere(policy, meaning):
    _, body = post(ASKED | {"options": {"existing": "merge"}})
    assert f"{policy}: {meaning}" in body["error"]["message"]
    assert f"| `{policy}` | {meaning} |" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("missing", ASKED)
def test_name_and_size_have_to_be_given(missing):
    assert post({name: value for name, value in ASKED.items() if name != missing})[0] == 400


@pytest.mark.parametrize(
    ("body", "code"),
    [(None, "badRequest"), ("", "badRequest"), ("[]", "badRequest"), ("null", "badRequest"), ("{", "badJson")],
)
def test_a_body_that_is_no_object_is_refused(body, code):
    check_refused(call("create_upload", body=body), 400, code)


@pytest.mark.parametrize(
    "changes",
    [{"fileName": "\ud800.csv"}, {"fileName": "\ud800.pdf"}, {"\ud800": 1}],
    ids=["in a name", "in a refused name", "in a key"],
)
def test_half_a_character_is_refused(changes):
    check_refused(post(ASKED | changes), 400, "badJson")


# GET /uploads


def test_without_uploads_the_list_is_empty():
    assert call("list_uploads") == (200, {"uploads": []})


def test_uploads_are_listed_newest_first():
    made = [post(ASKED)[1]["uploadId"] for _ in range(3)]
    status, body = call("list_uploads")
    assert (status, [upload["uploadId"] for upload in body["uploads"]]) == (200, made[::-1])


def test_an_upload_in_the_list_is_its_status_without_what_its_file_was_found_to_hold():
    upload_id = post(ASKED)[1]["uploadId"]
    (listed,) = call("list_uploads")[1]["uploads"]
    _, status = call("get_status", path=f"/status/{upload_id}")
    assert listed == {name: value for name, value in status.items() if name not in Recognised.__annotations__}


def test_older_uploads_are_on_the_pages_that_follow(monkeypatch):
    monkeypatch.setattr("easycrm.uploads.api.list_uploads.LISTED_UPLOADS", 2)
    made = [post(ASKED)[1]["uploadId"] for _ in range(5)]
    _, first = call("list_uploads")
    _, second = call("list_uploads", queryStringParameters={"next": first["next"]})
    _, third = call("list_uploads", queryStringParameters={"next": second["next"]})
    pages = [[upload["uploadId"] for upload in page["uploads"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert "next" not in third


@pytest.mark.parametrize("token", ["", "x", "_", "bm90aGluZw==", "YSBi\n", "YSDDqQ==", "é", "YSBiIGM=", "A" * 4000])
def test_a_page_that_no_page_named_is_refused(token):
    check_refused(call("list_uploads", queryStringParameters={"next": token}), 400, "badParameter")


# GET /status/{uploadId}


def test_the_status_of_an_unknown_upload_is_not_found():
    check_refused(call("get_status"), 404, "uploadNotFound")


@pytest.mark.parametrize("name", ["get_status", "cancel_upload", "retry_upload", "force_complete_upload"])
@pytest.mark.parametrize("upload_id", ["..", "../snapshots", "%2e%2e%2fsnapshots", "x/../../uploads"])
def test_an_id_that_is_a_path_is_no_upload_and_no_file_is_looked_for(name, upload_id, monkeypatch):
    looked_for = []
    monkeypatch.setattr("easycrm.uploads.store.ImportStore.key", lambda _store, name: looked_for.append(name))
    path = event(name)["path"].replace(UPLOAD_ID, upload_id)
    status, _ = call(name, path=path, pathParameters={"uploadId": upload_id})
    assert (status, looked_for) == (404, [])


def test_the_pointer_of_the_read_model_is_no_upload(snapshots, make_lead):
    publish([make_lead("L1")], snapshots)
    check_refused(call("get_status", path="/status/read-model"), 404, "uploadNotFound")


# POST /status/{uploadId}/cancel, /retry and /force-complete


@pytest.fixture
def upload_in(records):
    """A function: an upload in some status."""

    def create(status):
        records.create(ASKED | {"uploadId": UPLOAD_ID, "status": "uploading", "createdAt": now(), **BY}, expires_days=1)
        if status != "uploading":
            records.register(UPLOAD_ID, RUN, None)
        if status not in ("uploading", "processing"):
            records.finish(records.get(UPLOAD_ID), status, {"flags": {}, "failedBatches": []})

    return create


@pytest.mark.parametrize("name", ["cancel_upload", "retry_upload", "force_complete_upload"])
def test_what_does_not_exist_cannot_be_changed(name):
    check_refused(call(name), 404, "uploadNotFound")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        *(("cancel_upload", status, "cannotStop") for status in ("completed", "partial", "failed", "cancelled")),
        *(("force_complete_upload", status, "cannotStop") for status in ("completed", "partial", "cancelled")),
        *(("retry_upload", status, "nothingToRetry") for status in ("uploading", "processing", "completed")),
    ],
)
def test_what_does_not_fit_the_uploads_state_is_a_conflict(name, status, code, upload_in, records):
    upload_in(status)
    before = records.get(UPLOAD_ID)
    check_refused(call(name), 409, code)
    assert records.get(UPLOAD_ID) == before


def test_an_upload_that_has_not_begun_is_cancelled_at_once(upload_in):
    upload_in("uploading")
    status, body = call("cancel_upload")
    assert (status, body["status"]) == (202, "cancelled")


@pytest.mark.parametrize(
    ("name", "before", "end"),
    [
        ("cancel_upload", "processing", "cancelled"),
        ("force_complete_upload", "processing", "partial"),
        ("force_complete_upload", "failed", "partial"),
    ],
)
def test_an_upload_that_has_begun_is_closed_by_a_run_of_its_own(name, before, end, upload_in, begun):
    upload_in(before)
    status, body = call(name)
    assert (status, body["status"], body["stage"]) == (202, "processing", "stopping")
    (closing,) = begun().values()
    assert closing["uploadId"] == UPLOAD_ID
    assert (closing["finish"]["as"], closing["finish"]["by"]) == (end, "mei@example.com")


def test_only_operators_may_force_an_upload_to_complete(upload_in, records):
    upload_in("processing")
    asked = event("force_complete_upload")["requestContext"]
    asked["authorizer"]["claims"]["cognito:groups"] = "team"
    check_refused(call("force_complete_upload", requestContext=asked), 403, "operatorsOnly")
    assert "stopRequested" not in records.get(UPLOAD_ID)


def test_a_retry_of_a_file_that_was_not_parsed_begins_with_the_file(upload_in, begun, s3):
    upload_in("failed")
    etag = s3.put_object(Bucket="data", Key=source_key(UPLOAD_ID), Body=b"a,b")["ETag"].strip('"')
    assert call("retry_upload")[0] == 202
    assert begun() == {f"{UPLOAD_ID}-r1": {"uploadId": UPLOAD_ID, "etag": etag}}


def test_a_retry_runs_only_the_batches_that_are_not_done(upload_in, begun, s3):
    upload_in("partial")
    store = ImportStore(s3, "data", UPLOAD_ID)
    store.write("worksheet-batches.json", [{"batch": "00001"}, {"batch": "00002"}])
    store.write("mapping.json", [])
    store.write_bytes("sorted/00001.jsonl", b"")
    assert call("retry_upload")[0] == 202
    (run,) = begun().values()
    assert run["batches"] == {"key": store.key("runs/1/missing.json"), "batches": 1}
    assert store.read("runs/1/missing.json") == [{"batch": "00002"}]


# GET /leads and GET /leads/{leadId}


@pytest.mark.parametrize("parameters", [None, {}])
def test_without_leads_the_list_is_empty(parameters):
    status, body = call("list_leads", queryStringParameters=parameters)
    assert (status, body["leads"], body["pagination"]["totalPages"], body["asOf"]) == (200, [], 0, None)


@pytest.mark.parametrize(
    "parameters",
    [{"pageSize": "0"}, {"page": "x"}, {"sortBy": "age"}, {"sortOrder": "up"}, {"q": "x" * 201}, {"colour": "red"}],
)
def test_a_query_that_cannot_be_used_names_its_parameter(parameters):
    answer = call("list_leads", queryStringParameters=parameters)
    check_refused(answer, 400, "badParameter")
    assert [answer[1]["error"]["details"]["parameter"]] == list(parameters)


def test_a_lead_that_does_not_exist_is_not_found():
    check_refused(call("list_leads-one"), 404, "leadNotFound")


@pytest.mark.parametrize("path", ["/nowhere", '/leads/"', "/leads/a\\b"])
def test_an_address_that_nobody_serves_is_not_found(path):
    check_refused(call("list_leads-one", path=path), 404, "notFound")


# What the page reads: the shapes of docs/reading-leads.md

LEAD = {
    *("leadId", "firstName", "lastName", "title", "company", "email", "phone", "remarks", "sourceFile", "worksheet"),
    *("row", "uploadId", "createdAt", "updatedAt", "createdIn", "version", "flags", "standardisedBy", "columns"),
}


@pytest.fixture
def published(snapshots, leads, make_lead):
    """One lead, in the table and in the read model."""
    lead = make_lead(
        event("list_leads-one")["pathParameters"]["leadId"], firstName="Zoë", remarks={"Notes": "stand 42"}
    )
    leads.put(lead)
    publish([lead], snapshots)
    return lead


@pytest.mark.parametrize("parameters", [{"q": "<script>"}, {"sortBy": "<script>"}], ids=["answer", "refusal"])
def test_an_answer_is_json_and_never_a_page_whatever_was_asked_or_imported(parameters, snapshots, make_lead):
    publish([make_lead("L1", company="<script>alert(1)</script>")], snapshots)
    answer = invoke("list_leads", queryStringParameters=parameters)
    assert answer["multiValueHeaders"]["Content-Type"] == ["application/json"]
    assert "<script>" in answer["body"]


@pytest.mark.usefixtures("published")
def test_a_list_has_leads_pagination_and_the_moment_of_the_publish():
    status, body = call("list_leads", queryStringParameters={"pageSize": "1"})
    assert (status, body.keys()) == (200, {"leads", "pagination", "asOf"})
    assert body["leads"][0].keys() == LEAD
    assert (body["leads"][0]["remarks"], body["leads"][0]["flags"]) == ("Notes: stand 42", [])
    assert body["leads"][0]["columns"] == {"notes": "stand 42"}
    assert body["pagination"] == {"page": 1, "pageSize": 1, "totalCount": 1, "totalPages": 1}


@pytest.mark.usefixtures("published")
def test_a_page_behind_the_last_one_is_empty_with_the_same_totals():
    status, body = call("list_leads", queryStringParameters={"page": "9"})
    assert (status, body["leads"]) == (200, [])
    assert body["pagination"] == {"page": 9, "pageSize": 50, "totalCount": 1, "totalPages": 1}


@pytest.mark.parametrize(("wanted", "count"), [("needsReview", 1), ("=needsReview", 1), ("*", 1), ("!", 0)])
def test_leads_are_filtered_by_flags(wanted, count, snapshots, make_lead):
    lead = make_lead("L1", firstName="Zoë")
    values = {key: value.flagged("needsReview") for key, value in lead.values.items()}
    publish([replace(lead, values=values)], snapshots)
    body = call("list_leads", queryStringParameters={"filter_flags": wanted})[1]
    assert [lead["flags"] for lead in body["leads"]] == [["needsReview"]] * count


@pytest.mark.usefixtures("published")
def test_one_lead_has_its_columns_and_the_origin_of_every_value():
    status, body = call("list_leads-one")
    assert (status, body.keys()) == (200, LEAD | {"origins", "remarkOrigins", "possibleDuplicates"})
    assert (body["remarks"], body["columns"]) == ({"Notes": "stand 42"}, {"notes": "stand 42"})
    assert (body["origins"].keys(), body["remarkOrigins"].keys()) == ({"firstName"}, {"Notes"})
    origin = {"sourceFile", "worksheet", "row", "time", "uploadId", "standardisedBy", "flags", "written"}
    origin |= {"overruled", "moreOverruled"}
    assert body["origins"]["firstName"].keys() == origin


@pytest.mark.usefixtures("published")
def test_an_export_is_a_link_a_name_and_a_count():
    status, body = call("export_leads", body=json.dumps({"format": "csv"}))
    assert (status, body.keys(), body["count"]) == (200, {"url", "fileName", "count", "asOf"}, 1)


@pytest.mark.usefixtures("published")
def test_an_answer_has_words_fields_rows_and_what_shows_them_in_the_list():
    status, body = call("chat", body=json.dumps({"question": "leads named Zoe"}))
    assert (status, body.keys()) == (200, {"answer", "query", "columns", "rows", "appliesToTable", "asOf"})
    assert body["query"].keys() == {"words", "fields", "names"}
    assert body["appliesToTable"] == {
        "q": "",
        "filters": {"name": "Zoe"},
        "sortBy": "createdAt",
        "sortOrder": "desc",
    }


def test_a_question_that_is_not_understood_is_answered_with_examples():
    status, body = call("chat", body=json.dumps({"question": "delete all leads"}))
    assert (status, body.keys()) == (200, {"answer", "query", "columns", "rows", "examples"})
    assert (body["query"], body["rows"], len(body["examples"])) == (None, [], 2)
