"""Cognito as whoever has a login meets it: sign-in, and the authenticator app that it may ask for. No AWS keys."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import requests

from local.asking import asked
from local.client import ANSWER_SECONDS, CONNECT_SECONDS
from local.errors import LocalError

_SERVICE = "AWSCognitoIdentityProviderService"
_AUTHENTICATOR = "SOFTWARE_TOKEN_MFA"
_ASK_FIRST = {
    "NEW_PASSWORD_REQUIRED": "This login still has its first password: sign in on the page once and choose one.",
    "MFA_SETUP": "This login has no authenticator app yet: sign in on the page once and add one.",
}


def ask_code() -> str:
    """The six digits that an authenticator app shows, of EASYCRM_CODE or the user at the terminal."""
    return asked("EASYCRM_CODE", "Code of your authenticator app: ")


class SignIn:
    """The user pool at `url`, for one client. Every call raises LocalError, in words, when it is refused."""

    def __init__(self, http: requests.Session, url: str, client_id: str) -> None:
        self._http, self._url, self._client_id = http, url, client_id

    def tokens(self, email: str, password: str, code: Callable[[], str] = ask_code) -> dict[str, Any]:
        """`{IdToken, AccessToken, ...}`, by the password flow; `code` is asked where the login has a second factor."""
        failed = f"{email} could not sign in"
        given = {"USERNAME": email, "PASSWORD": password}
        said = self._ask(failed, "InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        if said.get("ChallengeName") == _AUTHENTICATOR:
            user = said.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", email)
            responses = {"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": code()}
            challenge = {"ChallengeName": _AUTHENTICATOR, "Session": said["Session"]}
            said = self._ask(failed, "RespondToAuthChallenge", **challenge, ChallengeResponses=responses)
        if asks := said.get("ChallengeName"):
            reason = _ASK_FIRST.get(asks, f"Cognito asks for {asks}, which a script cannot answer.")
            raise LocalError(f"{failed}. {reason}")
        return dict(said["AuthenticationResult"])

    def add_authenticator(
        self, email: str, access_token: str, show: Callable[[str], None], code: Callable[[], str] = ask_code
    ) -> None:
        """From the next sign-in on, this login needs the code of the app to which `show` gave the key."""
        failed, mine = "The authenticator app was not added", {"AccessToken": access_token}
        key = self._ask(failed, "AssociateSoftwareToken", **mine)["SecretCode"]
        show(f"Add this key to your authenticator app: {key}\n{_address(email, key)}")
        said = self._ask(failed, "VerifySoftwareToken", **mine, UserCode=code(), FriendlyDeviceName="EasyCRM")
        if said.get("Status") != "SUCCESS":
            raise LocalError(f"{failed}: that was not its code.")
        chosen = {"Enabled": True, "PreferredMfa": True}
        self._ask(failed, "SetUserMFAPreference", **mine, SoftwareTokenMfaSettings=chosen)

    def _ask(self, failed: str, operation: str, **given: Any) -> Mapping[str, Any]:
        body = given if "AccessToken" in given else {"ClientId": self._client_id, **given}
        headers = {"X-Amz-Target": f"{_SERVICE}.{operation}", "Content-Type": "application/x-amz-json-1.1"}
        try:
            answer = self._http.post(
                self._url, data=json.dumps(body), headers=headers, timeout=(CONNECT_SECONDS, ANSWER_SECONDS)
            )
            said: dict[str, Any] = answer.json()
        except requests.RequestException as error:
            raise LocalError(f"Nobody answers where one signs in, {self._url}: {error}") from error
        if not answer.ok:
            raise LocalError(f"{failed}: {said.get('message') or said.get('__type') or answer.status_code}")
        return said


def _address(email: str, key: str) -> str:
    """What authenticator apps read from a QR code."""
    return f"otpauth://totp/EasyCRM:{quote(email)}?secret={key}&issuer=EasyCRM"
