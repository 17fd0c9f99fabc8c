"""A lead as a row of the read model: its texts as they are, and as people look for them. Pure."""

from collections.abc import Mapping
from typing import Any

from easycrm.folding import FORMS_END, dialled, folded, other_forms, unspaced_name
from easycrm.leads.companies import company_key
from easycrm.leads.lead import FIELDS
from easycrm.leads.list.entries import KEPT

FOLDED = (*FIELDS, "sourceFile", "worksheet")
"""Columns that are also stored folded, as `<column>Folded`: NULL where blank."""

SEARCHED = (*FIELDS, "sourceFile")
"""Columns that `q` looks into, besides those that headers made."""

DERIVED = ("phoneDigits", "unspacedName", "also")
COMPANY_KEY = "companyKey"
FIELDS_OF_ROW = (*KEPT, *(f"{name}Folded" for name in FOLDED), *DERIVED, COMPANY_KEY)
"""What a row has besides what the lead says in columns."""


def fields_of_row(entry: Mapping[str, Any]) -> list[Any]:
    """The FIELDS_OF_ROW that an entry gives."""
    kept = [", ".join(entry[name]) if name == "flags" else entry[name] for name in KEPT]
    folds = [folded(entry[name]) or None for name in FOLDED]
    unspaced = unspaced_name(entry["firstName"], entry["lastName"])
    also = filter(None, map(other_forms, (*(entry[name] for name in SEARCHED), unspaced)))
    return [
        *(*kept, *folds, dialled(entry["phone"]) or None, unspaced or None),
        FORMS_END.join(also) or None,
        company_key(entry["company"]) or None,
    ]
