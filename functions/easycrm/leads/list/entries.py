"""One lead as the read model takes it and deltas have it."""

from collections.abc import Iterable, Mapping
from typing import Any

from easycrm.leads.lead import FIELDS, REMARK, Lead
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.said import Said
from easycrm.leads.remark_lines import read_remark_lines

Entry = dict[str, Any]
"""One lead: the KEPT columns, and `said`, `[[header, text, uploadId], ...]` in the order of the lead's columns.

A delta of format 2 has `remarks` as lines instead of `said`.
"""

REMARKS = "remarks"
KEPT = tuple(name for name in COLUMNS if name != REMARKS)
"""What a row of the read model has as it is."""


def entry_of(lead: Lead) -> Entry:
    """The lead as the read model takes it."""
    return {
        "leadId": lead.lead_id,
        **{name: lead.text(name) for name in FIELDS},
        "sourceFile": lead.source.source_file,
        "worksheet": lead.source.origin.worksheet,
        "row": lead.source.origin.row,
        "uploadId": lead.source.origin.upload_id,
        "createdAt": lead.created_at,
        "updatedAt": lead.source.origin.registered_at,
        "createdIn": lead.created_in,
        "version": lead.version,
        "flags": lead.flags,
        "standardisedBy": lead.source.standardised_by,
        "said": [
            [key.removeprefix(REMARK), value.text, value.origin.upload_id]
            for key, value in lead.values.items()
            if key.startswith(REMARK) and value.text
        ],
    }


def said_in(entry: Mapping[str, Any]) -> list[Said]:
    """What the entry says in columns. An entry of format 2 does not tell who said it: its own upload did.

    >>> said_in({"remarks": "City: Oslo", "uploadId": "u1"})
    [('City', 'Oslo', 'u1')]
    """
    if "said" in entry:
        return list(map(tuple, entry["said"]))
    return [(header, text, entry["uploadId"]) for header, text in read_remark_lines(entry[REMARKS]).items()]


def newest_of(entries: Iterable[Entry]) -> list[Entry]:
    """Each lead once, as its newest version has it."""
    newest: dict[str, Entry] = {}
    for entry in entries:
        held = newest.get(entry["leadId"])
        if held is None or held["version"] < entry["version"]:
            newest[entry["leadId"]] = entry
    return list(newest.values())
