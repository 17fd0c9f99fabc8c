"""What every API function shares: errors become answers here, in one shape, and nowhere else."""

import json
import re
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response

from easycrm.errors import BadRequest, Conflict, EasyCrmError, NotAllowed, NotFound

logger = Logger(service="easycrm")
OPERATORS = "operators"

_STATUS = {BadRequest: 400, NotAllowed: 403, NotFound: 404, Conflict: 409}


def api() -> APIGatewayRestResolver:
    """A resolver whose errors are `{"error": {"code", "message", "details?"}, "requestId"}`, never a stack trace."""
    app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="*"))

    @app.not_found
    def nowhere(_error: Exception) -> Response[str]:
        return _answer(app, 404, NotFound("notFound", "There is nothing at this address."))

    @app.exception_handler(EasyCrmError)  # type: ignore[untyped-decorator]
    def known(error: EasyCrmError) -> Response[str]:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 503)
        return _answer(app, status, error)

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def unknown(error: Exception) -> Response[str]:
        logger.exception("unexpected", exc_info=error)
        return _answer(app, 500, EasyCrmError("internal", "Something went wrong on our side. Please try again."))

    return app


def body_of(app: APIGatewayRestResolver) -> Any:
    """The request's JSON; raises BadRequest, also for text that UTF-8 cannot carry."""
    try:
        body = app.current_event.json_body
        json.dumps(body, ensure_ascii=False).encode()
        return body
    except (ValueError, RecursionError) as error:
        raise BadRequest("badJson", "The request is not valid JSON.") from error


def user_of(app: APIGatewayRestResolver) -> str:
    """Who asks: the email, else the name, of the signed-in user."""
    claims = app.current_event.request_context.authorizer.claims or {}
    return str(claims.get("email") or claims.get("cognito:username") or claims.get("sub") or "unknown")


def require_operator(app: APIGatewayRestResolver) -> None:
    """Raises NotAllowed unless the user is in the group `operators`; the claim's text differs between the worlds."""
    groups = (app.current_event.request_context.authorizer.claims or {}).get("cognito:groups", "")
    if OPERATORS not in re.split(r"[\[\],\s]+", str(groups)):
        raise NotAllowed("operatorsOnly", "Only members of the group “operators” may do this.")


def answer_json(status: int, body: Any) -> Response[str]:
    """A JSON answer that no cache keeps."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(body, ensure_ascii=False),
        headers={"Cache-Control": "no-store"},
    )


def _answer(app: APIGatewayRestResolver, status: int, error: EasyCrmError) -> Response[str]:
    shape = {"code": error.code, "message": error.sentence} | ({"details": error.details} if error.details else {})
    return answer_json(status, {"error": shape, "requestId": app.lambda_context.aws_request_id})
