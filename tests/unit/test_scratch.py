"""Folders on the function's disk: what a process that was ended left behind is deleted by the next one."""

import os
import subprocess
import sys

import pytest

from easycrm import scratch


@pytest.fixture
def ended():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_an_ended_process_left_behind_is_deleted(tmp_path, ended):
    left = tmp_path / f"easycrm-{ended}-x" / "deep"
    left.mkdir(parents=True)
    (left / "base.sqlite").write_text("large")
    scratch.delete_left_behind(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_had_the_number_of_this_very_process_is_of_one_before_it(tmp_path):
    (tmp_path / f"easycrm-{os.getpid()}-x").mkdir()
    scratch.delete_left_behind(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [f"easycrm-{os.getppid()}-x", "easycrm-1-x", "easycrm-x", "other-1-x"])
def test_what_a_running_process_or_somebody_else_made_stays(name, tmp_path):
    (tmp_path / name).mkdir()
    scratch.delete_left_behind(tmp_path)
    assert (tmp_path / name).is_dir()


def test_a_passing_folder_goes_with_its_content_and_a_lasting_one_stays():
    lasting = scratch.lasting_folder()
    with scratch.passing_folder() as passing:
        (passing / "file").write_text("x")
        assert passing != lasting
    assert (passing.exists(), lasting.is_dir()) == (False, True)
    lasting.rmdir()
