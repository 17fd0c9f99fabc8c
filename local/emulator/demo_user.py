"""The demo user, who exists on the local stack only, and its tokens."""

import contextlib
from typing import Any

from local.errors import LocalError
from local.operating.signing_in import SignIn
from local.operating.users import attributes
from local.patience import BUSY_SECONDS
from local.settings import DEMO_EMAIL, DEMO_PASSWORD, REGION, Settings


def ensure_demo_user(cognito: Any, pool_id: str) -> None:
    """Makes the user, an operator, with the password that we print, unless it is there. Any number of times."""
    if not _can_sign_in(cognito, pool_id):
        _make_demo_user(cognito, pool_id)
    cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=DEMO_EMAIL, GroupName="operators")


def _make_demo_user(cognito: Any, pool_id: str) -> None:
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=DEMO_EMAIL,
            UserAttributes=attributes(DEMO_EMAIL),
            MessageAction="SUPPRESS",
        )
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=DEMO_EMAIL, Password=DEMO_PASSWORD, Permanent=True)


def _can_sign_in(cognito: Any, pool_id: str) -> bool:
    try:
        user = cognito.admin_get_user(UserPoolId=pool_id, Username=DEMO_EMAIL)
    except cognito.exceptions.UserNotFoundException:
        return False
    return bool(user["UserStatus"] == "CONFIRMED")


def sign_in(settings: Settings, client_id: str) -> str:
    """A fresh IdToken of the demo user."""
    try:
        tokens = SignIn(REGION, settings.endpoint, client_id, BUSY_SECONDS).tokens(DEMO_EMAIL, DEMO_PASSWORD)
    except LocalError as error:
        raise LocalError(f"{error}. `python -m local up` makes the demo user again.") from error
    return str(tokens["IdToken"])
