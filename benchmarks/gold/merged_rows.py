"""Several rows of one person whose cells differ: which of them are nowhere on the lead that they become."""

import random
import unicodedata

from benchmarks.gold.claims import Misses
from benchmarks.gold.locales import domain, somebody
from easycrm.folding import digits_of
from easycrm.leads.lead import Lead, UploadRef
from easycrm.leads.merge import merge
from easycrm.leads.statement import StandardisedRow, Upload, fold
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

_PERSONS = 60
_HEADERS = ("First Name", "Last Name", "Email", "Phone", "Mobile", "Company", "Job Title", "Notes")
_OBJECTS = ("firstName", "lastName", "email", "phone", "mobile", "company", "title")
_UPLOAD = Upload(UploadRef("2026-01-31T09:15:27.123456Z", "u1"), "fair.csv", "update")


def merged_rows(rng: random.Random) -> tuple[int, Misses]:
    """How many cells differ between rows of one person, and those that the lead does not have."""
    cells, misses = 0, []
    for number in range(_PERSONS):
        rows = _rows(rng)
        lead = _folded(rows)
        texts = _texts(lead)
        for at, header in enumerate(_HEADERS):
            values = list(dict.fromkeys(row[at] for row in rows if row[at]))
            if len(values) > 1:
                cells += len(values)
                misses += [f"person {number}, {header}: {value!r}" for value in values if not _is_in(value, texts)]
    return cells, misses


def _rows(rng: random.Random) -> list[list[str]]:
    """Two to four rows with one email; phones, company, title and notes change, and so may the family name."""
    person = somebody(rng, "en", domain(rng))
    rows = []
    for number in range(rng.randrange(2, 5)):
        other = somebody(rng, "en", domain(rng))
        changed = [name for name in ("phone", "mobile", "company", "title") if rng.random() < 0.6]
        changed += ["lastName"] if rng.random() < 0.2 else []
        values = person | {name: other[name] for name in changed}
        blank = {name for name in ("phone", "mobile", "company", "title") if rng.random() < 0.2}
        cells = ["" if name in blank else values[name] for name in _OBJECTS]
        rows.append([*cells, f"Row {number}: {rng.choice(['hot', 'cold', 'call'])}"])
    return rows


def _folded(rows: list[list[str]]) -> Lead:
    columns = map_columns(label_columns(_HEADERS), gather(len(_HEADERS), rows))
    found = [standardise(columns, cells, "GB", "L1") for cells in rows]
    standardised = [
        StandardisedRow((0, number + 2), "Fair", "L1", row.values, row.blanks, row.flags)
        for number, row in enumerate(found)
    ]
    return merge(None, fold(standardised, _UPLOAD))


def _texts(lead: Lead) -> str:
    """All that is written on the lead, wherever: values, and what was overruled."""
    return unicodedata.normalize("NFC", repr(lead))


def _is_in(value: str, texts: str) -> bool:
    """Whether a lead has a cell's text, or its number."""
    digits = digits_of(value)
    is_phone = len(digits) > 6 and not any(map(str.isalpha, value))
    return value in texts or (is_phone and digits.lstrip("0") in texts)
