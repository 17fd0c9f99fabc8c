"""One lead as `GET /leads/{leadId}` shows it: its values, and where each of them comes from."""

from collections.abc import Callable, Mapping
from typing import Any

from easycrm.errors import IncompleteReadModel
from easycrm.leads.columns.catalogue import NO_COLUMNS, Catalogue
from easycrm.leads.columns.decisions import NOTHING_DECIDED, Decisions
from easycrm.leads.duplicates import possible_duplicates
from easycrm.leads.lead import REMARK, Lead, Origin, remarks_of
from easycrm.leads.list.entries import KEPT, entry_of
from easycrm.leads.list.reader import LeadsReader, catalogue_as_read
from easycrm.leads.list.showing.listed_lead import ListedLeads
from easycrm.leads.list.showing.long_lead import is_too_large, shortened
from easycrm.leads.overruled import NONE


def show_lead(
    lead: Lead,
    file_names: Mapping[str, str],
    reader: LeadsReader,
    link: Callable[[Mapping[str, Any]], str],
    decisions: Decisions = NOTHING_DECIDED,
) -> dict[str, Any]:
    """The answer of `GET /leads/{leadId}`: the lead with its possible duplicates.

    One that is too large is shortened, and has a `restUrl`: what `link` gives for the whole of it.
    """
    whole = as_api(lead, file_names, catalogue_as_read(reader, decisions))
    shown = shortened(whole) | {"restUrl": link(whole)} if is_too_large(whole) else whole
    return shown | duplicates_of(lead, reader)


def as_api(lead: Lead, file_names: Mapping[str, str], catalogue: Catalogue = NO_COLUMNS) -> dict[str, Any]:
    """The lead with the origin of every value. `file_names`: `{uploadId: name}` of the uploads that are remembered.

    `remarks` are its texts by header, `columns` the same by the key of the column, those that are hidden left out;
    `misfits` are keys of columns whose type a text does not fit, where there are some. A header's origin has the key of
    its column, hidden or not, as `column`.
    """
    entry = entry_of(lead)
    fields = {name: entry[name] for name in KEPT}
    remarks = remarks_of(lead.values)
    listed = ListedLeads(catalogue)
    columns, misfits = listed.columns(remarks), listed.misfits(remarks)
    shown = {**fields, "remarks": remarks, "columns": columns, **misfits, **origins_of(lead, file_names)}
    for header, origin in shown["remarkOrigins"].items():
        origin["column"] = listed.key_of(header)
    return shown


def duplicates_of(lead: Lead, reader: LeadsReader) -> dict[str, Any]:
    """`{possibleDuplicates}`, as last published; None while the read model waits for its repair."""
    try:
        model, _ = reader.current()
    except IncompleteReadModel:
        return {"possibleDuplicates": None}
    return {"possibleDuplicates": possible_duplicates(model, lead)}


def origins_of(lead: Lead, file_names: Mapping[str, str]) -> dict[str, Any]:
    """`origins` by field and `remarkOrigins` by header, of all values, those that were erased included.

    An origin is `{sourceFile, worksheet, row, time, uploadId, standardisedBy, flags, written, overruled,
    moreOverruled}`; `sourceFile` is None once the upload's record has expired. `written` is what the cell says, None
    where that is what the lead has. `overruled` is what else was said, each
    `{text, sourceFile, worksheet, row, time, uploadId}`, oldest upload first.
    """
    names = {lead.source.origin.upload_id: lead.source.source_file, **file_names}
    by_key = {key: _origin(key, lead, names) for key in lead.values}
    return {
        "origins": {key: origin for key, origin in by_key.items() if not key.startswith(REMARK)},
        "remarkOrigins": {key.removeprefix(REMARK): origin for key, origin in by_key.items() if key.startswith(REMARK)},
    }


def uploads_of(lead: Lead) -> set[str]:
    """The ids of the uploads that the lead's values come from."""
    return {upload.upload_id for upload in lead.uploads}


def _origin(key: str, lead: Lead, file_names: Mapping[str, str]) -> dict[str, Any]:
    value, overruled = lead.values[key], lead.overruled.get(key, NONE)
    others = [{"text": other.text, **_place(other.origin, file_names)} for other in overruled.values]
    return {
        **_place(value.origin, file_names),
        "standardisedBy": value.by,
        "flags": lead.flags_of(key),
        "written": value.written or None,
        "overruled": others,
        "moreOverruled": overruled.is_cut,
    }


def _place(origin: Origin, file_names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sourceFile": file_names.get(origin.upload_id),
        "worksheet": origin.worksheet,
        "row": origin.row,
        "time": origin.registered_at,
        "uploadId": origin.upload_id,
    }
