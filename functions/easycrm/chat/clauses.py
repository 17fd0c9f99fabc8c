"""The parts of an English question that say which leads: each is a pattern and the filter that it means."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from easycrm.chat.column_names import ANY_COLUMN, column_called
from easycrm.chat.periods import PERIOD, period_of
from easycrm.leads.flags import Flag
from easycrm.leads.list.query import Filter

Meaning = Callable[[re.Match[str], date], Filter | None]


class Clause(NamedTuple):
    """A pattern, and what a match means; None: nothing after all."""

    pattern: re.Pattern[str]
    means: Meaning


# A value ends where another part of the question begins.
_NEXT = (
    "and|or|but|not|with|without|whose|who|that|which|named|called|at|from|of|in|for|added|created|imported|uploaded"
    "|updated|changed|sorted|ordered|grouped|by|per|since|before|on|this|last|today|yesterday|having|missing|lacking"
    "|have|has|is|are|was|were|do|does|there|we|please|working|works|work"
)
_VALUE = (
    r"(?:[\"“'‘](?P<quoted>[^\"”]+?)[\"”'’](?=\W|$)"
    rf"|(?P<plain>(?!(?:{_NEXT})\b)[^\s,;?!]+(?:\s+(?!(?:{_NEXT})\b)[^\s,;?!]+)*))"
)
_A = r"(?:(?:an?|any|the|their|its|valid)\s+)?"
_COLUMN = rf"(?P<column>{ANY_COLUMN})"
_WHO = r"(?:(?:that|who|which)\s+)?"
_HAVE = rf"(?:with|{_WHO}(?:have|has|having))"
_LACK = (
    rf"(?:without|with\s+(?:no|neither)|missing|lacking|that\s+lack|{_WHO}(?:have|has|having)\s+(?:no|neither|not\s+got)"
    rf"|{_WHO}(?:do\s+not|don['’]?t|doesn['’]?t|does\s+not)\s+have)"
)
_SAY = r"(?:contains?|containing|like|includes?|including|mentions?|mentioning|starting\s+with|starts\s+with)"
# two columns behind one word: `no phone and no email`, `a phone and an email`
_BOTH = re.compile(
    rf"\b(?P<how>{_LACK}|{_HAVE})\s+{_A}(?P<first>{ANY_COLUMN})\s+(?:and|(?P<or>or|nor))\s+(?P<no>no\s+)?{_A}"
    rf"(?P<second>{ANY_COLUMN})\b(?!\s+(?:of|is|are|{_SAY})\b)",
    re.IGNORECASE,
)
_END = r"(?=\s*(?:$|[?!.,;])|\s+(?:and|but|that|who|added|created|imported|at|from|in|by|per|sorted|are|do)\b)"
_CHANGED = "updated|changed|modified"
_MADE = "added|created|imported|uploaded|came in|come in|received|new|import|add|upload|receive|get"
_NO_PLACE = "them|those|these|all|leads?|contacts?|people|records?"
_FILE = r"(?P<column>source file|file|worksheet|sheet)"

_FLAGS: dict[str, Flag] = {
    r"(?:unverified|invalid|bad|wrong)\s+(?:phone\s+numbers?|phones?|numbers?)": "phoneUnverified",
    r"(?:unverified|invalid|bad|wrong)\s+(?:e-?mail\s+addresses?|e-?mails?)": "emailInvalid",
    r"(?:name\s+conflicts?|conflicting\s+names?)": "nameConflict",
    r"ditto(?:\s+marks?)?": "dittoMark",
    r"(?:needs?\s+(?:a\s+)?review|needing\s+(?:a\s+)?review|to\s+(?:be\s+)?review(?:ed)?)": "needsReview",
}


def read_clauses(text: str, today: date) -> tuple[list[Filter], str]:
    """The filters that a text says, and the text without them."""
    filters: list[Filter] = []
    text = _BOTH.sub(_apart, text)
    for clause in _CLAUSES:
        while meant := next(_meant(clause, text, today), None):
            match, wanted = meant
            filters.append(wanted)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return filters, text


def _apart(both: re.Match[str]) -> str:
    """Two clauses where two columns share one; as it is what may mean one of them or both."""
    lacks = re.fullmatch(_LACK, both["how"], re.IGNORECASE) is not None
    is_plain = bool(both["or"] or both["no"]) if lacks else not both["or"]
    second = "without" if lacks or both["no"] else "with"
    return f"{both['how']} {both['first']} {second} {both['second']}" if is_plain else both[0]


def _meant(clause: Clause, text: str, today: date) -> Iterator[tuple[re.Match[str], Filter]]:
    for match in clause.pattern.finditer(text):
        if wanted := clause.means(match, today):
            yield match, wanted


def _value(match: re.Match[str]) -> str:
    return (match["quoted"] or match["plain"]).strip().rstrip(".,")


def _contains(match: re.Match[str], _today: date) -> Filter | None:
    return _of_column(match, "contains")


def _equals(match: re.Match[str], _today: date) -> Filter | None:
    return _of_column(match, "equals")


def _of_column(match: re.Match[str], sense: str) -> Filter | None:
    column = column_called(match["column"])
    column = "email" if column == "emailDomain" else column
    return Filter(column, "equals" if sense == "equals" and column != "email" else "contains", _value(match))


def _empty(match: re.Match[str], _today: date) -> Filter:
    column = column_called(match["column"])
    return Filter("email" if column == "emailDomain" else column, "empty")


def _filled(match: re.Match[str], today: date) -> Filter:
    return _empty(match, today)._replace(sense="filled")


def _name(match: re.Match[str], _today: date) -> Filter:
    return Filter("name", "contains", _value(match))


def _company(match: re.Match[str], _today: date) -> Filter:
    return Filter("company", "contains", _value(match))


def _place(match: re.Match[str], _today: date) -> Filter:
    """`at gmail.com` is a domain, `from fair.xlsx` a file, anything else a company."""
    value = _value(match)
    if re.fullmatch(r"\S+\.(?:csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods)", value, re.IGNORECASE):
        return Filter("sourceFile", "contains", value)
    if re.fullmatch(r"@?[\w-]+(?:\.[\w-]+)+", value):
        return Filter("email", "contains", value)
    return Filter("company", "contains", value)


def _in_period(match: re.Match[str], today: date) -> Filter | None:
    days = period_of(match["period"], today)
    changed = re.fullmatch(_CHANGED, match["verb"] or "", re.IGNORECASE)
    return Filter("updatedAt" if changed else "createdAt", "between", days) if days else None


def _flagged(flag: Flag) -> Meaning:
    return lambda _match, _today: Filter("flags", "contains", flag)


def _clause(pattern: str, means: Meaning) -> Clause:
    return Clause(re.compile(rf"\b(?:{pattern})", re.IGNORECASE), means)


_CLAUSES = (
    *(
        _clause(rf"(?:(?:that|who|which|with|have|has|an?)\s+)*{phrase}\b", _flagged(flag))
        for phrase, flag in _FLAGS.items()
    ),
    _clause(
        rf"{_WHO}(?:(?:was|were|have\s+been|has\s+been|are|is|did)\s+)?"
        rf"(?:(?P<verb>{_CHANGED}|{_MADE})\s+)?(?P<period>{PERIOD})\b",
        _in_period,
    ),
    _clause(
        rf"(?:{_HAVE}|at|using)\s+{_A}(?P<quoted>)(?P<plain>@?[\w-]+(?:\.[\w-]+)+)\s+(?:addresse?s?|e-?mails?|accounts?)\b",
        _place,
    ),
    _clause(rf"{_LACK}\s+{_A}{_COLUMN}\b", _empty),
    _clause(rf"whose\s+{_COLUMN}\s+(?:is|are)\s+(?:empty|blank|missing|unknown)\b", _empty),
    _clause(rf"(?:whose\s+|where\s+(?:the\s+)?|{_HAVE}\s+{_A}){_COLUMN}\s+{_SAY}\s+{_VALUE}", _contains),
    _clause(rf"(?:whose\s+|where\s+(?:the\s+)?){_COLUMN}\s+(?:is|are|equals|=)\s+(?:exactly\s+)?{_VALUE}", _equals),
    _clause(rf"{_HAVE}\s+{_A}{_COLUMN}{_END}", _filled),
    _clause(rf"(?:in|from)\s+(?:the\s+)?{_FILE}\s+(?:named\s+|called\s+)?{_VALUE}", _contains),
    _clause(rf"{_HAVE}\s+{_A}{_COLUMN}\s+(?:of\s+)?{_VALUE}", _contains),
    _clause(rf"(?:at|of|from)\s+(?:a\s+)?compan(?:y|ies)\s+(?:that\s+are\s+)?(?:named|called)\s+{_VALUE}", _company),
    _clause(rf"(?:(?:who|that)\s+are\s+)?(?:named|called)\s+{_VALUE}", _name),
    _clause(
        rf"(?:{_WHO}(?:works?|working|employed)\s+(?:at|for|by)|(?:(?:came|come|comes|imported|uploaded)\s+)?from|at|of|in(?=\s+\S+\.\w))"
        rf"(?:\s+(?:the\s+)?(?:company|firm))?\s+(?!(?:{_NO_PLACE})\b){_VALUE}",
        _place,
    ),
)
"""In the order in which they are looked for: what is more specific comes first."""
