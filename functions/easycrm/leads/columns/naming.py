"""What columns are called where they stand beside fields and beside each other: no two by one name."""

from collections.abc import Iterable
from itertools import count

from easycrm.leads.columns.keys import column_key

FIELD_LABELS = (
    *(
        "Name",
        "First name",
        "Last name",
        "Title",
        "Company",
        "Email",
        "Phone",
        "To check",
        "Updated",
        "Created",
        "File",
    ),
    *("Worksheet", "Row", "Standardised by", "Lead ID", "Upload", "Made by upload", "Version", "Possible duplicates"),
    *("Full name", "Remarks", "Source file", "Upload ID", "Created at", "Updated at", "Created in", "Flags", "Headers"),
)
"""What the fields of a lead are called on the page and in exports."""

_FIELD_KEYS = frozenset(map(column_key, FIELD_LABELS))


def distinct_names(columns: Iterable[tuple[str, str]]) -> list[str]:
    """The names of columns of these `(name, key)`: one that is a field's says that it is of the lists, and of several
    that are called the same all but the first have their key behind.

    >>> distinct_names([("Email", "email"), ("Land", "country"), ("Land", "land")])
    ['Email (in lists)', 'Land', 'Land (land)']
    """
    names: dict[str, str] = {}
    for name, key in columns:
        told_apart = next(each for each in _candidates(name, key) if each.casefold() not in names)
        names[told_apart.casefold()] = told_apart
    return list(names.values())


def _candidates(name: str, key: str) -> Iterable[str]:
    plain = f"{name} (in lists)" if column_key(name) in _FIELD_KEYS else name
    yield plain
    yield f"{plain} ({key})"
    yield from (f"{plain} ({number})" for number in count(2))
