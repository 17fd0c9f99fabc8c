"""One lead as `GET /leads/{leadId}` shows it: its values, and where each of them comes from."""

from collections.abc import Mapping
from typing import Any

from easycrm.errors import IncompleteReadModel
from easycrm.leads.duplicates import possible_duplicates
from easycrm.leads.lead import REMARK, Lead, Value, remarks_of
from easycrm.leads.list.read_model import entry_of
from easycrm.leads.list.reader import LeadsReader


def as_api(lead: Lead, file_names: Mapping[str, str]) -> dict[str, Any]:
    """The lead with the origin of every value. `file_names`: `{uploadId: name}` of the uploads that are remembered."""
    return {**entry_of(lead), "remarks": remarks_of(lead.values), **origins_of(lead, file_names)}


def duplicates_of(lead: Lead, reader: LeadsReader) -> dict[str, Any]:
    """`{possibleDuplicates}`, as last published; None while the read model waits for its repair."""
    try:
        model, _ = reader.current()
    except IncompleteReadModel:
        return {"possibleDuplicates": None}
    return {"possibleDuplicates": possible_duplicates(model, lead)}


def origins_of(lead: Lead, file_names: Mapping[str, str]) -> dict[str, Any]:
    """`origins` by field and `remarkOrigins` by header, of all values, those that were erased included.

    An origin is `{sourceFile, worksheet, row, time, uploadId, standardisedBy, flags}`; `sourceFile` is None once the
    upload's record has expired.
    """
    names = {lead.source.origin.upload_id: lead.source.source_file, **file_names}
    by_key = {key: _origin(value, names, lead.flags_of(key)) for key, value in lead.values.items()}
    return {
        "origins": {key: origin for key, origin in by_key.items() if not key.startswith(REMARK)},
        "remarkOrigins": {key.removeprefix(REMARK): origin for key, origin in by_key.items() if key.startswith(REMARK)},
    }


def uploads_of(lead: Lead) -> set[str]:
    """The ids of the uploads that the lead's values come from."""
    return {value.origin.upload_id for value in lead.values.values()}


def _origin(value: Value, file_names: Mapping[str, str], flags: list[str]) -> dict[str, Any]:
    return {
        "sourceFile": file_names.get(value.origin.upload_id),
        "worksheet": value.origin.worksheet,
        "row": value.origin.row,
        "time": value.origin.registered_at,
        "uploadId": value.origin.upload_id,
        "standardisedBy": value.by,
        "flags": flags,
    }
