"""One file through the API, with an API that says what the test wants."""

from pathlib import Path
from typing import Any

import pytest

from local.operating import importing
from local.operating.client import ApiRefusal, ApiUnreachable
from local.operating.importing import ImportStalled, exit_code, import_file

BEGUN = {"uploadId": "u1", "status": "uploading"}
UPLOADING: dict[str, Any] = {"status": "uploading"}
HALF: dict[str, Any] = {"status": "processing", "progress": {"percentage": 50}}
DONE: dict[str, Any] = {"status": "completed", "result": {"rows": 1}}


class FakeApi:
    """Gives the statuses in turn (the last one for ever), raising those that are errors."""

    def __init__(self, *statuses: Any, refuses: str | None = None) -> None:
        self._statuses = list(statuses)
        self._refuses = refuses
        self.asked: list[Any] = []

    def create_upload(self, *asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        self._maybe_refuse("create")
        return {"uploadId": "u1", "url": "", "fields": {}}

    def send_file(self, _ticket: Any, _path: Path) -> None:
        self._maybe_refuse("send")

    def status(self, _upload_id: str) -> dict[str, Any]:
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if isinstance(status, Exception):
            raise status
        found: dict[str, Any] = status
        return found

    def _maybe_refuse(self, step: str) -> None:
        if self._refuses == step:
            raise ApiRefusal(400, "tooLarge", "The file is too large.")


def _import(api: FakeApi, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    path = folder / "leads.csv"
    path.write_bytes(b"a,b\n")
    seen: list[dict[str, Any]] = []
    status = import_file(api, path, {"country": "SG"}, seen.append, sleep=lambda _: None)  # type: ignore[arg-type]
    return status, seen


def test_the_status_is_followed_to_its_end_and_every_change_is_seen_once(tmp_path: Path) -> None:
    api = FakeApi(UPLOADING, HALF, HALF, DONE)
    assert _import(api, tmp_path) == (DONE, [BEGUN, UPLOADING, HALF, DONE])
    assert api.asked == [("leads.csv", 4, {"country": "SG"})]


@pytest.mark.parametrize(("step", "known"), [("create", {}), ("send", {"uploadId": "u1"})])
def test_a_refused_file_ends_in_the_shape_of_a_status(step: str, known: dict[str, str], tmp_path: Path) -> None:
    status, seen = _import(FakeApi(DONE, refuses=step), tmp_path)
    assert status == {**known, "status": "failed", "error": {"code": "tooLarge", "message": "The file is too large."}}
    assert seen == ([BEGUN] if known else [])


@pytest.mark.parametrize("error", [ApiUnreachable("Nobody answers."), ApiRefusal(500, "internal", "Ours.")])
def test_a_status_that_cannot_be_read_for_a_moment_is_read_again(error: Exception, tmp_path: Path) -> None:
    assert _import(FakeApi(UPLOADING, error, error, DONE), tmp_path)[0] == DONE


def test_a_status_that_cannot_be_read_any_more_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(ImportStalled, match=r"u1 cannot be read any more\. Nobody answers\."):
        _import(FakeApi(ApiUnreachable("Nobody answers.")), tmp_path)


def test_a_status_that_never_moves_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "STALL_SECONDS", 0.01)
    with pytest.raises(ImportStalled, match="has not moved"):
        _import(FakeApi(HALF), tmp_path)


@pytest.mark.parametrize(("status", "code"), [("completed", 0), ("partial", 3), ("failed", 4), ("cancelled", 4)])
def test_the_exit_code_says_how_it_ended(status: str, code: int) -> None:
    assert exit_code({"status": status}) == code
