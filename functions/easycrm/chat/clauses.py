"""The parts of an English question that say which leads: each is a pattern and the filter that it means."""

import re
from collections.abc import Iterator

from easycrm.chat.column_names import ANY_COLUMN
from easycrm.chat.comparing import COMPARING, empty, equal, filled, valued, with_columns_repeated
from easycrm.chat.known import Unclear
from easycrm.chat.meaning import (
    CHOICES,
    COLUMN,
    HAVE,
    LACK,
    NUMBER,
    SAY,
    VALUE,
    WHO,
    A,
    Clause,
    Context,
    Meaning,
    choices_of_words,
    clause,
    value_of,
)
from easycrm.chat.periods import PERIOD, period_of
from easycrm.chat.said_columns import SaidColumns
from easycrm.chat.said_values import TAKEN
from easycrm.leads.columns.catalogue import PREFIX, Column
from easycrm.leads.flags import Flag
from easycrm.leads.list.finding.filters import Filter, one_of

# two columns behind one word: `no phone and no email`, `a phone and an email`
_BOTH = re.compile(
    rf"\b(?P<how>{LACK}|{HAVE})\s+{A}(?P<first>{ANY_COLUMN})\s+(?:and|(?P<or>or|nor))\s+(?P<no>no\s+)?{A}"
    rf"(?P<second>{ANY_COLUMN})\b(?!\s+(?:of|is|are|{SAY})\b)",
    re.IGNORECASE,
)
_END = rf"(?=\s*(?:$|[?!.,;{TAKEN}])|\s+(?:and|but|that|who|added|created|imported|at|from|in|by|per|sorted|are|do)\b)"
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


def read_clauses(text: str, context: Context) -> tuple[list[Filter], str]:
    """The filters that a text says, and the text without them."""
    filters: list[Filter] = []
    text = with_columns_repeated(_BOTH.sub(_apart, text))
    for each in _CLAUSES:
        while meant := next(_meant(each, text, context), None):
            match, wanted = meant
            filters.append(wanted)
            taken = f"{TAKEN} " if wanted.text else ""
            text = f"{text[: match.start()]} {taken}{text[match.end() :].lstrip()}"
    return filters, text.replace(TAKEN, " ")


def _apart(both: re.Match[str]) -> str:
    """Two clauses where two columns share one; as it is what may mean one of them or both."""
    lacks = re.fullmatch(LACK, both["how"], re.IGNORECASE) is not None
    is_plain = bool(both["or"] or both["no"]) if lacks else not both["or"]
    second = "without" if lacks or both["no"] else "with"
    return f"{both['how']} {both['first']} {second} {both['second']}" if is_plain else both[0]


def _meant(each: Clause, text: str, context: Context) -> Iterator[tuple[re.Match[str], Filter]]:
    for match in each.pattern.finditer(text):
        if wanted := each.means(match, context):
            yield match, wanted


def _contains(match: re.Match[str], context: Context) -> Filter:
    column = context.marked.column(match["column"])
    return Filter("email" if column == "emailDomain" else column, "contains", value_of(match, context))


def _name(match: re.Match[str], context: Context) -> Filter:
    return Filter("name", "contains", value_of(match, context))


def _company(match: re.Match[str], context: Context) -> Filter:
    return _of_company(value_of(match, context), context)


def _place(match: re.Match[str], context: Context) -> Filter | None:
    """`at gmail.com` is a domain, `from fair.xlsx` a file, anything else a company."""
    return _dotted(match, context) or _at_company(value_of(match, context), context)


def _dotted(match: re.Match[str], context: Context) -> Filter | None:
    """A file, or a domain: of emails, of a column, or None where a company is called so.

    Raises Unclear where emails and a column have it.
    """
    value = value_of(match, context)
    if re.fullmatch(r"\S+\.(?:csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods)", value, re.IGNORECASE):
        return Filter("sourceFile", "contains", value)
    if not re.fullmatch(r"@?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}", value):
        return None
    columns, is_in_email = context.known.holders(value), context.known.is_in_email(value)
    if columns and is_in_email:
        raise _unclear(value, columns, f"in emails and in {_named(columns)}", f"email contains “{value}”")
    if columns or (context.known.is_in_company(value) and not is_in_email):
        return in_which_column(value, context)
    return Filter("email", "contains", value)


def _domain(match: re.Match[str], context: Context) -> Filter:
    return Filter("email", "contains", value_of(match, context))


def _of_company(value: str, context: Context) -> Filter:
    """Companies that contain the text; where there are none, that company in another spelling."""
    is_spelt_otherwise = context.known.is_company(value) and not context.known.is_in_company(value)
    return Filter("companyKey", "equals", value) if is_spelt_otherwise else Filter("company", "contains", value)


def _at_company(value: str, context: Context) -> Filter | None:
    """None for what a field or column is called, and no company: `a list of emails`."""
    is_name = re.fullmatch(ANY_COLUMN, SaidColumns(value, context.known.catalogue).text, re.IGNORECASE)
    return None if is_name and not context.known.is_in_company(value) else _of_company(value, context)


def _from(match: re.Match[str], context: Context) -> Filter | None:
    """`from Germany`: a column where one has it, else a company. Raises Unclear where it may be either."""
    value = value_of(match, context)
    if dotted := _dotted(match, context):
        return dotted
    columns = _holders(value, context)
    if columns and (context.known.is_in_company(value) or context.known.is_company(value)):
        raise _unclear(value, columns, f"in a company’s name and in {_named(columns)}", f"company contains “{value}”")
    return in_which_column(value, context) or _at_company(value, context)


def _in(match: re.Match[str], context: Context) -> Filter | None:
    return in_which_column(value_of(match, context), context)


def in_which_column(value: str, context: Context) -> Filter | None:
    """The column in which a lead has exactly this. Raises Unclear where it is in several."""
    columns = _holders(value, context)
    if len(columns) > 1:
        raise _unclear(value, columns, f"in {_named(columns)}")
    bare = value if context.known.holders(value) else _without_the(value)
    return Filter(f"{PREFIX}{columns[0].key}", "equals", bare) if columns else None


def _in_any(match: re.Match[str], context: Context) -> Filter | None:
    """`in Germany or France`: the one column that has all of them."""
    choices = choices_of_words(match, context)
    held = [{column.key for column in context.known.holders(choice)} for choice in choices]
    both = set.intersection(*held)
    return Filter(f"{PREFIX}{both.pop()}", "oneOf", one_of(choices)) if len(both) == 1 and held.count(both) else None


def _in_dotted(match: re.Match[str], context: Context) -> Filter | None:
    return _dotted(match, context) or _in(match, context)


def _not_in(match: re.Match[str], context: Context) -> Filter | None:
    outcome = _in(match, context)
    return outcome._replace(sense="not") if outcome else None


def _holders(value: str, context: Context) -> list[Column]:
    return context.known.holders(value) or context.known.holders(_without_the(value))


def _without_the(value: str) -> str:
    return re.sub(r"(?i)^the\s+", "", value)


def _unclear(value: str, columns: list[Column], where: str, *others: str) -> Unclear:
    clear = [f"Leads whose {other}" for other in others]
    clear += [f"Leads whose “{column.name}” is “{value}”" for column in columns]
    return Unclear(f"“{value}” is {where}. Please say which is meant, for example: {clear[0]}.", *clear[:2])


def _named(columns: list[Column]) -> str:
    names = [f"“{column.name}”" for column in columns]
    return f"the columns {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"the column {names[0]}"


def _in_period(match: re.Match[str], context: Context) -> Filter | None:
    days = period_of(match["period"], context.today)
    changed = re.fullmatch(_CHANGED, match["verb"] or "", re.IGNORECASE)
    return Filter("updatedAt" if changed else "createdAt", "between", days) if days else None


def _flagged(flag: Flag) -> Meaning:
    return lambda _match, _context: Filter("flags", "contains", flag)


_LIMIT = rf"(?:least|most|above|below|over|under)\s+{NUMBER}"
_PLACE = rf"(?:\s+(?:the\s+)?(?:company|firm))?\s+(?!(?:{_NO_PLACE})\b|{_LIMIT}){VALUE}"
_LIVE = rf"{WHO}(?:(?:are|is|live|lives|living|based|located|sit)\s+)*"
_CLAUSES = (
    *COMPARING,
    *(
        clause(rf"(?:(?:that|who|which|with|have|has|an?)\s+)*{phrase}\b", _flagged(flag))
        for phrase, flag in _FLAGS.items()
    ),
    clause(
        rf"{WHO}(?:(?:was|were|have\s+been|has\s+been|are|is|did)\s+)?"
        rf"(?:(?P<verb>{_CHANGED}|{_MADE})\s+)?(?P<period>{PERIOD})\b",
        _in_period,
    ),
    clause(
        rf"(?:{HAVE}|at|using)\s+{A}(?P<quoted>)(?P<plain>@?[\w-]+(?:\.[\w-]+)+)\s+(?:addresse?s?|e-?mails?|accounts?)\b",
        _domain,
    ),
    clause(rf"{LACK}\s+{A}{COLUMN}\b", empty),
    clause(rf"whose\s+{COLUMN}\s+(?:is|are)\s+(?:empty|blank|missing|unknown)\b", empty),
    clause(rf"(?:whose\s+|where\s+(?:the\s+)?|{HAVE}\s+{A}){COLUMN}\s+{SAY}\s+{VALUE}", _contains),
    clause(rf"(?:whose\s+|where\s+(?:the\s+)?){COLUMN}\s+(?:is|are|equals|=)\s+(?:exactly\s+)?{VALUE}", equal),
    clause(rf"{HAVE}\s+{A}{COLUMN}{_END}", filled),
    clause(rf"(?:in|from)\s+(?:the\s+)?{_FILE}\s+(?:named\s+|called\s+)?{VALUE}", _contains),
    clause(rf"(?:{HAVE}|from|in|of|at)\s+{A}{COLUMN}\s+(?:of\s+)?{VALUE}", valued),
    clause(rf"{HAVE}\s+{A}{COLUMN}\s+(?:of\s+)?{VALUE}", _contains),
    clause(rf"(?:at|of|from)\s+(?:a\s+)?compan(?:y|ies)\s+(?:that\s+are\s+)?(?:named|called)\s+{VALUE}", _company),
    clause(rf"(?:(?:who|that)\s+are\s+)?(?:named|called)\s+{VALUE}", _name),
    clause(rf"{_LIVE}(?:in|from)\s+(?:either\s+)?{CHOICES}", _in_any),
    clause(rf"{_LIVE}(?:not|outside(?=\s+(?:of\s+)?\S))\s+(?:in|from|of)?\s*{VALUE}", _not_in),
    clause(rf"{_LIVE}in(?!\s+\S+\.\w)\s+{VALUE}", _in),
    clause(rf"(?:(?:(?:came|come|comes|imported|uploaded)\s+)?from){_PLACE}", _from),
    clause(rf"in(?=\s+\S+\.\w){_PLACE}", _in_dotted),
    clause(rf"(?:{WHO}(?:works?|working|employed)\s+(?:at|for|by)|at|(?<!{TAKEN} )of){_PLACE}", _place),
)
"""In the order in which they are looked for: what is more specific comes first."""
