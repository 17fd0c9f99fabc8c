"""Calling a function as Lambda does, with the recorded events of tests/events."""

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import easycrm.handlers
from easycrm.uploads.record import Record

_FOLDER = Path(easycrm.handlers.__file__).parent
_SHARED = {"__init__", "wiring", "reading_wiring", "reading_routes", "task", "assistants", "answers", "sign_in"}
"""The modules in the folder of the handlers that are none, but what handlers share."""
HANDLERS = {
    path.stem: ".".join(("easycrm.handlers", *path.relative_to(_FOLDER).with_suffix("").parts))
    for path in sorted(_FOLDER.rglob("*.py"))
    if path.stem not in _SHARED
}
"""Every handler's module, by its name: tasks in `handlers/`, routes in `handlers/api/`."""
EVENTS = Path(__file__).parents[1] / "events"
UPLOAD_ID = "0f2b6c1d3e4f4a6b8c8d9e0f1a2b3c4d"
"""The upload that the recorded events are about; its file is events/fair.csv."""
TASKS = (
    *("register_upload", "parse_workbook", "map_columns", "standardise_batch", "choose_slices", "upsert_slice"),
    "publish_leads",
)
"""The tasks of an import as far as Finish import, in their order."""


@dataclass(frozen=True)
class Context:
    """What the handlers and their logger use of Lambda's context."""

    function_name: str = "easy-crm-function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:ap-southeast-1:123456789012:function:easy-crm-function"
    aws_request_id: str = "5b0ac5f2-7d1c-4f2e-9a55-1f6f2a1f7c10"


def event(name: str, **changes: Any) -> dict[str, Any]:
    """A recorded event, with some of its top-level members changed."""
    recorded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return recorded | changes


def invoke(name: str, **changes: Any) -> Any:
    """The answer of a handler to its recorded event."""
    return handle(name.partition("-")[0], event(name, **changes))


def handle(name: str, an_event: dict[str, Any]) -> Any:
    """The answer of a handler to any event."""
    return import_module(HANDLERS[name]).handler(an_event, Context())


def call(name: str, **changes: Any) -> tuple[int, Any]:
    """Status and JSON body of an API function's answer."""
    answer = invoke(name, **changes)
    return answer["statusCode"], json.loads(answer["body"])


def function_of(name: str) -> str:
    """The function in the template to which a recorded event goes."""
    return name.partition("-")[0].title().replace("_", "") + "Function"


def upload_record(created_at: str) -> Record:
    """The record of the upload that the events are about, as POST /upload leaves it."""
    created = json.loads(event("create_upload")["body"])
    facts: Any = {"uploadId": UPLOAD_ID, "status": "uploading", "createdAt": created_at, "createdBy": "mei@example.com"}
    record: Record = created | facts
    return record
