"""A query and its result in words. Every number comes from the result."""

from collections.abc import Iterator

from easycrm.chat.chat_query import ChatQuery
from easycrm.chat.column_names import SPOKEN, plural
from easycrm.chat.running import Result
from easycrm.leads.list.query import Filter

EXAMPLES = ("How many leads have no phone?", "Newest 5 leads at Acme")
"""What works."""

REPHRASE = (
    "I can find, count and group leads, and nothing else. Please ask in other words, for example: "
    f"“{EXAMPLES[0]}” or “{EXAMPLES[1]}”."
)


def query_in_words(query: ChatQuery) -> str:
    """`Leads whose company contains “acme” and with no phone, newest first.`"""
    conditions = " and ".join(_conditions(query))
    about = f"Leads {conditions}" if conditions else "All leads"
    if query.kind == "count":
        return f"{about}, counted."
    if query.kind == "group":
        return f"{about}, counted for each {SPOKEN[query.group_by]}."
    return f"{about}, {_order(query)}."


def answer_in_words(query: ChatQuery, result: Result) -> str:
    conditions = " and ".join(_conditions(query))
    leads = f"{_leads(result.total)}{' ' + conditions if conditions else ''}"
    if query.kind == "count" or not result.total:
        return f"There {_are(result.total)} {leads}."
    if query.kind == "list":
        shown = len(result.rows)
        if shown == result.total:
            return f"There {_are(result.total)} {leads}."
        return f"There {_are(result.total)} {leads}. Here {_are(shown)} {shown:,} of them, {_order(query)}."
    return _groups_in_words(query, result, leads)


def _groups_in_words(query: ChatQuery, result: Result, leads: str) -> str:
    spoken = SPOKEN[query.group_by]
    if not result.groups:
        return f"None of the {leads} has {_with_article(spoken)}."
    first, count = result.rows[0]
    of_one = spoken if result.groups == 1 else plural(query.group_by)
    largest = f"“{first}” with {_leads(count)}"
    return f"{result.groups:,} {of_one} among {leads}; the most frequent is {largest}."


def _leads(count: int) -> str:
    return "no lead" if count == 0 else "1 lead" if count == 1 else f"{count:,} leads"


def _are(count: int) -> str:
    return "are" if count > 1 else "is"


def _conditions(query: ChatQuery) -> Iterator[str]:
    if query.q:
        yield f"in which “{query.q}” occurs"
    yield from map(_condition, query.filters)


def _condition(wanted: Filter) -> str:
    spoken = SPOKEN[wanted.column]
    match wanted.sense:
        case "empty":
            return f"with no {spoken}"
        case "filled":
            return f"with {_with_article(spoken)}"
        case "between":
            return f"whose {spoken} is {_days(wanted.text)}"
        case "equals":
            return f"whose {spoken} is “{wanted.text}”"
        case "contains":
            return f"whose {spoken} contains “{wanted.text}”"


def _with_article(spoken: str) -> str:
    if spoken.endswith("s"):
        return spoken
    return f"an {spoken}" if spoken[0] in "aeiou" else f"a {spoken}"


def _days(period: str) -> str:
    start, _, end = period.partition("..")
    if start == end:
        return f"in {start}" if len(start) < 10 else f"on {start}"
    return " ".join(filter(None, (start and f"from {start}", end and f"up to {end}"))) + " (UTC)"


def _order(query: ChatQuery) -> str:
    if query.sort_by in ("createdAt", "updatedAt"):
        return "newest first" if query.sort_order == "desc" else "oldest first"
    return f"by {SPOKEN[query.sort_by]}, {'descending' if query.sort_order == 'desc' else 'ascending'}"
