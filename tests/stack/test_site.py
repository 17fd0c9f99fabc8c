"""The stack reached as if it were far away: by its page's address and a login, without the emulator's credentials."""

import json

import pytest

from local import __main__ as program
from local.settings import DEMO_EMAIL, DEMO_PASSWORD
from tests.support.world import World


def test_a_file_is_imported_with_the_page_s_address_and_a_login_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("EASYCRM_EMAIL", DEMO_EMAIL)
    monkeypatch.setenv("EASYCRM_PASSWORD", DEMO_PASSWORD)
    path = world.csv("fair.csv", ["Name", "Email"], [["Ana Li", "ana@example.com"]])

    assert program.main(["import", str(path), "--json", "--site", world.stack.site_url]) == 0

    assert json.loads(capsys.readouterr().out)["result"]["created"] == 1
    assert [lead["email"] for lead in world.leads()["leads"]] == ["ana@example.com"]


def test_a_wrong_password_ends_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EASYCRM_EMAIL", DEMO_EMAIL)
    monkeypatch.setenv("EASYCRM_PASSWORD", "wrong")
    path = world.csv("fair.csv", ["Email"], [["ana@example.com"]])

    assert program.main(["import", str(path), "--site", world.stack.site_url]) == 1

    assert "could not sign in" in capsys.readouterr().err
