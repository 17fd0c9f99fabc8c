"""GET /uploads: the uploads, newest first, each with how far it is and what can be done with it."""

import base64
import re
from typing import NotRequired, TypedDict

from easycrm.bounds import LISTED_UPLOADS
from easycrm.errors import BadRequest
from easycrm.uploads.api.actions import WaysOn, ways_on
from easycrm.uploads.api.upload_status import UploadStatus, status_of
from easycrm.uploads.records_table import ListPlace, UploadRecords

_PLACE = re.compile(r"([\w.:-]{1,100}) ([\w.:-]{1,100})", re.ASCII)


class ListedUpload(UploadStatus, WaysOn):
    """What a list says of one upload."""


class Uploads(TypedDict):
    """A page of uploads, newest first; `next` is there when there are older ones, and asks for them."""

    uploads: list[ListedUpload]
    next: NotRequired[str]


def list_uploads(at: str, records: UploadRecords, work_file_days: int, after: str | None = None) -> Uploads:
    """As the records have them: Step Functions is not asked. `after` is the `next` of the page before.

    Raises BadRequest when `after` was never a `next`.
    """
    listed, last = records.newest(LISTED_UPLOADS, _place_in(after) if after is not None else None)
    uploads: list[ListedUpload] = [{**status_of(record), **ways_on(record, at, work_file_days)} for record in listed]
    return {"uploads": uploads, "next": _token_of(last)} if last else {"uploads": uploads}


def _token_of(place: ListPlace) -> str:
    return base64.urlsafe_b64encode(" ".join(place).encode()).decode()


def _place_in(token: str) -> ListPlace:
    try:
        place = _PLACE.fullmatch(base64.b64decode(token, altchars="-_", validate=True).decode())
    except ValueError:
        place = None
    if place is None:
        raise BadRequest("badParameter", "next takes what the page before had as next.", parameter="next")
    return ListPlace(*place.groups())
