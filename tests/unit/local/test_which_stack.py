"""Which stack a command means, by its arguments and the environment."""

import argparse
import json
from pathlib import Path

import pytest

from local import __main__ as program
from local import which_stack
from local.operating import site
from local.settings import Settings
from tests.support.http_server import Server

DROP_FOLDER = {
    "bucket": "data",
    "identityPoolId": "ap-southeast-1:pool",
    "identityUrl": "https://identity/",
    "login": "cognito-idp/pool",
}


def _given(**arguments: str | None) -> argparse.Namespace:
    return argparse.Namespace(**{"env": "local", "site": None} | arguments)


def test_the_address_is_the_argument_then_the_variable_then_what_was_noted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.remember(which_stack.sites_file(settings), "dev", "https://noted/")
    site.remember(which_stack.sites_file(settings), "prod", "https://other/")
    assert which_stack.address(settings, _given(env="dev")) == "https://noted/"
    monkeypatch.setenv("EASYCRM_SITE", "https://variable/")
    assert which_stack.address(settings, _given(env="dev")) == "https://variable/"
    assert which_stack.address(settings, _given(env="dev", site="https://argument/")) == "https://argument/"


def test_only_another_environment_or_an_address_leads_away_from_this_machine() -> None:
    assert not which_stack.elsewhere(_given())
    assert which_stack.elsewhere(_given(env="prod"))
    assert which_stack.elsewhere(_given(site="https://page/"))
    assert not which_stack.elsewhere(argparse.Namespace())


def test_an_import_by_address_neither_starts_a_stack_nor_asks_for_what_the_environment_says(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EASYCRM_EMAIL", "ann@example.com")
    monkeypatch.setenv("EASYCRM_PASSWORD", "secret")
    (tmp_path / "leads.csv").write_text("Email\n")
    partial = {"uploadId": "u1", "status": "partial"}
    server.answers = [
        (200, {"apiUrl": "/api", "signIn": {"revokeUrl": server.url, "clientId": "c"}, "dropFolder": DROP_FOLDER}),
        (200, {"AuthenticationResult": {"IdToken": "token"}}),
        (201, {"uploadId": "u1", "url": server.url, "fields": {}}),
        (204, b""),
        (200, partial),
    ]
    assert program.main(["import", str(tmp_path / "leads.csv"), "--json", "--site", server.url]) == 3
    assert json.loads(capsys.readouterr().out) == partial
