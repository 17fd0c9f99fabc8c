"""The values that a question names: each is marked by one word, so that no form of questions is found inside it."""

import re
from collections.abc import Iterator, Sequence

from easycrm.chat.column_names import MARKED
from easycrm.chat.forms import EMPTY_WORDS, LEADS
from easycrm.chat.known import Known, Unclear
from easycrm.chat.periods import DAY
from easycrm.chat.said_columns import SaidColumns, is_column_name, names_of
from easycrm.leads.columns.catalogue import Column

# A value without quotes ends where another part of the question begins.
NEXT = (
    "and|or|but|not|with|without|whose|who|that|which|named|called|at|from|of|in|for|added|created|imported|uploaded"
    "|updated|changed|sorted|ordered|grouped|by|per|since|before|on|this|last|today|yesterday|having|missing|lacking"
    "|have|has|is|are|was|were|do|does|there|we|please|working|works|work"
)
TAKEN = "⁂"
"""Stands where a value was taken out of a question: `of` behind it may have belonged to the value."""

_MARK = "ꕤ"  # a letter that nobody types
MARKED_VALUE = rf"{_MARK}\d+{_MARK}"
"""A pattern of the words that stand for values."""

_LIKE_MARKS = re.compile(rf"[^\s.,;:?!]*(?:[{_MARK}{TAKEN}]|{MARKED})[^\s.,;:?!]*")
_OPENING = re.compile(r"(?<![^\s(\[=:,<>])[\"“„«'‘]")
_CLOSING = {'"': '"”', "“": '”"', "„": '“”"', "«": "»", "'": "'’", "‘": "’'"}
_MOST_WORDS = 12
_ENDS = ".,;:?!"
_EQUALS = "is|are|was|were|equals?|exactly|=|:"
_IS = re.compile(rf"(?i)(?:{_EQUALS})")
_BESIDE = rf"{_EQUALS}|isn['’]?t|aren['’]?t|!=|<>|not|either|or|and|one|any|of|other|than|with"
_BESIDE += "|contains?|containing|like|includes?|including|starts?|starting|begins?|beginning"
_BETWEEN = re.compile(rf"(?i)(?:{_BESIDE}),?")
"""What stands between a column and its values."""
_BEFORE = re.compile(rf"(?i)(?:in|from|at|not|with|either|or|contains|the|company|{_EQUALS})")
_OPEN = re.compile(rf"(?i)(?<!\w)(?:contains?|{_EQUALS})(?:\s+(?:not|exactly|either|one\s+of))?\s*$")
"""The end of what only a value can follow."""
_COUNTS = re.compile(r"(?i)by|per|each|every")
_NEXT = re.compile(rf"(?i)(?:{NEXT})")
_COMPARED = re.compile(rf"(?i)[€$£]?\s?-?\d[\d.,']*\s?[%€]?|{DAY}")


class SaidValues:
    """A question in which the texts in quotes are marked, `text`; `with_known` marks those that leads have as well.

    What is in quotes stays where it names a column, and no value is expected.
    """

    def __init__(self, question: str, known: Known) -> None:
        self._known = known
        self._names = names_of(known.catalogue)
        self._found: list[tuple[str, str]] = []
        self.text = "".join(self._quoted(question))

    def original(self, text: str) -> str:
        """The text with each value as it was typed."""
        return re.sub(MARKED_VALUE, lambda mark: self._found[_number(mark.group())][0], text)

    def value(self, words: str) -> str | None:
        """The value that the words stand for, if they do: what was in quotes, or what leads have."""
        return self._found[_number(words)][1] if re.fullmatch(MARKED_VALUE, words) else None

    def with_known(self, columns: SaidColumns) -> str:
        """The question of `columns` with a mark for each text without quotes that only stands for a value.

        That is what a lead has in the column before it; and what a lead has, where another part of the question
        might begin inside it: `Trinidad and Tobago`. Raises Unclear where that part may be meant.
        """
        return " ".join(self._unquoted(columns.text.split(), columns))

    def _marked(self, typed: str, value: str) -> str:
        self._found.append((typed, value))
        return f"{_MARK}{len(self._found) - 1}{_MARK}"

    def _quoted(self, question: str) -> Iterator[str]:
        at, is_value = 0, False
        for start, end in self._spans(question):
            between, typed = question[at:start], question[start:end]
            is_choice = is_value and between.strip().lower() in (",", "or", ", or")
            is_value = is_choice or bool(_OPEN.search(between)) or not is_column_name(typed, self._names)
            if is_value:
                typed = f"{' ' if between.endswith(':') else ''}{self._marked(typed, self._inside(typed))}"
            yield from (self._with_marks_marked(between), typed)
            at = end
        yield self._with_marks_marked(question[at:])

    def _with_marks_marked(self, text: str) -> str:
        return _LIKE_MARKS.sub(lambda word: self._marked(word[0], word[0]), text)

    def _inside(self, typed: str) -> str:
        """The text without its quotes, unless leads have it with them alone."""
        inner = typed[1:-1].strip()
        return typed if self._known.holders(typed) and not self._known.holders(inner) else inner

    def _spans(self, question: str) -> Iterator[tuple[int, int]]:
        """Where texts in quotes start and end, quotes included."""
        at = 0
        while opening := _OPENING.search(question, at):
            start = opening.start()
            at = self._end(question, start)
            if question[start + 1 : at - 1].strip():
                yield start, at

    def _end(self, question: str, start: int) -> int:
        """Behind the quote that closes: the first, or a later one where a lead or a column has all before it."""
        closing = rf"[{_CLOSING[question[start]]}](?!\w)"
        ends = [match.end() for match in re.compile(closing).finditer(question, start + 1)]
        longer = (end for end in reversed(ends[1:_MOST_WORDS]) if self._is_one(question[start:end]))
        return next(longer, ends[0] if ends else start + 1)

    def _is_one(self, quoted: str) -> bool:
        return is_column_name(quoted, self._names) or bool(self._known.holders(quoted[1:-1]))

    def _unquoted(self, words: Sequence[str], columns: SaidColumns) -> Iterator[str]:
        at, size, column = 0, 0, None
        while at < len(words):
            is_joined = size > 0 and words[at].lower() in ("and", "or")
            text, size = ("", 0) if is_joined else self._value_at(words, at, column, columns)
            if size:
                typed = self._typed(words[at : at + size], columns)
                yield self._marked(text, text) + typed[len(text) :]
            else:
                column = _column_behind(words, at, column, columns)
                yield words[at]
            at += max(size, 1)

    def _value_at(self, words: Sequence[str], at: int, column: Column | None, columns: SaidColumns) -> tuple[str, int]:
        """The longest value that begins there, and of how many words it is; none has no words."""
        for size in range(min(_MOST_WORDS, len(words) - at), int(_MARK in words[at]), -1):
            typed = self._typed(words[at : at + size], columns)
            for text in filter(_is_no_limit, _shorter(typed)):
                if column and _is_free(words, at, size, text) and self._known.is_in(column, text):
                    self._refuse_other_meaning(text, [column])
                    return text, size
                if self._is_needed(text, words[at - 1] if at else "", " ".join(words[at + size : at + size + 1])):
                    self._refuse_other_meaning(text, self._known.holders(text))
                    return text, size
        return "", 0

    def _typed(self, words: Sequence[str], columns: SaidColumns) -> str:
        return self.original(columns.original(" ".join(words)))

    def _is_needed(self, text: str, before: str, behind: str) -> bool:
        """Whether a lead has a text that would not be read as one."""
        first, *others = text.split()
        if _BEFORE.fullmatch(before) and (any(map(_NEXT.fullmatch, others[:-1])) or re.search(r"[,;?!]|\.$", text)):
            return self._known.is_value(text)
        is_beside = _IS.fullmatch(before) or LEADS.fullmatch(behind) or (LEADS.fullmatch(before) and _is_empty(text))
        return bool(others and is_beside and _NEXT.fullmatch(first) and self._known.holders(text))

    def _refuse_other_meaning(self, text: str, columns: Sequence[Column]) -> None:
        for column in columns:
            if other := self._other_meaning(text, column):
                examples = (f"Leads whose “{column.name}” is “{text}”", f"Leads whose “{column.name}” is {other}")
                sentence = f"“{text}” is in the column “{column.name}”, which may as well be {other}."
                raise Unclear(f"{sentence} Please say which is meant, for example: {examples[0]}.", *examples)

    def _other_meaning(self, text: str, column: Column) -> str:
        choices = re.split(r"(?i)\s*,\s*(?:or\s+)?|\s+or\s+", text)
        is_choice = re.search(r"(?i)\sor\s", text) and all(self._known.is_in(column, choice) for choice in choices)
        no = re.fullmatch(r"(?i)not\s+(.+)", text)
        if is_choice:
            quoted = [f"“{choice}”" for choice in choices]
            return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
        return f"not “{no[1]}”" if no and self._known.is_in(column, no[1]) else ""


def _number(mark: str) -> int:
    return int(mark.strip(_MARK))


def _column_behind(words: Sequence[str], at: int, column: Column | None, columns: SaidColumns) -> Column | None:
    """The column whose value may be behind the word; `column`: that whose value may be at the word."""
    if mark := re.fullmatch(rf"({MARKED})[:=]?", words[at]):
        return None if at and _COUNTS.fullmatch(words[at - 1]) else columns.column_of_lists(mark[1])
    is_between = re.fullmatch(rf"{MARKED_VALUE},?", words[at]) or _BETWEEN.fullmatch(words[at])
    return column if is_between else None


def _shorter(typed: str) -> Iterator[str]:
    """The text, and without each of the marks that may end a sentence behind it."""
    bare = typed.rstrip(f"{_ENDS} ")
    yield from (typed[:end] for end in range(len(typed), max(len(bare), 1) - 1, -1))


def _is_empty(text: str) -> bool:
    """Whether nothing would be left of the text, if it were no value: `leads in contact`."""
    return all(word in EMPTY_WORDS for word in text.lower().split())


def _is_no_limit(text: str) -> bool:
    """Whether a text is no number or day, of which `4 or more` makes a comparison."""
    return not _COMPARED.fullmatch(text)


def _is_free(words: Sequence[str], at: int, size: int, text: str) -> bool:
    """Whether a text may be a value, and is no word of the question's own and no further column."""
    if re.match(MARKED, words[at]) and words[at - 1].lower() == "and":
        return False
    is_next = bool(_NEXT.fullmatch(text) or _BETWEEN.fullmatch(text))
    behind = words[at + size] if at + size < len(words) and text == words[at] else ""
    return not is_next or not behind or _NEXT.fullmatch(behind) is not None
