"""POST /upload: a checked record, and a link by which the browser sends one file of just that size."""

import uuid
from collections.abc import Collection, Mapping
from typing import TypeVar

from easycrm.bounds import FILE_NAME_CHARACTERS, QUOTED_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.folding import seen
from easycrm.leads.statement import EXISTING_MEANS, EXISTING_POLICIES
from easycrm.standardise.values.phones import COUNTRIES
from easycrm.uploads.record import Options, Record
from easycrm.workbooks.text.known_encodings import ENCODINGS

_POLICIES = ". ".join(f"{name}: {meaning}" for name, meaning in EXISTING_MEANS.items())
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

Choice = TypeVar("Choice", bound=str)


def new_record(body: object, user: str, at: str, max_bytes: int, default_country: str) -> Record:
    """The record of an upload that has not begun; raises BadRequest, naming what is wrong."""
    request = _mapping(body, "The request")
    options = _mapping(request.get("options", {}), "options")
    _refuse_unknown(request, {"fileName", "fileSize", "options"})
    _refuse_unknown(options, {"country", "existing", "encoding"})
    return {
        "uploadId": uuid.uuid4().hex,
        "status": "uploading",
        "createdAt": at,
        "createdBy": user,
        "fileName": _file_name(request.get("fileName")),
        "fileSize": _file_size(request.get("fileSize"), max_bytes),
        "options": _options(options, default_country),
    }


def _options(options: Mapping[str, object], default_country: str) -> Options:
    checked: Options = {
        "country": _one_of(options, "country", default_country, COUNTRIES, "a country code such as SG"),
        "existing": _one_of(options, "existing", "update", EXISTING_POLICIES, _POLICIES),
    }
    if "encoding" in options:
        checked["encoding"] = _one_of(options, "encoding", "", ENCODINGS, f"one of {', '.join(ENCODINGS)}")
    return checked


def _file_name(name: object) -> str:
    text = seen(name.strip()) if isinstance(name, str) else ""
    if not text or len(text) > FILE_NAME_CHARACTERS:
        raise BadRequest("badFileName", f"fileName takes the file's name, at most {FILE_NAME_CHARACTERS} characters.")
    if not text.lower().endswith(SUFFIXES):
        raise BadRequest("badFileType", f"“{text}” is no list that can be read. Use one of {', '.join(SUFFIXES)}.")
    return text


def _file_size(size: object, max_bytes: int) -> int:
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise BadRequest("badFileSize", "fileSize takes the file's size in bytes.")
    if size > max_bytes:
        raise BadRequest("fileTooLarge", f"The file has {size:,} bytes; at most {max_bytes:,} can be imported.")
    return size


def _one_of(
    options: Mapping[str, object], name: str, default: Choice, choices: Collection[Choice], takes: str
) -> Choice:
    value = options.get(name, default)
    for choice in choices:
        if choice == value:
            return choice
    raise BadRequest("badOption", f"options.{name} takes {takes}.", option=name)


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadRequest("badRequest", f"{what} has to be a JSON object.")
    return value


def _refuse_unknown(request: Mapping[str, object], known: set[str]) -> None:
    for name in request:
        if name not in known:
            shown = name[:QUOTED_CHARACTERS]
            raise BadRequest("badRequest", f"“{shown}” is not known here; {', '.join(sorted(known))} are.", name=shown)
