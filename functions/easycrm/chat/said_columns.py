"""The columns that a question names: each is marked by one word, which the forms of questions know."""

import re
import unicodedata
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
_MOST_QUOTED_WORDS = 40  # of a survey's question that is a header
_MOST_SPELLINGS = 10
_QUOTES = "\"'“”‘’„«»"
_ENDS = ".,;:!?"
_AROUND = f"{_ENDS}() {_QUOTES}"
_QUOTED = re.compile(rf"(?P<before>\(?)[{_QUOTES}]+(?P<name>.+?)[{_QUOTES}]+(?P<behind>[{_ENDS})]*)")
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
        self.text = " ".join(self._marked(question.replace(_MARK, "").split(), names_of(catalogue)))

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
            yield self._mark(" ".join(words[at : at + size]), column) if column else words[at]
            at += size

    def _mark(self, written: str, column: Column) -> str:
        before, name, behind = _parted(written, column)
        self._found.append((name, column))
        return f"{before}{_MARK}{len(self._found) - 1}{_MARK}{behind}"


def is_column_name(quoted: str, names: Mapping[str, Column]) -> bool:
    """Whether a text with its quotes is one of the `names_of` columns."""
    words = quoted.split()
    return _column_of(words, 0, len(words), names) is not None


def _named_at(words: list[str], at: int, names: Mapping[str, Column]) -> tuple[int, Column | None]:
    """How many words from there name a column, and which; one word where they name none."""
    most = _MOST_QUOTED_WORDS if words[at].lstrip("(")[:1] in _QUOTES else _MOST_WORDS
    for size in range(min(most, len(words) - at), 0, -1):
        if column := _column_of(words, at, size, names):
            return size, column
    return 1, None


def _column_of(words: list[str], at: int, size: int, names: Mapping[str, Column]) -> Column | None:
    parts = words[at : at + size]
    quoted = _QUOTED.fullmatch(" ".join(parts))
    marked = quoted["name"] if quoted else " ".join(parts).strip(_AROUND)
    key = column_key(marked)
    if not (quoted or _is_behind_column(words, at)) and (key in _own_names() or _is_grammar(marked)):
        return None
    column = names.get(key) or names.get(folded(key))
    if column and (_has_a_break(parts, is_quoted=bool(quoted)) or _has_a_sign(parts)) and not _is_spelt(marked, column):
        return None
    return column


def _is_behind_column(words: list[str], at: int) -> bool:
    return at > 0 and words[at - 1].lower() in ("column", "columns")


def _is_grammar(marked: str) -> bool:
    return all(word.isdigit() or word in _GRAMMAR or not _says_something(word) for word in folded(marked).split())


def _says_something(word: str) -> bool:
    """Whether there is more than punctuation and signs of mathematics and money in it: a letter, a figure, an emoji."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "So" for char in word)


def _has_a_break(parts: list[str], is_quoted: bool) -> bool:
    """Whether one part of a question ends among the words, and another begins: by punctuation, unless quotes are around
    all of them, or by a quote.
    """
    is_ended = not is_quoted and any(part[-1] in _ENDS for part in parts[:-1])
    is_closed = any(part.rstrip(_ENDS).endswith(tuple(_QUOTES)) for part in parts[:-1])
    return is_ended or is_closed or any(part[0] in _QUOTES for part in parts[1:])


def _has_a_sign(parts: list[str]) -> bool:
    """Whether the first or the last word may be a sign that is a value or compares: `status -`, `> budget`."""
    return len(parts) > 1 and not (_says_something(parts[0]) and _says_something(parts[-1]))


def _is_spelt(marked: str, column: Column) -> bool:
    """Whether the column is written like that, punctuation and all."""
    return _as_compared(marked) in map(_as_compared, (column.name, *column.spellings))


def _as_compared(name: str) -> str:
    return " ".join(name.casefold().split()).strip(_AROUND)


def _parted(written: str, column: Column) -> tuple[str, str, str]:
    """What stands before a column's name, the name with the punctuation that is its own, and what stands behind."""
    if quoted := _QUOTED.fullmatch(written):
        return quoted["before"], quoted["name"], quoted["behind"]
    name = written.strip(_AROUND)
    before, _, behind = written.partition(name)
    called = [each.strip() for each in (column.name, *column.spellings)]
    starts = [each[: len(each) - len(each.lstrip(_AROUND))] for each in called]
    ends = [each[len(each.rstrip(_AROUND)) :] for each in called] + [")"] * (name.count("(") > name.count(")"))
    start = max((each for each in starts if before.endswith(each)), key=len, default="")
    end = max((each for each in ends if behind.startswith(each)), key=len, default="")
    name = f"{start}{name}{end}"
    return before.removesuffix(start).strip(_QUOTES), name, behind.removeprefix(end).strip(_QUOTES)


@cache
def _own_names() -> frozenset[str]:
    return frozenset(column_key(name) for column in _OWN for name in NAMES[column])


def names_of(catalogue: Catalogue) -> dict[str, Column]:
    """What each column is called, as a key; hidden ones last. What two are called in the same way means neither."""
    called: dict[str, dict[tuple[bool, int, bool], set[str]]] = defaultdict(lambda: defaultdict(set))
    for column in catalogue.columns.values():
        for rank, name in _ranked(column):
            called[column_key(name)][column.is_hidden, rank, False].add(column.key)
            called[folded(column_key(name))][column.is_hidden, rank, True].add(column.key)
    best = {name: ranks[min(ranks)] for name, ranks in called.items() if name}
    return {name: catalogue.columns[next(iter(keys))] for name, keys in best.items() if len(keys) == 1}


def _ranked(column: Column) -> Iterator[tuple[int, str]]:
    """What a column is called, the surest first: what people see, its key, its spellings; one or several of them."""
    yield 0, column.name
    yield from ((1, name) for name in (plural_of(column.name), _singular(column.name)))
    yield 2, column.key
    for spelling in (*column.spellings[:_MOST_SPELLINGS], *column.joined):
        yield 3, spelling
        yield from ((4, name) for name in (plural_of(spelling), _singular(spelling)))


def _singular(name: str) -> str:
    if name.lower().endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.lower().endswith("s") and not name.lower().endswith("ss") else name
