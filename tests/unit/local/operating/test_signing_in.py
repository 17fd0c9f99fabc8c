"""Signing in and adding an authenticator app, against a server in Cognito's place."""

import json
import threading

import pytest

from local.errors import LocalError
from local.operating.signing_in import SignIn
from tests.support.http_server import Server


@pytest.fixture
def sign_in(server: Server) -> SignIn:
    return SignIn("ap-southeast-1", f"{server.url}/", "client")


def test_a_user_signs_in_without_aws_credentials(sign_in: SignIn, server: Server) -> None:
    server.answers = [(200, {"AuthenticationResult": {"IdToken": "token"}})]
    assert sign_in.tokens("ann@example.com", "secret") == {"IdToken": "token"}
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
def test_a_sign_in_that_fails_says_why(answer: tuple[int, object], says: str, sign_in: SignIn, server: Server) -> None:
    server.answers = [answer]
    with pytest.raises(LocalError, match=says):
        sign_in.tokens("ann@example.com", "secret")


def test_a_login_with_an_authenticator_app_is_asked_for_its_code(sign_in: SignIn, server: Server) -> None:
    challenge = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s", "ChallengeParameters": {"USER_ID_FOR_SRP": "u"}}
    server.answers = [(200, challenge), (200, {"AuthenticationResult": {"IdToken": "token"}})]
    assert sign_in.tokens("ann@example.com", "secret", lambda: "123456")["IdToken"] == "token"
    answered = json.loads(server.requests[1][3])
    assert (answered["Session"], answered["ClientId"]) == ("s", "client")
    assert answered["ChallengeResponses"] == {"USERNAME": "u", "SOFTWARE_TOKEN_MFA_CODE": "123456"}


def test_an_authenticator_app_that_shows_another_code_is_not_added(sign_in: SignIn, server: Server) -> None:
    server.answers = [(200, {"SecretCode": "KEY"}), (200, {"Status": "ERROR"})]
    shown: list[str] = []
    with pytest.raises(LocalError, match="not its code"):
        sign_in.add_authenticator("ann@example.com", "access", shown.append, lambda: "000000")
    assert "otpauth://totp/EasyCRM:ann%40example.com?secret=KEY&issuer=EasyCRM" in shown[0]


@pytest.mark.parametrize("answer", [(200, b"<html>"), (200, {}), (403, b"<html>"), (500, b"")])
def test_who_is_not_cognito_is_nobody(answer: tuple[int, object], sign_in: SignIn, server: Server) -> None:
    server.answers = [answer]
    with pytest.raises(LocalError, match="Nobody answers where one signs in"):
        sign_in.tokens("ann@example.com", "secret")


def test_a_login_that_is_throttled_is_told_so_at_once(sign_in: SignIn, server: Server) -> None:
    server.answers = [(400, {"__type": "TooManyRequestsException", "message": "Rate exceeded"})]
    with pytest.raises(LocalError, match=r"ann@example\.com could not sign in: Rate exceeded"):
        sign_in.tokens("ann@example.com", "secret")
    assert len(server.requests) == 1


def test_nobody_there_is_said_in_words() -> None:
    with pytest.raises(LocalError, match=r"Nobody answers where one signs in, http://127\.0\.0\.1:1/"):
        SignIn("ap-southeast-1", "http://127.0.0.1:1/", "client").tokens("ann@example.com", "secret")


@pytest.mark.parametrize("way", ["silent", "dripping"])
def test_a_server_that_hangs_is_given_up(way: str, server: Server) -> None:
    setattr(server, way, threading.Event())
    with pytest.raises(LocalError, match=r"Nobody answers .*: no answer in time"):
        SignIn("ap-southeast-1", f"{server.url}/", "client", seconds=0.2).tokens("ann@example.com", "secret")


def test_nothing_of_the_users_own_aws_set_up_is_needed_or_sent(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "not-there")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1/")
    server.answers = [(200, {"AuthenticationResult": {"IdToken": "token"}})]
    assert SignIn("ap-southeast-1", f"{server.url}/", "client").tokens("ann@example.com", "secret")
    assert server.requests[0][2] is None
