"""Cognito as whoever has a login meets it: sign-in, and the authenticator app that it may ask for. No AWS keys."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.errors import LocalError
from local.operating import unsigned
from local.operating.asking import asked
from local.patience import ANSWER_SECONDS, CONNECT_SECONDS

# One try, and whoever waits is told what is wrong; what is no code, or no password, Cognito says best.
_CONFIG = Config(
    connect_timeout=CONNECT_SECONDS,
    retries={"mode": "standard", "total_max_attempts": 1},
    parameter_validation=False,
)
_AUTHENTICATOR = "SOFTWARE_TOKEN_MFA"
_ASK_FIRST = {
    "NEW_PASSWORD_REQUIRED": "This login still has its first password: sign in on the page once and choose one.",
    "MFA_SETUP": "This login has no authenticator app yet: sign in on the page once and add one.",
}


def ask_code() -> str:
    """The six digits that an authenticator app shows, of EASYCRM_CODE or the user at the terminal."""
    return asked("EASYCRM_CODE", "Code of your authenticator app: ")


class SignIn:
    """The user pool at `url`, for one client. Every call raises LocalError, in words, when it is refused.

    `seconds` is the longest that one answer is waited for, by the clock on the wall.
    """

    def __init__(self, region: str, url: str, client_id: str, seconds: float = ANSWER_SECONDS) -> None:
        later = Config(read_timeout=seconds + CONNECT_SECONDS)  # than the clock on the wall, which has the better words
        self._cognito = unsigned.client("cognito-idp", region, url, _CONFIG.merge(later))
        self._seconds = seconds
        self._url, self._client_id = url, client_id

    def tokens(self, email: str, password: str, code: Callable[[], str] = ask_code) -> dict[str, Any]:
        """`{IdToken, AccessToken, ...}`, by the password flow; `code` is asked where the login has a second factor."""
        failed, client = f"{email} could not sign in", {"ClientId": self._client_id}
        login = {"USERNAME": email, "PASSWORD": password}
        answer = self._ask(failed, "initiate_auth", **client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=login)
        if answer.get("ChallengeName") == _AUTHENTICATOR:
            user = answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", email)
            responses = {"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": code()}
            challenge = {"ChallengeName": _AUTHENTICATOR, "Session": answer["Session"]}
            answer = self._ask(failed, "respond_to_auth_challenge", **client, **challenge, ChallengeResponses=responses)
        if asks := answer.get("ChallengeName"):
            reason = _ASK_FIRST.get(asks, f"Cognito asks for {asks}, which a script cannot answer.")
            raise LocalError(f"{failed}. {reason}")
        if "AuthenticationResult" not in answer:
            raise self._nobody("that was no answer of Cognito")
        return dict(answer["AuthenticationResult"])

    def add_authenticator(
        self, email: str, access_token: str, show: Callable[[str], None], code: Callable[[], str] = ask_code
    ) -> None:
        """From the next sign-in on, this login needs the code of the app to which `show` gave the key."""
        failed, mine = "The authenticator app was not added", {"AccessToken": access_token}
        key = self._ask(failed, "associate_software_token", **mine)["SecretCode"]
        show(f"Add this key to your authenticator app: {key}\n{_address(email, key)}")
        answer = self._ask(failed, "verify_software_token", **mine, UserCode=code(), FriendlyDeviceName="EasyCRM")
        if answer.get("Status") != "SUCCESS":
            raise LocalError(f"{failed}: that was not its code.")
        chosen = {"Enabled": True, "PreferredMfa": True}
        self._ask(failed, "set_user_mfa_preference", **mine, SoftwareTokenMfaSettings=chosen)

    def _ask(self, failed: str, operation: str, **members: Any) -> dict[str, Any]:
        try:
            return unsigned.within(self._seconds, lambda: getattr(self._cognito, operation)(**members))
        except ClientError as error:
            problem = error.response["Error"]
            # What answers in HTML, as a proxy does, has an HTTP status in the place of Cognito's word.
            if problem["Code"].isdigit():
                raise self._nobody(error) from error
            raise LocalError(f"{failed}: {problem.get('Message') or problem['Code']}") from error
        except TimeoutError as error:
            raise self._nobody("no answer in time") from error
        except BotoCoreError as error:
            raise self._nobody(error) from error

    def _nobody(self, reason: object) -> LocalError:
        return LocalError(f"Nobody answers where one signs in, {self._url}: {reason}")


def _address(email: str, key: str) -> str:
    """What authenticator apps read from a QR code."""
    return f"otpauth://totp/EasyCRM:{quote(email)}?secret={key}&issuer=EasyCRM"
