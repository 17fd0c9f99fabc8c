"""POST /upload: a checked record, and a link by which the browser sends one file of just that size."""

import uuid
from collections.abc import Mapping
from typing import Any

from easycrm.errors import BadRequest
from easycrm.leads.statement import EXISTING_MEANS, EXISTING_POLICIES
from easycrm.standardise.values.phones import COUNTRIES
from easycrm.uploads.record import Record

_MAX_NAME = 255
_POLICIES = ". ".join(f"{name}: {meaning}" for name, meaning in EXISTING_MEANS.items())
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def new_record(body: Any, user: str, at: str, max_bytes: int, default_country: str) -> Record:
    """The record of an upload that has not begun; raises BadRequest, naming what is wrong."""
    body = _mapping(body, "The request")
    options = _mapping(body.get("options", {}), "options")
    _refuse_unknown(body, {"fileName", "fileSize", "options"})
    _refuse_unknown(options, {"country", "existing"})
    return {
        "uploadId": uuid.uuid4().hex,
        "status": "uploading",
        "createdAt": at,
        "createdBy": user,
        "fileName": _file_name(body.get("fileName")),
        "fileSize": _file_size(body.get("fileSize"), max_bytes),
        "options": {
            "country": _one_of(options, "country", default_country, COUNTRIES, "a country code such as SG"),
            "existing": _one_of(options, "existing", "update", EXISTING_POLICIES, _POLICIES),
        },
    }


def _file_name(name: Any) -> str:
    text = name.strip() if isinstance(name, str) else ""
    if not text or len(text) > _MAX_NAME:
        raise BadRequest("badFileName", f"fileName takes the file's name, at most {_MAX_NAME} characters.")
    if not text.lower().endswith(SUFFIXES):
        raise BadRequest("badFileType", f"“{text}” is no list that can be read. Use one of {', '.join(SUFFIXES)}.")
    return text


def _file_size(size: Any, max_bytes: int) -> int:
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise BadRequest("badFileSize", "fileSize takes the file's size in bytes.")
    if size > max_bytes:
        raise BadRequest("fileTooLarge", f"The file has {size:,} bytes; at most {max_bytes:,} can be imported.")
    return size


def _one_of(options: Mapping[str, Any], name: str, default: str, choices: Any, takes: str) -> str:
    value = options.get(name, default)
    if not isinstance(value, str) or value not in choices:
        raise BadRequest("badOption", f"options.{name} takes {takes}.", option=name)
    return value


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest("badRequest", f"{what} has to be a JSON object.")
    return value


def _refuse_unknown(given: Mapping[str, Any], known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise BadRequest("badRequest", f"“{name}” is not known here; {', '.join(sorted(known))} are.", name=name)
