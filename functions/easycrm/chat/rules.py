"""The reader that needs no language model: the common forms of English questions.

It answers only what it has understood in full: a word left over that means something makes it give up.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from easycrm.bounds import ANSWERED_ROWS
from easycrm.chat import forms
from easycrm.chat.chat_query import GROUPED, ChatQuery, Kind
from easycrm.chat.clauses import in_which_column, read_clauses
from easycrm.chat.column_names import ANY_COLUMN
from easycrm.chat.known import NOTHING_KNOWN, Known
from easycrm.chat.meaning import Context, text_of
from easycrm.chat.said_columns import SaidColumns
from easycrm.chat.said_values import MARKED_VALUE, SaidValues
from easycrm.leads.list.finding.filters import Filter, is_column
from easycrm.leads.list.query import COLUMNS

_ORDERS = (
    (forms.CHANGED, "updatedAt", "desc"),
    (forms.NEWEST, "createdAt", "desc"),
    (forms.OLDEST, "createdAt", "asc"),
)
_SINGULAR = re.compile(r"(?i)(?<=[^s\W])s$")
_LONGEST_SEARCH = 6  # words
_LONGEST_VALUE = 4  # words
_PUNCTUATION = ".,;:!?\"“”'’() "
_LISTS = re.compile(
    r"^\W*(?:please |can you |could you )?"
    r"(?:show|list|give|get|display|see|find|which|who|all|any|the|leads?|contacts?)\b",
    re.IGNORECASE,
)


@dataclass
class _Reading:
    """A question on its way: what was understood, and the text that is left."""

    text: str
    context: Context
    kind: Kind | None = None
    filters: list[Filter] = field(default_factory=list)
    q: str = ""
    group_by: str = ""
    sort_by: str = ""
    sort_order: str = "desc"
    limit: int = 0

    def take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        """The form's match, taken out of the text."""
        match = form.search(self.text)
        if match:
            self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"
            numbers = [text for name, text in match.groupdict().items() if name.startswith("limit") and text]
            self.limit = min(int(numbers[0]), ANSWERED_ROWS) if numbers else self.limit
        return match

    @property
    def words(self) -> list[str]:
        """What is left and means something; a value is one word."""
        return _meaningful(self.context.marked.original(self.text))

    def column(self, match: re.Match[str]) -> str:
        """The field, or `column.<key>`, that a form's match names."""
        return self.context.marked.column(match["column"])


def _meaningful(text: str) -> list[str]:
    return [word for word in map(_bare, text.split()) if word and word.lower() not in forms.EMPTY_WORDS]


def _bare(word: str) -> str:
    return word.strip(_PUNCTUATION)


def read_by_rules(
    question: str, previous: ChatQuery | None, today: date, known: Known = NOTHING_KNOWN
) -> ChatQuery | None:
    """The query that the question means; None when it is not understood in full. Raises Unclear.

    >>> query = read_by_rules("How many leads from Novak Optics?", None, date(2026, 1, 31))
    >>> query.kind, query.filters
    ('count', (Filter(column='company', sense='contains', text='Novak Optics'),))
    >>> read_by_rules("Why is the sky blue?", None, date(2026, 1, 31)) is None
    True
    """
    values = SaidValues(question, known)
    marked = SaidColumns(values.text, known.catalogue)
    text = values.with_known(marked)
    reading = _Reading(text, Context(today, marked, values, known))
    if not (_read_order(reading) and _read_groups(reading)):
        return None
    _read_kind(reading, text)
    reading.filters, reading.text = read_clauses(reading.text, reading.context)
    if reading.words and not any(read(reading, text) for read in (_read_search, _read_value, _read_title)):
        return None
    if previous and refers_back(text):
        return _continued(previous, reading)
    return _begun(reading, text)


def refers_back(question: str) -> bool:
    """Whether a question may go on from the one before it: `and in Peru?`, `how many of them?`"""
    return bool(forms.FOLLOWS.search(question) or forms.REFERS.search(question))


def _read_order(reading: _Reading) -> bool:
    """False when it is an order that there is not."""
    if match := reading.take(forms.SORTED):
        column = reading.column(match)
        reading.sort_by = "lastName" if column == "name" else column
        reading.sort_order = "desc" if match["down"] else "asc"
        return reading.sort_by in COLUMNS or is_column(reading.sort_by)
    if match := reading.take(forms.RANKED) or reading.take(forms.HIGHEST):
        return _read_rank(reading, match)
    reading.limit = 1 if forms.ONE.search(reading.text) else 0
    for form, column, order in _ORDERS:
        if reading.take(form):
            reading.sort_by, reading.sort_order = column, order
            break
    return True


def _read_rank(reading: _Reading, match: re.Match[str]) -> bool:
    """`top 5 leads by rating`, `with the lowest rating`; False where values of the column have no rank."""
    column = reading.context.marked.column_of_lists(match["column"])
    reading.kind, reading.sort_by = "list", reading.column(match)
    reading.sort_order = "asc" if match.groupdict().get("high", "") is None else "desc"
    return column is not None and column.type != "text"


def _read_groups(reading: _Reading) -> bool:
    """False when it is a column by which leads are not grouped."""
    for form in (forms.TOP, forms.MOST, forms.GROUPED, forms.DISTINCT):
        if outcome := reading.take(form):
            reading.kind, reading.group_by = "group", reading.column(outcome)
            return reading.group_by in GROUPED or is_column(reading.group_by)
    return True


def _read_kind(reading: _Reading, text: str) -> None:
    if reading.kind is None and reading.take(forms.COUNT):
        reading.kind = "count"
    reading.take(forms.LIMIT)
    if reading.kind is None and forms.LEADS.search(text):
        reading.kind = "list"


def _read_search(reading: _Reading, text: str) -> bool:
    """`find Maria Tan`, `leads that mention solar`: the words may occur anywhere in a lead."""
    original = reading.context.marked.original
    if match := forms.MENTION.search(reading.text):
        words = original(match["q"]).split()
        left = _meaningful(original(reading.text[: match.start()]))
    else:
        match = None if reading.filters else forms.SEARCH.search(original(text))
        words = [word for word in match["q"].split() if word.lower() not in forms.EMPTY_WORDS] if match else []
        left = [word for word in reading.words if word not in map(_bare, words)]
    if left or not 0 < len(words) <= _LONGEST_SEARCH:
        return False
    searched = " ".join(reading.context.values.value(word) or word for word in words)
    reading.q = searched.strip(_PUNCTUATION) or searched
    reading.kind = reading.kind or "list"
    return True


def _read_value(reading: _Reading, text: str) -> bool:
    """`how many hot leads`: what stands beside the leads, and one column has."""
    words = " ".join(reading.words)
    is_too_much = len(reading.words) > (1 if re.search(MARKED_VALUE, words) else _LONGEST_VALUE)
    if not forms.LEADS.search(text) or words not in text or is_too_much:
        return False
    if wanted := in_which_column(text_of(words, reading.context), reading.context):
        reading.filters.append(wanted)
        reading.kind = reading.kind or "list"
    return wanted is not None


def _read_title(reading: _Reading, text: str) -> bool:
    """`how many sales managers`: a plural that is no word for leads is a title."""
    title = " ".join(reading.words)
    if re.fullmatch(ANY_COLUMN, title, re.IGNORECASE):
        return False
    if reading.kind is None and not _LISTS.search(text):
        return False
    if forms.LEADS.search(text) or title not in text or not title.lower().endswith("s") or len(reading.words) > 4:
        return False
    reading.filters.append(Filter("title", "contains", _SINGULAR.sub("", reading.context.original(title))))
    reading.kind = reading.kind or "list"
    return True


def _begun(reading: _Reading, text: str) -> ChatQuery | None:
    is_asked = reading.kind or reading.filters or reading.sort_by
    if not is_asked or (reading.kind == "list" and not _says_something(reading, text)):
        return None
    return ChatQuery(
        kind=reading.kind or "list",
        filters=tuple(reading.filters),
        q=reading.q,
        group_by=reading.group_by,
        sort_by=reading.sort_by or "createdAt",
        sort_order="asc" if reading.sort_order == "asc" else "desc",
        limit=reading.limit,
    )


def _same(column: str) -> str:
    return "company" if column == "companyKey" else column


def _says_something(reading: _Reading, text: str) -> bool:
    """Whether a list is asked for, and leads are not only mentioned."""
    return bool(reading.filters or reading.q or reading.sort_by or reading.limit or _LISTS.search(text))


def _continued(previous: ChatQuery, reading: _Reading) -> ChatQuery:
    """The query before, with what the question changes; a column that is said again is replaced."""
    columns = {_same(wanted.column) for wanted in reading.filters}
    kept = tuple(wanted for wanted in previous.filters if _same(wanted.column) not in columns)
    is_same_kind = reading.kind in (None, "list") or reading.kind == previous.kind
    kind = previous.kind if is_same_kind and not (reading.sort_by or reading.limit) else reading.kind or "list"
    group_by = reading.group_by or (previous.group_by if kind == "group" else "")
    query = replace(previous, kind=kind, group_by=group_by, filters=(*kept, *reading.filters))
    if reading.sort_by:
        query = replace(query, sort_by=reading.sort_by, sort_order="asc" if reading.sort_order == "asc" else "desc")
    return replace(query, q=reading.q or query.q, limit=reading.limit or (query.limit if kind == previous.kind else 0))
