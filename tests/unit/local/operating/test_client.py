"""The HTTP client against a server that answers, refuses, is slow, or is not there."""

import json
import threading
from pathlib import Path

import pytest

from local.operating.client import ApiClient, ApiRefusal, ApiUnreachable
from local.patience import TRIES
from tests.support.http_server import Server


@pytest.fixture
def api(server: Server) -> ApiClient:
    tokens = iter(["first", "second", "third"])
    return ApiClient(f"{server.url}/api/", lambda: next(tokens), pause=lambda _seconds: None)


def test_it_signs_in_once_and_sends_the_token(api: ApiClient, server: Server) -> None:
    server.answers = [(200, {"leads": []}), (201, {})]
    assert api.call("GET", "/leads?page=1").body == {"leads": []}
    assert api.call("POST", "export", {"format": "csv"}).status == 201
    assert [(method, path, token) for method, path, token, _ in server.requests] == [
        ("GET", "/api/leads?page=1", "first"),
        ("POST", "/api/export", "first"),
    ]
    assert json.loads(server.requests[1][3]) == {"format": "csv"}


def test_a_token_that_has_run_out_is_renewed_once(api: ApiClient, server: Server) -> None:
    server.answers = [(401, {}), (200, {"ok": True}), (401, {}), (401, {"message": "Unauthorized"})]
    assert api.call("GET", "/leads").ok
    assert api.call("GET", "/leads").status == 401
    assert [token for _, _, token, _ in server.requests] == ["first", "second", "second", "third"]


@pytest.mark.parametrize("status", [429, 502, 503])
@pytest.mark.parametrize("body", [{"error": {"code": "busy", "message": "Later."}}, b"<html>"])
def test_a_service_that_is_busy_is_asked_again(status: int, body: object, server: Server) -> None:
    pauses: list[float] = []
    server.answers = [(status, body), (status, body), (200, {"ok": True})]
    assert ApiClient(f"{server.url}/api", lambda: "token", pause=pauses.append).call("POST", "/upload", {"a": 1}).ok
    assert [json.loads(sent) for *_, sent in server.requests] == [{"a": 1}] * 3
    assert 0 < pauses[0] <= pauses[1] <= 1


def test_a_service_that_stays_busy_is_said_to_be(server: Server) -> None:
    pauses: list[float] = []
    server.answers = [(429, {})] * TRIES
    assert ApiClient(f"{server.url}/api", lambda: "token", pause=pauses.append).call("GET", "/leads").status == 429
    assert (len(pauses), max(pauses) <= 10) == (TRIES - 1, True)


def test_what_the_api_itself_says_is_not_asked_again(api: ApiClient, server: Server) -> None:
    server.answers = [(503, {"error": {"code": "lostRace", "message": "Again."}})]
    assert api.call("GET", "/leads").status == 503


def test_a_netrc_does_not_replace_the_token(
    api: ApiClient, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login ann password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers = [(200, {})]
    api.call("GET", "/leads")
    assert server.requests[0][2] == "first"


def test_an_error_in_the_api_s_shape_is_a_refusal(api: ApiClient, server: Server) -> None:
    server.answers = [(400, {"error": {"code": "badFile", "message": "A CSV file, please."}, "requestId": "1"})]
    with pytest.raises(ApiRefusal, match="A CSV file, please") as refused:
        api.create_upload("a.exe", 1, {})
    assert (refused.value.status, refused.value.code) == (400, "badFile")


@pytest.mark.parametrize("body", [b"<html>", b'"text"', {"message": "Internal server error"}])
def test_any_other_error_is_a_refusal_too(body: object, api: ApiClient, server: Server) -> None:
    server.answers = [(502, body)] * TRIES
    with pytest.raises(ApiRefusal, match="502"):
        api.status("u1")


def test_the_file_goes_last_after_the_fields_it_was_signed_with(server: Server, api: ApiClient, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_bytes(b"a,b\n")
    server.answers = [(204, b"")]
    api.send_file({"url": f"{server.url}/bucket", "fields": {"key": "uploads/u1/source"}}, tmp_path / "leads.csv")
    _, path, token, body = server.requests[0]
    assert (path, token) == ("/bucket", None)
    assert body.index(b"uploads/u1/source") < body.index(b"a,b\n")


def test_the_storage_s_refusal_is_a_sentence(server: Server, api: ApiClient, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").touch()
    server.answers = [(400, b"<Error><Code>EntityTooSmall</Code><Message>Too small.</Message></Error>")]
    with pytest.raises(ApiRefusal, match=r"The storage refused the file: Too small\.") as refused:
        api.send_file({"url": server.url, "fields": {}}, tmp_path / "leads.csv")
    assert refused.value.code == "EntityTooSmall"


def test_a_server_that_hangs_is_given_up(server: Server) -> None:
    server.silent = threading.Event()
    with pytest.raises(ApiUnreachable, match="No answer in time"):
        ApiClient(server.url, lambda: "token", seconds=0.05).call("GET", "/leads")


def test_nobody_there_is_said_in_words() -> None:
    with pytest.raises(ApiUnreachable, match=r"Nobody answers at http://127\.0\.0\.1:1\."):
        ApiClient("http://127.0.0.1:1", lambda: "token").call("GET", "/leads")
