"""What a smoke test takes for a stack that works, and what it does not."""

from pathlib import Path
from typing import Any

import pytest

from local.errors import LocalError
from local.operating import smoke
from local.operating.client import Answer

GOOD = {"status": "completed", "result": {"rows": 10, "created": 4, "updated": 6}}


class Api:
    """Lists leads and shows each, with the word of a run."""

    def __init__(self, emails: tuple[str, ...], run: str) -> None:
        self._listed = [{"leadId": f"L{n}", "email": email} for n, email in enumerate(emails)]
        self._run = run

    def call(self, _method: str, path: str) -> Answer:
        return Answer(200, {"leads": self._listed} if "?" in path else {"remarks": {"Run": self._run}})


def _check(api: Any) -> None:
    smoke.check_leads(api, "run")


def test_every_run_has_the_same_ten_people_and_a_word_of_its_own(tmp_path: Path) -> None:
    path, run = smoke.write_file(tmp_path)
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    _, other = smoke.write_file(tmp_path)
    assert (len(rows), all(row.endswith(run) for row in rows), header.split(",")[-1]) == (10, True, "Run")
    assert run != other


def test_leads_that_were_there_before_are_fine() -> None:
    smoke.check_import(GOOD)
    _check(Api(smoke.EMAILS, "run"))


@pytest.mark.parametrize(
    "status",
    [
        GOOD | {"status": "partial"},
        GOOD | {"result": {"rows": 10, "created": 9, "updated": 0, "held": 1}},
        {"status": "failed", "error": {"message": "Ours."}},
    ],
)
def test_an_import_that_did_not_store_every_row_fails(status: dict[str, Any]) -> None:
    with pytest.raises(LocalError, match="The import of 10 rows ended as"):
        smoke.check_import(status)


@pytest.mark.parametrize("api", [Api(smoke.EMAILS[1:], "run"), Api(smoke.EMAILS, "other"), Api((), "run")])
def test_a_list_that_does_not_show_this_run_s_leads_fails(api: Api) -> None:
    with pytest.raises(LocalError):
        _check(api)
