"""The emulator's process: a stand-in that says what MiniStack says, on a port of its own."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.emulator import ministack
from local.errors import LocalError
from local.settings import Settings

STAND_IN = """
import http.server, json, os, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"auth": os.environ["STAND_IN_AUTH"], "edition": os.environ["MINISTACK_EDITION"]}).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
def save(*_):
    open(os.environ["STATE_DIR"] + "/saved.json", "w").write("{}"); sys.exit(0)
signal.signal(signal.SIGTERM, save)
http.server.HTTPServer(("127.0.0.1", int(os.environ["GATEWAY_PORT"])), Handler).serve_forever()
"""


def _stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(ministack, "COMMAND", (sys.executable, "-c", code))


@pytest.fixture
def free(tmp_path: Path) -> Iterator[Settings]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings = Settings(tmp_path, probe.getsockname()[1])
    settings.state.mkdir()
    yield settings
    ministack.kill(settings)


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(monkeypatch, STAND_IN.replace('os.environ["STAND_IN_AUTH"]', '"enabled"'))


@pytest.mark.usefixtures("well")
def test_it_starts_is_found_by_others_and_stops_only_when_it_has_saved(free: Settings) -> None:
    ministack.start(free)
    found = ministack.running(free)
    assert found
    assert found.port == free.port
    assert ministack.healthy(free)
    assert ministack.stop(free)
    assert (free.emulator_state / "saved.json").exists()
    assert ministack.running(free) is None
    assert not ministack.stop(free)


@pytest.mark.usefixtures("well")
def test_starting_what_runs_changes_nothing_and_another_port_is_refused(free: Settings) -> None:
    ministack.start(free)
    found = ministack.running(free)
    ministack.start(free)
    assert ministack.running(free) == found
    with pytest.raises(LocalError, match=rf"runs on port {free.port} .*EASYCRM_PORT={free.port} "):
        ministack.start(Settings(free.root, 1))


@pytest.mark.usefixtures("well")
def test_after_a_kill_it_starts_again(free: Settings) -> None:
    ministack.start(free)
    ministack.kill(free)
    assert ministack.running(free) is None
    ministack.start(free)
    assert ministack.healthy(free)


def test_a_stale_file_with_the_number_of_a_living_process_is_nobody(free: Settings) -> None:
    (free.state / "emulator.lock").write_text(json.dumps({"pid": os.getpid(), "port": free.port}))
    assert ministack.running(free) is None
    assert not ministack.stop(free)


@pytest.mark.usefixtures("well")
def test_the_emulator_of_another_checkout_is_not_taken_for_ours(free: Settings, tmp_path: Path) -> None:
    ministack.start(free)
    other = Settings(tmp_path / "other", free.port)
    other.state.mkdir(parents=True)
    assert not ministack.healthy(other)
    with pytest.raises(LocalError, match="in use"):
        ministack.start(other)


def test_one_that_ends_at_once_shows_its_last_words(free: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(monkeypatch, "import sys; sys.exit('no such option: LAMBDA')")
    with pytest.raises(LocalError, match=r"(?s)ended while it was starting.*no such option: LAMBDA"):
        ministack.start(free)
    assert ministack.running(free) is None


@pytest.mark.parametrize(
    "code", ["import time; time.sleep(60)", STAND_IN.replace('os.environ["STAND_IN_AUTH"]', '"no"')]
)
def test_one_that_does_not_come_up_is_ended(free: Settings, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(monkeypatch, code)
    monkeypatch.setattr(ministack, "START_SECONDS", 0.5)
    with pytest.raises(LocalError, match=r"has not answered"):
        ministack.start(free)
    assert ministack.running(free) is None


@pytest.mark.usefixtures("well")
def test_objects_that_a_killed_emulator_never_came_to_remember_are_cleared(free: Settings) -> None:
    orphan = free.object_data / "bucket" / "object"
    orphan.parent.mkdir(parents=True)
    orphan.write_text("")
    ministack.start(free)
    assert not orphan.exists()


@pytest.mark.usefixtures("well")
def test_objects_that_belong_to_the_saved_state_stay(free: Settings) -> None:
    kept = free.object_data / "bucket" / "object"
    kept.parent.mkdir(parents=True)
    kept.write_text("")
    free.emulator_state.mkdir(parents=True)
    (free.emulator_state / "s3.json").write_text("{}")
    ministack.start(free)
    assert kept.exists()
