"""Users of a stack's pool, and the demo user, who exists on the local stack only."""

import contextlib
from typing import Any

from botocore.exceptions import ClientError

from local.errors import LocalError
from local.settings import DEMO_EMAIL, DEMO_PASSWORD


def ensure_user(cognito: Any, pool_id: str, email: str, operator: bool) -> bool:
    """Invites the user by email, unless it is there; whether it was not. `operator` adds it to that group."""
    created = True
    try:
        cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=_attributes(email),
            DesiredDeliveryMediums=["EMAIL"],
        )
    except cognito.exceptions.UsernameExistsException:
        created = False
    if operator:
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName="operators")
    return created


def _attributes(email: str) -> list[dict[str, str]]:
    return [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]


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
            UserAttributes=_attributes(DEMO_EMAIL),
            MessageAction="SUPPRESS",
        )
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=DEMO_EMAIL, Password=DEMO_PASSWORD, Permanent=True)


def _can_sign_in(cognito: Any, pool_id: str) -> bool:
    try:
        found = cognito.admin_get_user(UserPoolId=pool_id, Username=DEMO_EMAIL)
    except cognito.exceptions.UserNotFoundException:
        return False
    return bool(found["UserStatus"] == "CONFIRMED")


def sign_in(cognito: Any, client_id: str) -> str:
    """A fresh IdToken of the demo user."""
    try:
        answer = cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": DEMO_EMAIL, "PASSWORD": DEMO_PASSWORD},
        )
    except ClientError as error:
        raise LocalError(f"The demo user could not sign in: {error}. `python -m local up` makes it again.") from error
    return str(answer["AuthenticationResult"]["IdToken"])
