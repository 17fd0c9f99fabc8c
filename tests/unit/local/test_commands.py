"""Commands from their arguments to stdout, stderr and exit code, on a stack that is pretended."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from local import __main__ as program
from local import commands, environment, stack
from local.client import Answer, ApiUnreachable
from local.errors import LocalError
from local.settings import CHECKOUT, Settings

COMMANDS = ("up", "down", "reset", "demo", "run", "import", "api", "invoke")
COMMANDS += ("drop-folder", "authenticator", "page", "smoke", "user", "logs")


class FakeApi:
    def __init__(self, status: dict[str, Any]) -> None:
        self.final = status
        self.calls: list[tuple[Any, ...]] = []
        self.answer = Answer(200, {"leads": []})

    def create_upload(self, *asked: Any) -> dict[str, Any]:
        self.calls.append(asked)
        return {"uploadId": "u1"}

    def send_file(self, *_sent: Any) -> None:
        pass

    def status(self, _upload_id: str) -> dict[str, Any]:
        return self.final

    def call(self, *asked: Any) -> Answer:
        self.calls.append(asked)
        return self.answer


@pytest.fixture
def api(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FakeApi:
    fake = FakeApi({"uploadId": "u1", "status": "completed", "result": {"rows": 2, "created": 2}})

    class Ready(stack.Stack):
        def client(self) -> Any:
            return fake

    monkeypatch.setattr(commands, "read_settings", lambda _environ: settings)
    monkeypatch.setattr(environment, "enter", lambda _settings: None)
    monkeypatch.setattr(stack, "up", lambda given, _doing: Ready(given, {"ApiId": "a1"}))
    return fake


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nann@example.com\n")
    return str(path)


@pytest.mark.parametrize(("status", "code"), [("completed", 0), ("partial", 3), ("failed", 4), ("cancelled", 4)])
def test_import_json_prints_one_document_on_stdout_and_exits_by_status(
    status: str, code: int, api: FakeApi, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    api.final = {"uploadId": "u1", "status": status, "error": {"message": "Müller"}}
    assert program.main(["import", file, "--json"]) == code
    printed = capsys.readouterr()
    assert json.loads(printed.out) == api.final
    assert status in printed.err


def test_import_without_json_prints_the_summary(api: FakeApi, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["import", file, "--country", "DE", "--existing", "fill"]) == 0
    assert "2 rows: 2 created" in capsys.readouterr().out
    assert api.calls == [("leads.csv", 22, {"country": "DE", "existing": "fill"})]


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "nowhere.csv"],
        ["import", "."],
        ["api", "GET", "/leads", "--data", "{"],
        ["invoke", "F", "-e", "nowhere.json"],
    ],
)
@pytest.mark.usefixtures("api")
def test_what_cannot_be_worked_with_is_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["import"], ["import", "f", "--existing", "x"], ["api", "GET"]])
def test_argparse_refuses_with_the_same_code(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        program.main(arguments)
    assert left.value.code == 2


@pytest.mark.parametrize(("status", "code"), [(200, 0), (201, 0), (400, 1), (401, 1), (500, 1)])
def test_api_prints_the_answer_and_fails_for_an_error(
    status: int, code: int, api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.answer = Answer(status, {"name": "Zoë"})
    assert program.main(["api", "post", "/export", "--data", '{"format": "csv"}']) == code
    assert json.loads(capsys.readouterr().out) == {"name": "Zoë"}
    assert api.calls == [("POST", "/export", {"format": "csv"})]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LocalError("Port 4566 is in use."), 1),
        (ApiUnreachable("Nobody answers."), 1),
        (PermissionError(13, "Permission denied", ".local"), 1),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:4566"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    error: BaseException, code: int, api: FakeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_asked: Any) -> Answer:
        raise error

    monkeypatch.setattr(api, "call", fail)
    assert program.main(["api", "GET", "/leads"]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err
    assert "Traceback" not in printed.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_text(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        program.main([name, "--help"])
    assert left.value.code == 0
    usage, text, *_ = capsys.readouterr().out.split("\n\n")
    assert usage.startswith(f"usage: python -m local {name}")
    assert len(text.split()) > 3


def test_every_command_is_carried_out_and_the_readme_knows_it() -> None:
    assert set(commands.COMMANDS) == set(COMMANDS)
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"(-m local|make|\|) {name}\b", readme)] == []
