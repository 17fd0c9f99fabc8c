"""A second factor: the code of an authenticator app, as its user adds it and meets it."""

import base64
import hmac
import time
from collections.abc import Iterator
from hashlib import sha1
from urllib.parse import parse_qs, urlsplit

import pytest

from local import __main__ as program
from local import operating_commands
from local.emulator import aws, environment
from local.emulator.stack import Stack
from local.errors import LocalError
from local.operating import site, users

EMAIL, PASSWORD = "second.factor@example.com", "Two-factors-1"


@pytest.fixture
def user(local_stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[site.Site]:
    """The page, for a user who is signed in by password alone."""
    cognito, pool = aws.client(local_stack.settings, "cognito-idp"), local_stack.outputs["UserPoolId"]
    users.ensure_user(cognito, pool, EMAIL, False)
    cognito.admin_set_user_password(UserPoolId=pool, Username=EMAIL, Password=PASSWORD, Permanent=True)
    monkeypatch.setattr(environment, "enter", lambda _settings: None)
    monkeypatch.setenv("EASYCRM_EMAIL", EMAIL)
    monkeypatch.setenv("EASYCRM_PASSWORD", PASSWORD)
    yield site.read_site(local_stack.site_url)
    cognito.admin_delete_user(UserPoolId=pool, Username=EMAIL)


def code_of(key: str) -> str:
    """RFC 6238, as authenticator apps do it: six digits that change every 30 seconds."""
    digest = hmac.digest(base64.b32decode(key), int(time.time() // 30).to_bytes(8, "big"), sha1)
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_a_user_who_adds_an_authenticator_app_needs_its_code_from_then_on(
    user: site.Site, local_stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys: list[str] = []

    def show_and_type(text: str) -> None:
        (key,) = parse_qs(urlsplit(text.splitlines()[-1]).query)["secret"]
        keys.append(key)
        monkeypatch.setenv("EASYCRM_CODE", code_of(key))

    monkeypatch.setattr(operating_commands, "say", show_and_type)
    assert program.main(["authenticator", "--site", local_stack.site_url]) == 0
    assert "From the next sign-in on" in capsys.readouterr().out

    with pytest.raises(LocalError, match="could not sign in"):
        user.sign_in().tokens(EMAIL, PASSWORD, lambda: f"{(int(code_of(keys[0])) + 1) % 1_000_000:06}")
    assert user.sign_in().tokens(EMAIL, PASSWORD, lambda: code_of(keys[0]))["IdToken"]
