"""The columns that a question names: each is marked by one word, which the forms of questions know."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from easycrm.chat.column_names import MARKED, NAMES, field_called, plural_of
from easycrm.folding import folded
from easycrm.leads.columns.catalogue import PREFIX, Catalogue, Column
from easycrm.leads.columns.keys import column_key
from easycrm.leads.lead import FIELDS

_MARK = "ꙮ"  # a letter that nobody types
_MOST_WORDS = 12
_MOST_SPELLINGS = 10
_QUOTES = "\"'“”‘’„«»"
_AROUND = f".,;:!?() {_QUOTES}"
_OWN = (*FIELDS, "name")
"""Their names mean the fields, whatever lists call a column."""

_GRAMMAR = frozenset(
    "a about above added after all an and any anybody anyone are as asc ascending at be been before below best "
    "between biggest both break broken but by called came can change changed column columns come common contact "
    "contacts contain containing contains count counted created customer customers date's day days desc "
    "descending did different distinct do does down each earliest either ending entries equals every everybody "
    "everyone exactly fewer find first for frequent from get give greater group grouped had has have having "
    "higher highest how i import imported in include includes including interested is isn't it its just lacking "
    "largest last latest lead leads least less like list lower lowest many me mention mentioning mentions missing "
    "modified month months more most named newest no none nor not now number of oldest on one ones only or order "
    "ordered other over past people per person persons please prospect prospects received recent recently record "
    "records related search show since smaller sort sorted split start starting starts than that the their them "
    "then there these they this those to today top total under unique until up updated upload uploaded we week "
    "weeks were what which who whose with without work working works year years yesterday you".split()
)
"""Words that questions are made of. A column of such a name is meant where the name is in quotes or behind `column`."""


class SaidColumns:
    """A question in which columns are marked, `text`; texts taken out of it are told apart by `original`."""

    def __init__(self, question: str, catalogue: Catalogue) -> None:
        self._found: list[tuple[str, Column]] = []
        self.text = " ".join(self._marked(question.replace(_MARK, "").split(), _names_of(catalogue)))

    def column(self, words: str) -> str:
        """The field, or `column.<key>`, that words of ANY_COLUMN mean."""
        column = self.column_of_lists(words)
        return f"{PREFIX}{column.key}" if column else field_called(words)

    def column_of_lists(self, words: str) -> Column | None:
        """The column that the words stand for; None for a field."""
        return self._found[int(words.strip(_MARK))][1] if re.fullmatch(MARKED, words) else None

    def original(self, text: str) -> str:
        """The text as it was typed."""
        return re.sub(MARKED, lambda mark: self._found[int(mark.group().strip(_MARK))][0], text)

    def _marked(self, words: list[str], names: Mapping[str, Column]) -> Iterator[str]:
        at = 0
        while at < len(words):
            size, column = _named_at(words, at, names)
            if column is None:
                yield words[at]
            else:
                written = " ".join(words[at : at + size])
                core = written.strip(_AROUND)
                before, _, behind = written.partition(core)
                self._found.append((core, column))
                yield f"{before.strip(_QUOTES)}{_MARK}{len(self._found) - 1}{_MARK}{behind.strip(_QUOTES)}"
            at += size


def _named_at(words: list[str], at: int, names: Mapping[str, Column]) -> tuple[int, Column | None]:
    """How many words from there name a column, and which; one word where they name none."""
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        if column := _column_of(words, at, size, names):
            return size, column
    return 1, None


def _column_of(words: list[str], at: int, size: int, names: Mapping[str, Column]) -> Column | None:
    written = " ".join(words[at : at + size])
    if any(mark in part for part in words[at : at + size - 1] for mark in ".,;:?!" if part.endswith(mark)):
        return None
    marked = written.strip(_AROUND)
    is_sure = (written[0] in _QUOTES and written.rstrip(".,;:?!")[-1:] in _QUOTES) or _is_behind_column(words, at)
    key = column_key(marked)
    if not is_sure and (key in _own_names() or _is_grammar(marked)):
        return None
    return names.get(key) or names.get(folded(key))


def _is_behind_column(words: list[str], at: int) -> bool:
    return at > 0 and words[at - 1].lower() in ("column", "columns")


def _is_grammar(marked: str) -> bool:
    return all(word.isdigit() or word in _GRAMMAR for word in folded(marked).split())


@cache
def _own_names() -> frozenset[str]:
    return frozenset(column_key(name) for column in _OWN for name in NAMES[column])


def _names_of(catalogue: Catalogue) -> dict[str, Column]:
    """What each column is called, as a key. A name that two of them have in the same way means neither."""
    called: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column in catalogue.columns.values():
        for rank, name in _ranked(column):
            called[column_key(name)][rank].add(column.key)
            called[folded(column_key(name))][rank + 3].add(column.key)
    best = {name: ranks[min(ranks)] for name, ranks in called.items() if name}
    return {name: catalogue.columns[next(iter(keys))] for name, keys in best.items() if len(keys) == 1}


def _ranked(column: Column) -> Iterator[tuple[int, str]]:
    """What a column is called, the surest first: its name, its spellings, and one or several of them."""
    yield from ((0, name) for name in (column.name, column.key))
    for spelling in (column.name, *column.spellings[:_MOST_SPELLINGS], *column.joined):
        yield 1, spelling
        yield 2, plural_of(spelling)
        yield 2, _singular(spelling)


def _singular(name: str) -> str:
    if name.lower().endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.lower().endswith("s") and not name.lower().endswith("ss") else name
