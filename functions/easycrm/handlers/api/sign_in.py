"""Which token the routes take, and what it says of whoever asks: the ID token of a person, and no other.

API Gateway has verified the token before: who signed it, and until when it holds. Which of the user pool's tokens it is
is looked at here, once for every route, by its claim `token_use`: an access token says `access`, a refresh token
`refresh`, what an identity pool signs says nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from easycrm.audit import Caller
from easycrm.errors import NotAllowed, NotSignedIn

OPERATORS = "operators"
TOKEN = "id"


def require_person(app: APIGatewayRestResolver) -> None:
    """Raises NotSignedIn unless the token is an ID token."""
    if _claims(app).get("token_use") != TOKEN:
        raise NotSignedIn("unauthorised", "Please sign in.")


def require_operator(app: APIGatewayRestResolver) -> None:
    """Raises NotAllowed unless the user is in the group `operators`; the claim's text differs between the worlds."""
    if OPERATORS not in re.split(r"[\[\],\s]+", str(_claims(app).get("cognito:groups", ""))):
        raise NotAllowed("operatorsOnly", "Only members of the group “operators” may do this.")


def user_of(app: APIGatewayRestResolver) -> str:
    """Who asks: the email, else the name, of the signed-in user."""
    claims = _claims(app)
    return str(claims.get("email") or claims.get("cognito:username") or claims.get("sub") or "unknown")


def caller_of(app: APIGatewayRestResolver) -> Caller:
    """Who asks, as the audit log names them."""
    user_id = str(_claims(app).get("sub") or "unknown")
    return {"user": user_of(app), "userId": user_id, "requestId": str(app.current_event.request_context.request_id)}


def _claims(app: APIGatewayRestResolver) -> Mapping[str, Any]:
    return app.current_event.request_context.authorizer.claims or {}
