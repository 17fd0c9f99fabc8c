"""Under which headers a lead has what a column of an export shows.

A column is all headers that are spelled alike, or that people joined. An export shows what a lead has under any of
them, headed by the column's name. So that reading it back gives the lead's own headers and texts, two places say what
the head does not: the cell `Headers` of a row, for that row, and the head of these cells, for all rows.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any, NamedTuple, Protocol

from easycrm.folding import folded
from easycrm.leads.columns.joined_texts import SEPARATOR, first_written, joined

HEADERS = "Headers"
"""The head of the cells that say under which headers a row's values are; alone, or with what goes for all rows."""

_NAMELESS = "(no name)"

Kept = str | Mapping[str, str]
"""What a row says of a cell: the header of its text; or the texts of several headers, by header."""


class Spelled(Protocol):
    """A column of leads: its key, the name that people see, and how its headers are spelled, the commonest first."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def spellings(self) -> Sequence[str]: ...


class Head(NamedTuple):
    """What the header cell of a column says, and the header of the texts below where their row says no other."""

    text: str
    header: str


class Told(NamedTuple):
    """What a cell says: texts by header, and the headers that it leaves blank."""

    values: Mapping[str, str]
    blanks: Sequence[str] = ()


def heads_of(exported: Iterable[Spelled], columns: Iterable[Spelled]) -> list[Head]:
    """A head for each column that an export shows. `columns` are all that there are.

    No two are the same, and none is a header of another column: what is typed under it must not come into that one.

    >>> from types import SimpleNamespace as Column
    >>> town = Column(key="town", name="City", spellings=["Town", "TOWN"])
    >>> city = Column(key="city", name="Where", spellings=["City"])
    >>> heads_of([town], [town]), heads_of([town], [town, city])
    ([Head(text='City', header='Town')], [Head(text='City (2)', header='Town')])
    """
    owner = {spelling: column.key for column in columns for spelling in column.spellings}
    heads: dict[str, Head] = {}
    for column in exported:
        name = column.name.strip() or _NAMELESS
        names = chain([name], (f"{name} ({number})" for number in count(2)))
        text = next(one for one in names if one not in heads and owner.get(one, column.key) == column.key)
        heads[text] = Head(text, text if text in owner else column.spellings[0])
    return list(heads.values())


def head_of_headers(heads: Iterable[Head]) -> str:
    """The head of the cells `Headers`, with the headers of the columns that people gave another name."""
    named = {head.text: head.header for head in heads if head.text != head.header}
    return f"{HEADERS} {kept_as_text(named)}" if named else HEADERS


def headers_in_head(text: str) -> dict[str, str] | None:
    """The inverse of `head_of_headers`: header by head. None: this is no such head."""
    if text == HEADERS:
        return {}
    named = _read_json(text.removeprefix(f"{HEADERS} ")) if text.startswith(f"{HEADERS} ") else None
    return named if named is not None and all(isinstance(header, str) for header in named.values()) else None


def told_in_row(cell: str, head: Head, kept: Kept | None) -> Told:
    """What a cell says under a head; `kept` is what its row says of it, as it was exported."""
    if isinstance(kept, Mapping) and kept:
        return _told_of_several(cell, kept)
    header = kept if isinstance(kept, str) else head.header
    return Told({header: cell}) if cell else Told({}, [header])


def _told_of_several(cell: str, kept: Mapping[str, str]) -> Told:
    """What a cell says that had the texts of several headers.

    A text that is still there stays, one that is not leaves its header blank. Where as many texts are new as are gone,
    those have been corrected. Else what is new comes to the first header.

    >>> texts = {"Town": "Bonn", "City": "Berlin"}
    >>> _told_of_several("Bonn; Hamburg", texts)
    Told(values={'Town': 'Bonn', 'City': 'Hamburg'}, blanks=[])
    >>> _told_of_several("Berlin", texts)
    Told(values={'City': 'Berlin'}, blanks=['Town'])
    >>> _told_of_several("Hamburg", texts)
    Told(values={'Town': 'Hamburg'}, blanks=['City'])
    >>> _told_of_several("Bonn; Berlin; Rome", texts)
    Told(values={'Town': 'Bonn; Rome', 'City': 'Berlin'}, blanks=[])
    """
    if cell == joined(kept.values()):
        return Told(kept)
    before = first_written(kept.values())
    after = _texts_in(cell, before.values()) if len(before) > 1 else [cell]
    new = [text for text in after if text not in before.values()]
    missing = [key for key, text in before.items() if text not in after]
    corrected = dict(zip(missing, new, strict=True)) if len(new) == len(missing) else dict.fromkeys(missing, "")
    values = {header: corrected.get(folded(text), text) for header, text in kept.items()}
    if len(new) != len(missing):
        first = next(iter(kept))
        values[first] = SEPARATOR.join(filter(None, [values[first], *new]))
    values = {header: text for header, text in values.items() if text}
    return Told(values, [header for header in kept if header not in values])


def _texts_in(cell: str, known: Iterable[str]) -> list[str]:
    """The texts between separators; one that is known may have separators within.

    >>> _texts_in("Bonn; Berlin; Mitte; Rome", ["Berlin", "Berlin; Mitte"])
    ['Bonn', 'Berlin; Mitte', 'Rome']
    """
    longest_first = sorted(known, key=len, reverse=True)
    texts, rest = [], cell + SEPARATOR
    while rest:
        text = next((one for one in longest_first if rest.startswith(one + SEPARATOR)), None)
        texts.append(rest.partition(SEPARATOR)[0] if text is None else text)
        rest = rest[len(texts[-1]) + len(SEPARATOR) :]
    return texts


def kept_as_text(kept: Mapping[str, Kept]) -> str:
    """A cell `Headers`: what a row says of its other cells, by their heads."""
    return json.dumps(kept, ensure_ascii=False)


def read_kept(cell: str) -> dict[str, Kept] | None:
    """The inverse of `kept_as_text`; None: that is not what an export has there."""
    kept = _read_json(cell) if cell else {}
    return kept if kept is None or all(map(_is_kept, kept.values())) else None


def _is_kept(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, dict) and all(isinstance(text, str) and text for text in value.values())
    )


def _read_json(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
