"""Commands from their arguments to stdout, stderr and exit code, on a stack that is pretended."""

import argparse
import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from local import __main__ as program
from local import commands, which_stack
from local.emulator import environment, ministack, stack
from local.emulator import invoke as invoking
from local.errors import LocalError
from local.operating import smoke
from local.operating.client import Answer, ApiUnreachable
from local.settings import CHECKOUT, Settings

COMMANDS = (
    *("up", "down", "reset", "demo", "run", "import", "api", "invoke"),
    *("drop-folder", "authenticator", "page", "smoke", "user", "logs", "audit"),
)


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
def checkout(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The commands work on a temporary folder, and leave the environment as it is."""
    monkeypatch.setattr(commands, "read_settings", lambda _environ: settings)
    monkeypatch.setattr(environment, "enter", lambda _settings: None)
    return settings


@pytest.fixture
def api(checkout: Settings, monkeypatch: pytest.MonkeyPatch) -> FakeApi:
    fake = FakeApi({"uploadId": "u1", "status": "completed", "result": {"rows": 2, "created": 2}})

    class Ready(stack.Stack):
        def client(self) -> Any:
            return fake

    monkeypatch.setattr(stack, "up", lambda *_: Ready(checkout, {"ApiId": "a1", "SiteUrl": "http://page/"}))
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
    assert program.main(["import", file, "--country", "DE", "--existing", "fill", "--encoding", "euc-jp"]) == 0
    assert "2 rows: 2 created" in capsys.readouterr().out
    assert api.calls == [("leads.csv", 22, {"country": "DE", "existing": "fill", "encoding": "euc-jp"})]


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


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Ctrl-C comes as soon as the stack serves; how long each stop would have waited for others."""
    waited: list[float] = []

    def interrupt(_settings: Settings) -> None:
        raise KeyboardInterrupt

    def down(_settings: Settings, patience: float = 9.0) -> bool:
        waited.append(patience)
        return True

    monkeypatch.setattr(ministack, "running", interrupt)
    monkeypatch.setattr(stack, "down", down)
    return waited


def test_demo_imports_the_examples_and_serves_until_ctrl_c(
    api: FakeApi, stopped: list[float], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.root / "examples").mkdir()
    (settings.root / "examples" / "fair.xlsx").write_bytes(b"leads")
    assert program.main(["demo"]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"fair\.xlsx: completed.*2 rows: 2 created.*http://page/.*Serving", printed, re.DOTALL)
    assert api.calls[0] == ("fair.xlsx", 5, {})
    assert stopped == [0]


def test_run_serves_without_an_import(api: FakeApi, stopped: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["run"]) == 0
    assert "Serving" in capsys.readouterr().out
    assert (api.calls, stopped) == ([], [0])


@pytest.mark.usefixtures("api")
def test_up_says_where_the_page_is_and_returns(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["up"]) == 0
    assert "http://page/" in capsys.readouterr().out


@pytest.mark.usefixtures("api", "stopped")
def test_down_says_that_everything_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["down"]) == 0
    assert capsys.readouterr().out == "Stopped; everything is kept.\n"


@pytest.mark.usefixtures("api")
def test_reset_forgets_everything(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[Settings] = []
    monkeypatch.setattr(stack, "reset", forgotten.append)
    assert program.main(["reset"]) == 0
    assert forgotten == [settings]


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
@pytest.mark.usefixtures("api")
def test_invoke_prints_what_the_function_answers(
    ok: bool, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "event.json").write_text('{"rows": 3}')
    monkeypatch.setattr(invoking, "invoke", lambda _settings, name, event: invoking.Outcome(ok, [name, event]))
    assert program.main(["invoke", "MapColumnsFunction", "-e", str(tmp_path / "event.json")]) == code
    assert json.loads(capsys.readouterr().out) == ["MapColumnsFunction", {"rows": 3}]


@pytest.fixture
def running_elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The stack of this checkout runs on port 4599; what is done to it."""
    done: list[Settings] = []
    monkeypatch.setattr(ministack, "running", lambda _settings: ministack.Running(1, 4599))
    monkeypatch.setattr(ministack, "stop", done.append)
    monkeypatch.setattr(ministack, "kill", done.append)
    return done


@pytest.mark.parametrize("command", ["down", "reset", "up", "run", "logs"])
@pytest.mark.usefixtures("checkout")
def test_a_command_touches_the_stack_of_its_own_port_and_no_other(
    command: str, running_elsewhere: list[Settings], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.emulator_state.mkdir()
    assert program.main([command]) == 1
    assert "runs on port 4599 (process 1), and not on 4566: nothing was done." in capsys.readouterr().err
    assert (running_elsewhere, settings.emulator_state.exists()) == ([], True)


@pytest.mark.usefixtures("checkout")
def test_logs_of_a_stopped_stack_start_none(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["logs"]) == 1
    assert capsys.readouterr().err == "No local stack runs on port 4566. `python -m local up` starts it.\n"
    assert not settings.emulator_log.exists()


@pytest.mark.parametrize("email", ["ann", "ann@example", "ann@@example.com", "ann @example.com", "ann@example..com"])
@pytest.mark.usefixtures("api")
def test_a_user_whose_address_is_mistyped_is_told_so(email: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["user", email]) == 2
    assert capsys.readouterr().err == f"{email!r} is not an email address, such as ann@example.com.\n"


REFUSED = ClientError({"Error": {"Code": "InvalidParameterException", "Message": "Not so."}}, "AdminCreateUser")


@pytest.mark.parametrize("error", [REFUSED, EndpointConnectionError(endpoint_url="http://127.0.0.1")])
@pytest.mark.usefixtures("api")
def test_no_error_suggests_to_forget_the_leads(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(stack, "up", fail)
    assert program.main(["user", "ann@example.com"]) == 1
    printed = capsys.readouterr().err
    assert ("reset" in printed, "down" in printed) == (False, error is not REFUSED)


class Operated:
    """A stack to clean up, on which Ctrl-C comes while the leads are looked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cleaned: list[str] = []
        self.api = FakeApi({"uploadId": "u1", "status": "completed", "result": {"rows": 10, "created": 10}})
        site = argparse.Namespace(client=lambda: self.api)
        monkeypatch.setattr(which_stack, "target", lambda *_: self)
        monkeypatch.setattr(which_stack, "login", lambda *_: site)
        monkeypatch.setattr(smoke, "check_leads", self.interrupt)
        monkeypatch.setattr(smoke, "clean_up", lambda _target, upload_id: self.cleaned.append(upload_id))

    def interrupt(self, *_: Any) -> None:
        raise KeyboardInterrupt


@pytest.mark.usefixtures("api")
def test_an_interrupted_smoke_test_ends_its_import_and_cleans_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    operated = Operated(monkeypatch)
    assert program.main(["smoke"]) == 130
    assert (operated.cleaned, operated.api.calls[-1]) == (["u1"], ("POST", "/status/u1/cancel"))
    assert capsys.readouterr().err.endswith("Cleaned up.\nInterrupted.\n")


@pytest.mark.usefixtures("api")
def test_a_second_interrupt_leaves_what_there_is_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    operated = Operated(monkeypatch)
    monkeypatch.setattr(smoke, "clean_up", operated.interrupt)
    assert program.main(["smoke"]) == 130
    assert smoke.LEFT.format(upload="u1") in capsys.readouterr().err
