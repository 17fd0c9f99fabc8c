"""A stack by the address of its page, against a server that answers what a test tells it to."""

import argparse
import json
from pathlib import Path

import pytest

from local import __main__ as program
from local import remote, site
from local.drop_folder import DropFolder
from local.errors import LocalError, UsageError
from local.settings import Settings
from local.site import Site, read_site, session
from tests.unit.local.conftest import Server

DROP_FOLDER = {
    "bucket": "data",
    "identityPoolId": "ap-southeast-1:pool",
    "identityUrl": "https://identity/",
    "login": "cognito-idp/pool",
}


@pytest.fixture
def known(server: Server) -> Site:
    return Site(f"{server.url}/api", f"{server.url}/", "client", DropFolder.of(DROP_FOLDER))


def test_the_page_says_where_its_api_and_its_sign_in_are(server: Server) -> None:
    sign_in_to = {"revokeUrl": "https://cognito/", "clientId": "c"}
    server.answers = [(200, {"apiUrl": "/api", "signIn": sign_in_to, "dropFolder": DROP_FOLDER})]
    folder = DropFolder("data", "ap-southeast-1:pool", "https://identity/", "cognito-idp/pool")
    assert read_site(server.url) == Site(f"{server.url}/api", "https://cognito/", "c", folder)
    assert server.requests[0][1] == "/config.json"


@pytest.mark.parametrize("answer", [(404, b""), (200, b"<html>"), (200, {"apiUrl": "/api"}), (200, [])])
def test_a_page_that_is_not_ours_is_said_in_words(answer: tuple[int, object], server: Server) -> None:
    server.answers = [answer]
    with pytest.raises(LocalError, match="no page of EasyCRM"):
        read_site(server.url)


@pytest.mark.parametrize("address", ["", "d1.cloudfront.net", "ftp://d1.cloudfront.net", "http://d1.cloudfront.net/"])
def test_no_password_goes_to_an_address_that_is_none_or_not_encrypted(address: str) -> None:
    with pytest.raises(UsageError):
        read_site(address)


def test_names_under_localhost_are_this_machine(server: Server) -> None:
    server.answers = [(200, {})]
    assert session().get(server.url.replace("127.0.0.1", "d1.cloudfront.localhost"), timeout=5).ok


def test_a_user_signs_in_without_aws_credentials(known: Site, server: Server) -> None:
    server.answers = [(200, {"AuthenticationResult": {"IdToken": "token"}})]
    assert known.sign_in().tokens("ann@example.com", "secret") == {"IdToken": "token"}
    _, _, authorization, body = server.requests[0]
    assert authorization is None
    assert json.loads(body)["AuthParameters"] == {"USERNAME": "ann@example.com", "PASSWORD": "secret"}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((400, {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}), "Incorrect"),
        ((200, {"ChallengeName": "NEW_PASSWORD_REQUIRED"}), "sign in on the page once"),
        ((200, {"ChallengeName": "MFA_SETUP"}), "has no authenticator app yet"),
        ((200, {"ChallengeName": "SMS_MFA"}), "SMS_MFA, which a script cannot answer"),
        ((502, b"<html>"), "Nobody answers"),
    ],
)
def test_a_sign_in_that_fails_says_why(answer: tuple[int, object], says: str, known: Site, server: Server) -> None:
    server.answers = [answer]
    with pytest.raises(LocalError, match=says):
        known.sign_in().tokens("ann@example.com", "secret")


def test_a_login_with_an_authenticator_app_is_asked_for_its_code(known: Site, server: Server) -> None:
    challenge = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {"USER_ID_FOR_SRP": "u"}}
    server.answers = [(200, challenge), (200, {"AuthenticationResult": {"IdToken": "token"}})]
    assert known.sign_in().tokens("ann@example.com", "secret", lambda: "123456")["IdToken"] == "token"
    answered = json.loads(server.requests[1][3])
    assert (answered["Session"], answered["ClientId"]) == ("s", "client")
    assert answered["ChallengeResponses"] == {"USERNAME": "u", "SOFTWARE_TOKEN_MFA_CODE": "123456"}


def test_an_authenticator_app_that_shows_another_code_is_not_added(known: Site, server: Server) -> None:
    server.answers = [(200, {"SecretCode": "KEY"}), (200, {"Status": "ERROR"})]
    shown: list[str] = []
    with pytest.raises(LocalError, match="not its code"):
        known.sign_in().add_authenticator("ann@example.com", "access", shown.append, lambda: "000000")
    assert "otpauth://totp/EasyCRM:ann%40example.com?secret=KEY&issuer=EasyCRM" in shown[0]


def _given(**arguments: str | None) -> argparse.Namespace:
    return argparse.Namespace(**{"env": "local", "site": None} | arguments)


def test_the_address_is_the_argument_then_the_variable_then_what_was_noted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.remember(remote.sites_file(settings), "dev", "https://noted/")
    site.remember(remote.sites_file(settings), "prod", "https://other/")
    assert remote.address(settings, _given(env="dev")) == "https://noted/"
    monkeypatch.setenv("EASYCRM_SITE", "https://variable/")
    assert remote.address(settings, _given(env="dev")) == "https://variable/"
    assert remote.address(settings, _given(env="dev", site="https://argument/")) == "https://argument/"


def test_an_environment_of_which_nothing_is_known_is_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--site"):
        site.remembered(tmp_path / "sites.json", "staging")


def test_only_another_environment_or_an_address_leads_away_from_this_machine() -> None:
    assert not remote.elsewhere(_given())
    assert remote.elsewhere(_given(env="prod"))
    assert remote.elsewhere(_given(site="https://page/"))
    assert not remote.elsewhere(argparse.Namespace())


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
