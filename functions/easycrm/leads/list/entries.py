"""One lead as the read model takes it and deltas have it."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from typing import IO, Any

from easycrm.leads.lead import FIELDS, REMARK, Lead
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.said import Spoken
from easycrm.leads.remark_lines import read_remark_lines

Entry = dict[str, Any]
"""One lead: the KEPT columns, and `said`, `{header: text}` in the order of the lead's columns.

`saidIn` has the ids of the uploads that said them, in the same order; it is not there where all of it was said by the
upload of the lead. A delta of format 2 has `remarks` as lines instead of `said`.
"""

REMARKS = "remarks"
SAID = "said"
SAID_IN = "saidIn"
KEPT = tuple(name for name in COLUMNS if name != REMARKS)
"""What a row of the read model has as it is."""

_LEVEL = 6
"""Half the time of gzip's own choice, 9, for 3% more bytes."""
_PART = 1 << 20  # of the lines, that is unpacked at once


def entry_of(lead: Lead) -> Entry:
    """The lead as the read model takes it."""
    upload_id = lead.source.origin.upload_id
    values = {key: value for key, value in lead.values.items() if key.startswith(REMARK) and value.text}
    uploads = [value.origin.upload_id for value in values.values()]
    return {
        "leadId": lead.lead_id,
        **{name: lead.text(name) for name in FIELDS},
        "sourceFile": lead.source.source_file,
        "worksheet": lead.source.origin.worksheet,
        "row": lead.source.origin.row,
        "uploadId": upload_id,
        "createdAt": lead.created_at,
        "updatedAt": lead.source.origin.registered_at,
        "createdIn": lead.created_in,
        "version": lead.version,
        "flags": lead.flags,
        "standardisedBy": lead.source.standardised_by,
        SAID: {key.removeprefix(REMARK): value.text for key, value in values.items()},
        **({SAID_IN: uploads} if set(uploads) - {upload_id} else {}),
    }


def spoken_in(entry: Mapping[str, Any]) -> Spoken:
    """What the entry says in columns.

    >>> spoken_in({"said": {"City": "Oslo"}, "uploadId": "u2"}), spoken_in({"remarks": "City: Oslo", "uploadId": "u1"})
    (({'City': 'Oslo'}, ['u2']), ({'City': 'Oslo'}, ['u1']))
    """
    texts = entry[SAID] if SAID in entry else read_remark_lines(entry[REMARKS])
    return texts, entry.get(SAID_IN) or [entry["uploadId"]] * len(texts)


def newest_of(entries: Iterable[Entry]) -> list[Entry]:
    """Each lead once, as its newest version has it."""
    newest: dict[str, Entry] = {}
    for entry in entries:
        held = newest.get(entry["leadId"])
        if held is None or held["version"] < entry["version"]:
            newest[entry["leadId"]] = entry
    return list(newest.values())


def packed_entries(entries: Iterable[Entry]) -> bytes:
    """Gzipped JSON lines, the same ones for the same entries; such bytes behind such bytes are the entries of both."""
    lines = "".join(f"{json.dumps(entry)}\n" for entry in entries)
    return gzip.compress(lines.encode(), _LEVEL, mtime=0)


def unpacked_entries(packed: IO[bytes]) -> Iterator[Entry]:
    """The inverse of `packed_entries`, for a file that has such bytes; it is closed at the end."""
    with packed, gzip.open(packed) as lines, BufferedReader(lines, _PART) as parts:
        yield from map(json.loads, parts)


def count_packed(packed: bytes) -> int:
    """How many entries there are in what `packed_entries` made."""
    return gzip.decompress(packed).count(b"\n")
