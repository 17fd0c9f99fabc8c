"""Users of a stack's pool: who is invited, and who is an operator."""

import re
from typing import Any

from local.errors import UsageError

_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


def check_email(text: str) -> None:
    """Raises UsageError for what cannot be an address of mail, before anybody is asked."""
    if not _EMAIL.fullmatch(text):
        raise UsageError(f"{text!r} is not an email address, such as ann@example.com.")


def ensure_user(cognito: Any, pool_id: str, email: str, operator: bool) -> bool:
    """Invites the user by email, unless it is there; whether it was not. `operator` adds it to that group."""
    created = True
    try:
        cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=attributes(email),
            DesiredDeliveryMediums=["EMAIL"],
        )
    except cognito.exceptions.UsernameExistsException:
        created = False
    if operator:
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName="operators")
    return created


def attributes(email: str) -> list[dict[str, str]]:
    """What the pool knows of a user: an email, which needs no proof."""
    return [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
