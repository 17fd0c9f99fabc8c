"""What every API function shares: its log, and errors that become answers here, in one shape, and nowhere else."""

import json
from collections.abc import Callable
from traceback import format_tb
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.logging import correlation_paths
from botocore.exceptions import ClientError

from easycrm.bounds import ANSWER_BYTES
from easycrm.errors import BadRequest, Conflict, EasyCrmError, NotAllowed, NotFound, NotSignedIn
from easycrm.fitting import body_bytes, is_surely_within
from easycrm.handlers.api.sign_in import require_person

logger = Logger(service="easycrm")

_STATUS = {BadRequest: 400, NotSignedIn: 401, NotAllowed: 403, NotFound: 404, Conflict: 409}
_UNAVAILABLE = 503

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def api() -> APIGatewayRestResolver:
    """A resolver whose errors are `{"error": {"code", "message", "details?"}, "requestId"}`, never a stack trace."""
    app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="*"))

    @app.not_found
    def nowhere(_error: Exception) -> Response[str]:
        return _refuse(app, 404, NotFound("notFound", "There is nothing at this address."))

    @app.exception_handler(EasyCrmError)  # type: ignore[untyped-decorator]
    def known(error: EasyCrmError) -> Response[str]:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), _UNAVAILABLE)
        return _refuse(app, status, error)

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def unknown(error: Exception) -> Response[str]:
        logger.error("unexpected", extra=_route_of(app) | _without_values(error))
        return _answer(app, 500, EasyCrmError("internal", "Something went wrong on our side. Please try again."))

    return app


def lambda_handler(app: APIGatewayRestResolver) -> Handler:
    """What Lambda calls for the routes of `app`, each of which is for people who have signed in.

    Every line that is logged for a call has API Gateway's id of it (`correlation_id`), which an answer with an error
    has as its `requestId`, Lambda's own id of it (`function_request_id`), and the upload that the address names.
    """

    app.use(middlewares=[_people_only])

    @logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        if upload_id := (event.get("pathParameters") or {}).get("uploadId"):
            logger.append_keys(uploadId=upload_id)
        return _sendable(app.resolve(event, context), event)

    return handler


def _people_only(app: APIGatewayRestResolver, route: Callable[..., Response[str]]) -> Response[str]:
    require_person(app)
    return route(app)


def body_of(app: APIGatewayRestResolver) -> Any:
    """The request's JSON; raises BadRequest, also for text that UTF-8 cannot carry."""
    try:
        body = app.current_event.json_body
        json.dumps(body, ensure_ascii=False).encode()
        return body
    except (ValueError, RecursionError) as error:
        raise BadRequest("badJson", "The request is not valid JSON.") from error


def answer_json(status: int, body: Any) -> Response[str]:
    """A JSON answer that no cache keeps."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(body, ensure_ascii=False),
        headers={"Cache-Control": "no-store"},
    )


def _sendable(answer: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """The answer, or an error in its place that says so where it is larger than Lambda sends.

    Every route bounds its answers; this is for one that fails to.
    """
    body = answer["body"] or ""
    if is_surely_within(len(body), ANSWER_BYTES) or (size := body_bytes(body)) <= ANSWER_BYTES:
        return answer
    logger.error("answerTooLarge", extra={"route": f"{event['httpMethod']} {event['resource']}", "bytes": size})
    message = "The answer is too large to be sent. Ask for less at once, or export the leads."
    error = {"error": {"code": "answerTooLarge", "message": message}, "requestId": event["requestContext"]["requestId"]}
    return {**answer, "statusCode": 500, "body": json.dumps(error)}


def _refuse(app: APIGatewayRestResolver, status: int, error: EasyCrmError) -> Response[str]:
    """The answer to a call that cannot be served, for a reason that is logged without a value of the call."""
    log = logger.warning if status == _UNAVAILABLE else logger.info
    log("refused", extra=_route_of(app) | {"status": status, "code": error.code})
    return _answer(app, status, error)


def _answer(app: APIGatewayRestResolver, status: int, error: EasyCrmError) -> Response[str]:
    shape = {"code": error.code, "message": error.sentence} | ({"details": error.details} if error.details else {})
    return answer_json(status, {"error": shape, "requestId": app.current_event.request_context.request_id})


def _route_of(app: APIGatewayRestResolver) -> dict[str, str]:
    return {"route": f"{app.current_event.http_method} {app.current_event.resource}"}


def _without_values(error: Exception) -> dict[str, Any]:
    """What an error was and where; not its text, which may quote a lead or a query, unless AWS wrote it."""
    text = {"text": str(error)} if isinstance(error, ClientError) else {}
    return {"error": type(error).__name__, "stack": format_tb(error.__traceback__)} | text
