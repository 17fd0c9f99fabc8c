"""Rows that name nobody: the test leads of forms, and templates whose cells say what is to stand in them."""

import re
from collections.abc import Iterator, Sequence

from easycrm.header_pieces import split_words
from easycrm.header_vocabulary import vocabulary, words_of
from easycrm.header_words import is_ordinary, meaning_of
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.layout import Layout

_CLOSINGS = ">}]%*#"
_BRACKETS = re.compile(
    r"(?:[a-z]:)?\s*(?:<([^<>@]+)>|\$?\{\{?([^{}]+)\}\}?|\[\[?([^\[\]]+)\]\]?|%%?([^%]+)%%?|\*\|([^|]+)\|\*|##?([^#]+)##?)",
    re.IGNORECASE,
)
_YES = frozenset(("true", "yes", "y", "1", "ja", "oui", "si", "sim"))
_FEWEST = 2
_LONGEST_TITLE = 40


def is_dummy(columns: Sequence[MappedColumn], layout: Layout, cells: Sequence[str], email: str) -> bool:
    """Whether a row is a test lead or a template. `email`: the lead's.

    It says so in a column of its own (`is_test`); or the cell of a name or an email only names, in brackets, what is to
    stand there (`<test lead: dummy data for full_name>`, `{{first_name}}`); or it has nobody's email, and all its names
    and companies are the words that head such columns (`FirstName LastName`, `CompanyName`). A person called Test is
    none.
    """
    if layout.tests and any(cells[at].strip().casefold() in _YES for at in layout.tests):
        return True
    for at in (*layout.naming, *layout.at("email")):
        if cells[at] and cells[at][-1] in _CLOSINGS and _is_bracketed(cells[at], columns[at].header):
            return True
    if email:
        return False
    naming = [at for at in layout.naming if cells[at].strip()]
    return len(naming) >= _FEWEST and all(_is_title_of(cells[at], columns[at].field) for at in naming)


def _is_bracketed(cell: str, header: str) -> bool:
    """Whether all of a cell is in brackets, and has the words of its own header or those that mean the same."""
    match = _BRACKETS.fullmatch(cell.strip())
    if not match:
        return False
    inside = " ".join(filter(None, match.groups()))
    wanted = set(words_of(header).split())
    words = words_of(inside.replace("_", " ")).split()
    meant = meaning_of(header)
    return (bool(wanted) and wanted <= set(words)) or (meant is not None and meant in _meanings(words))


def _meanings(words: Sequence[str]) -> Iterator[str | None]:
    """What the text means as a header, or the last of its words."""
    return (meaning_of(" ".join(words[-count:])) for count in range(1, min(len(words), 3) + 1))


def _is_title_of(cell: str, field: str | None) -> bool:
    """Whether a cell is what heads a column of its field. Asks first, and at once, for the words of headers."""
    text = cell.strip()
    if len(text) > _LONGEST_TITLE or not _heads_columns(text):
        return False
    return not is_ordinary(text) and meaning_of(text) == field


def _heads_columns(text: str) -> bool:
    lexicon = vocabulary().lexicon
    return any(word in lexicon for word in split_words(text))
