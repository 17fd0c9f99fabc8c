"""How the locked packages come into the Python of the checkout: by uv, which is told what pip is told."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local import installing
from local.installing import environment, part_of_uv
from local.settings import CHECKOUT

SETTINGS = """\
:env:.find-links='/wheels /more'
global.cert='/etc/ca.pem'
global.extra-index-url='https://one/simple\\nhttps://two/simple'
global.index-url='https://all/simple'
global.timeout='60'
install.index-url='https://install/simple'
"""


def test_uv_is_told_what_pip_is_told() -> None:
    assert environment(SETTINGS, {}) == {
        "UV_DEFAULT_INDEX": "https://install/simple",
        "UV_INDEX": "https://one/simple https://two/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "SSL_CERT_FILE": "/etc/ca.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "true",
    }


def test_what_the_user_tells_uv_comes_first_and_the_rest_of_the_environment_passes() -> None:
    for_uv = environment(SETTINGS, {"UV_DEFAULT_INDEX": "https://mine/simple", "HOME": "/home/ann"})
    assert (for_uv["UV_DEFAULT_INDEX"], for_uv["HOME"]) == ("https://mine/simple", "/home/ann")


def test_uv_is_taken_by_the_hashes_of_the_lock() -> None:
    lock = (CHECKOUT / "requirements-dev.txt").read_text(encoding="utf-8")
    first, *hashes = part_of_uv(lock).splitlines()
    assert first.startswith("uv==")
    assert len(hashes) > 10  # processors and systems
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)


def test_a_lock_without_uv_has_no_part_of_it() -> None:
    assert part_of_uv("uvicorn==1.0 \\\n    --hash=sha256:00\nwheel==2.0 \\\n    --hash=sha256:11\n") == ""


@pytest.mark.parametrize(
    ("failing", "programs", "code"),
    [
        ((), ["pip install", "pip config", "uv pip"], 0),
        (("uv",), ["pip install", "pip config", "uv pip", "pip install"], 0),
        (("pip",), ["pip install", "pip install"], 1),
    ],
)
def test_where_uv_fails_pip_does_it_all(
    failing: tuple[str, ...], programs: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        called.append(command)
        return SimpleNamespace(returncode=int(command[2] in failing), stdout="")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    lock = tmp_path / "lock.txt"
    lock.write_text("uv==1.0 \\\n    --hash=sha256:00\n")
    assert installing.main(lock) == code
    assert [" ".join(command[2:4]) for command in called] == programs
    assert all("--require-hashes" in command for command in called if "install" in command)
