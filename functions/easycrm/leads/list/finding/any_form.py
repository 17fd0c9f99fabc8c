"""Whether a text occurs in what leads say, in any of the forms by which a search finds it, as SQL."""

import sqlite3
from collections.abc import Iterable, Sequence

from easycrm.folding import other_forms, phone_digits, searched_forms
from easycrm.leads.list.filling.read_model_rows import SEARCHED
from easycrm.leads.list.finding.conditions import Condition, any_of
from easycrm.leads.list.read_model import search_key
from easycrm.leads.list.texts import TEXT_FORMS


def occurs_in_texts(asked: str) -> Condition | None:
    """True of texts of the columns that have it. None where nothing is left of it without case and marks."""
    conditions = _occurs(TEXT_FORMS, [*searched_forms(asked), phone_digits(asked)])
    return any_of(conditions) if conditions else None


def occurs_in_field(model: sqlite3.Connection, field: str, asked: str) -> Condition | None:
    """The same of leads, by what they have in one of COLUMNS."""
    forms = searched_forms(asked)
    conditions = _occurs([search_key(field)], forms)
    if field == "phone":
        conditions += _occurs(['"phoneDigits"'], [phone_digits(asked)])
    if field in SEARCHED:
        model.create_function("other_forms", 1, other_forms, deterministic=True)
        conditions += [_in_other_forms(field, form) for form in filter(None, forms)]
    return any_of(conditions) if conditions else None


def _occurs(keys: Sequence[str], forms: Iterable[str]) -> list[Condition]:
    return [Condition(f"ifnull(instr({key}, ?), 0) > 0", (form,)) for form in filter(None, forms) for key in keys]


def _in_other_forms(field: str, form: str) -> Condition:
    """`also` is of all fields of a lead: only where it has the form, that of the field is made."""
    return Condition(f'(ifnull(instr("also", ?), 0) > 0 AND instr(other_forms("{field}"), ?) > 0)', (form, form))
