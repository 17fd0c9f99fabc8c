"""Whether a table holds leads, or why not."""

from collections.abc import Sequence
from itertools import pairwise

from easycrm.header_vocabulary import words_of
from easycrm.header_words import NAMING, REACHING, is_ordinary, meaning_of, reaches
from easycrm.workbooks.tables import Role
from easycrm.workbooks.worksheets.cell_shapes import is_email, is_number, is_phone, share

_SAMPLE = 200
_PIVOT = ("row labels", "column labels", "zeilenbeschriftungen", "etiquettes de lignes")
_AGGREGATES = ("sum of ", "count of ", "average of ", "min of ", "max of ", "summe von ", "anzahl von ")


def role_of_table(titles: Sequence[str], rows: Sequence[Sequence[str]], alone: bool) -> Role:
    """`leads`, or `pivot`, `lookup`, `figures`, `notes`. What stands `alone` in its file is taken for leads."""
    sample = rows[:_SAMPLE]
    contact = names_people([title for title in titles if not _is_aggregate(title)])
    if _is_pivot([*titles, *(cell for row in sample[:3] for cell in row)], contact):
        return "pivot"
    if alone or contact:
        return "leads"
    columns = [column for column in zip(*sample, strict=False) if any(column)]
    if any(share(column, is_email) > 0.3 or share(column, is_phone) > 0.3 for column in columns):
        return "leads"
    if len(columns) <= 1 and (not titles or sum(map(bool, titles)) <= 1):
        return "notes"
    if len(columns) <= 3:
        return "lookup"
    figures = sum(1 for column in columns if share(column, is_number) > 0.5)
    return "figures" if figures * 2 > len(columns) else "leads"


def names_people(titles: Sequence[str]) -> bool:
    """Whether a header names or reaches a person or a company: what makes a table one of leads."""
    keys = set(map(meaning_of, titles))
    return any(map(_is_contact, titles)) or {"firstName", "lastName"} <= keys


def _is_contact(title: str) -> bool:
    """Everyday words are not enough, but for those for people: `Guest` may head a list, `Office` says nothing."""
    key = meaning_of(title)
    if key in NAMING or key in REACHING:
        return key == "fullName" or not is_ordinary(title)
    words = words_of(title).split()
    return reaches(title) or any(meaning_of(f"{word} {after}") in NAMING for word, after in pairwise(words))


def _is_pivot(cells: Sequence[str], contact: bool) -> bool:
    if any(words_of(cell) in _PIVOT for cell in cells[:_SAMPLE]):
        return True
    return not contact and sum(map(_is_aggregate, cells[:_SAMPLE])) >= 2


def _is_aggregate(title: str) -> bool:
    return words_of(title).startswith(_AGGREGATES)
