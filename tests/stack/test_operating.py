"""An operator's commands on the deployed stack: what they do, and that they may be repeated."""

import json

import pytest

from local import __main__ as program
from local import commands, which_stack
from local.emulator import aws, environment
from local.operating import site
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, STACK_NAME
from tests.support.world import World


@pytest.fixture(autouse=True)
def on_this_stack(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "read_settings", lambda _environ: world.stack.settings)
    monkeypatch.setattr(environment, "enter", lambda _settings: None)
    monkeypatch.setenv("EASYCRM_EMAIL", DEMO_EMAIL)
    monkeypatch.setenv("EASYCRM_PASSWORD", DEMO_PASSWORD)


def test_a_smoke_test_passes_and_leaves_no_lead_no_upload_and_no_file(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.import_file(world.csv("own.csv", ["Email"], [["own@example.com"]]))
    keys = _keys(world)

    assert program.main(["smoke"]) == 0
    assert program.main(["smoke"]) == 0

    printed = capsys.readouterr().out
    assert f"this account runs {environment.FUNCTIONS_AT_ONCE} functions at once" in printed
    assert "could not be read" not in printed
    assert [lead["email"] for lead in world.leads()["leads"]] == ["own@example.com"]
    assert [item["email"] for item in world.lead_items()] == ["own@example.com"]
    assert len(world.client.call("GET", "/uploads").body["uploads"]) == 1
    assert _keys(world) == keys


def _keys(world: World) -> set[str]:
    """Objects that belong to uploads."""
    found = world.s3.list_objects_v2(Bucket=world.outputs["DataBucketName"])["Contents"]
    return {entry["Key"] for entry in found if entry["Key"].startswith(("uploads/", "imports/"))}


def test_a_smoke_test_by_address_alone_says_what_it_leaves(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["smoke", "--site", world.stack.site_url, "--keep"]) == 0

    assert len(world.lead_items()) == 10
    assert "Left behind: ten leads" in capsys.readouterr().err
    assert program.main(["smoke"]) == 0
    assert world.lead_items() == []


def test_a_smoke_test_of_a_broken_stack_fails(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with world.forbidden("imports/*/tables/*"):
        assert program.main(["smoke", "--keep"]) == 1

    assert "The import of 10 rows ended as" in capsys.readouterr().err


def test_the_page_is_there_already_and_its_address_is_noted(world: World) -> None:
    assert program.main(["page"]) == 0

    noted = which_stack.sites_file(world.stack.settings)
    assert site.remembered(noted, "local") == world.stack.site_url


def test_a_user_is_invited_once(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert program.main(["user", "ben@example.com", "--operator"]) == 0

    operator = "ben@example.com may end uploads that are stuck."
    assert capsys.readouterr().out.splitlines() == [
        *("ben@example.com was invited by email.", operator),
        *("ben@example.com is there already.", operator),
    ]


def test_the_logs_of_an_upload_are_printed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    _forget_logs(world)
    upload = world.import_file(world.csv("own.csv", ["Email"], [["own@example.com"]]))["uploadId"]

    assert program.main(["logs", "--upload", upload]) == 0

    assert upload in capsys.readouterr().out


def test_the_log_lines_of_one_answer_are_printed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    _forget_logs(world)
    request_ids = [world.client.call("GET", "/leads?colour=red").body["requestId"] for _ in range(2)]

    assert program.main(["logs", "--request", request_ids[1]]) == 0

    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["correlation_id"], line["route"], line["code"]) == (request_ids[1], "GET /leads", "badParameter")
    assert line["function_request_id"] not in request_ids


def test_who_exported_leads_and_ended_an_import_is_in_the_audit_log(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    upload = world.client.create_upload("a.csv", 10, {})["uploadId"]
    assert world.client.call("POST", "/export", {"format": "csv", "filters": {"company": "a secret"}}).ok
    assert world.client.call("POST", f"/status/{upload}/cancel").ok

    assert program.main(["audit", "--user", DEMO_EMAIL, "--days", "1"]) == 0
    printed = capsys.readouterr().out
    assert program.main(["audit", "--upload", upload]) == 0

    exports = [line for line in map(json.loads, printed.splitlines()) if line["action"] == "exportLeads"]
    assert (exports[-1]["format"], exports[-1]["filters"], exports[-1]["count"]) == ("csv", ["company"], 0)
    assert "a secret" not in printed
    of_upload = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["action"], line["outcome"]) for line in of_upload] == [
        ("cancelUpload", "asked"),
        ("cancelUpload", "done"),
    ]


def test_without_the_audit_log_no_lead_leaves(world: World) -> None:
    logs, group = aws.client(world.stack.settings, "logs"), world.outputs["AuditLogGroupName"]
    logs.delete_log_group(logGroupName=group)
    try:
        answer = world.client.call("POST", "/export", {"format": "csv"})
    finally:
        logs.create_log_group(logGroupName=group)
    assert (answer.status, answer.body["error"]["code"]) == (503, "notAudited")
    assert world.client.call("POST", "/export", {"format": "csv"}).ok


def _forget_logs(world: World) -> None:
    """The emulator gives the oldest 10,000 lines and no way to the next; other tests may have left more."""
    logs, group = aws.client(world.stack.settings, "logs"), f"/{STACK_NAME}/functions"
    logs.delete_log_group(logGroupName=group)
    logs.create_log_group(logGroupName=group)
