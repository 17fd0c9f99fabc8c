"""One command at a time, and a clear word to the others."""

from pathlib import Path

import pytest

from local.emulator import locking
from local.errors import Busy


def test_the_second_is_told_who_is_at_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        locking.exclusive(tmp_path / "lock", "up"),
        pytest.raises(Busy, match=r"`up \(process \d+\)`"),
        locking.exclusive(tmp_path / "lock", "import", patience=0.01),
    ):
        pytest.fail("two at once")
    assert "Waiting for `up (process" in capsys.readouterr().err


def test_without_patience_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with locking.exclusive(tmp_path / "lock", "up"), pytest.raises(Busy), locking.exclusive(tmp_path / "lock", "x", 0):
        pytest.fail("two at once")
    assert capsys.readouterr().err == ""


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), locking.exclusive(tmp_path / "lock", "up"):
        raise ValueError("broken")
    with locking.exclusive(tmp_path / "lock", "up", patience=0):
        pass
