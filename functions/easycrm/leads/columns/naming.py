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


def distinct_names(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By key, the names of columns of these `(name, key)`: one that is a field's says that it is of the lists, and of
    several that are called the same, whatever their case and punctuation, all but the first have their key behind.

    >>> distinct_names([("Email", "email"), ("Land", "country"), ("Land:", "land")])
    {'email': 'Email (in lists)', 'country': 'Land', 'land': 'Land: (land)'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name, key in columns:
        names[key] = next(each for each in _candidates(name, key) if column_key(each) not in taken)
        taken.add(column_key(names[key]))
    return names


def _candidates(name: str, key: str) -> Iterable[str]:
    plain = f"{name} (in lists)" if column_key(name) in _FIELD_KEYS else name
    yield plain
    yield f"{plain} ({key})"
    yield from (f"{plain} ({number})" for number in count(2))
