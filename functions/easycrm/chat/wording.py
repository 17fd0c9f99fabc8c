"""A query and its result in words. Every number comes from the result."""

from collections.abc import Iterator

from easycrm.chat.chat_query import ChatQuery
from easycrm.chat.column_names import SPOKEN, plural
from easycrm.chat.running import Result
from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.list.finding.filters import COLUMN, DATED, Filter, choices_of, compared, is_column

EXAMPLES = ("How many leads have no phone?", "Newest 5 leads at Acme")
"""What works."""

REPHRASE = (
    "I can find, count and group leads, and nothing else. Please ask in other words, for example: "
    f"“{EXAMPLES[0]}” or “{EXAMPLES[1]}”."
)


def query_in_words(query: ChatQuery, catalogue: Catalogue) -> str:
    """`Leads whose company contains “acme” and with no phone, newest first.`"""
    conditions = " and ".join(_conditions(query, catalogue))
    about = f"Leads {conditions}" if conditions else "All leads"
    if query.kind == "count":
        return f"{about}, counted."
    if query.kind == "group":
        return f"{about}, counted for each {spoken(query.group_by, catalogue)}."
    return f"{about}, {_order(query, catalogue)}."


def answer_in_words(query: ChatQuery, result: Result, catalogue: Catalogue) -> str:
    conditions = " and ".join(_conditions(query, catalogue))
    leads = f"{_leads(result.total)}{' ' + conditions if conditions else ''}"
    if query.kind == "count" or not result.total:
        return f"There {_are(result.total)} {leads}."
    if query.kind == "list":
        shown = len(result.rows)
        if shown == result.total:
            return f"There {_are(result.total)} {leads}."
        return f"There {_are(result.total)} {leads}. Here {_are(shown)} {shown:,} of them, {_order(query, catalogue)}."
    return _groups_in_words(query, result, leads, catalogue)


def spoken(column: str, catalogue: Catalogue) -> str:
    """What a field or column is called in answers."""
    return catalogue.column(column.removeprefix(COLUMN)).name if is_column(column) else SPOKEN[column]


def _groups_in_words(query: ChatQuery, result: Result, leads: str, catalogue: Catalogue) -> str:
    name = spoken(query.group_by, catalogue)
    if not result.groups:
        return f"None of the {leads} has {_some(query.group_by, name)}."
    first, count = result.rows[0]
    largest = f"“{first}” with {_leads(count)}"
    groups = f"{result.groups:,} {_several(query.group_by, name, result.groups)}"
    return f"{groups} among {leads}; the most frequent is {largest}."


def _several(column: str, name: str, count: int) -> str:
    if is_column(column):
        return f"{'value' if count == 1 else 'values'} of {name}"
    return name if count == 1 else plural(column)


def _leads(count: int) -> str:
    return "no lead" if count == 0 else "1 lead" if count == 1 else f"{count:,} leads"


def _are(count: int) -> str:
    return "are" if count > 1 else "is"


def _conditions(query: ChatQuery, catalogue: Catalogue) -> Iterator[str]:
    if query.q:
        yield f"in which “{query.q}” occurs"
    for wanted in query.filters:
        yield _condition(wanted, spoken(wanted.column, catalogue), _is_dated(wanted.column, catalogue))


def _is_dated(column: str, catalogue: Catalogue) -> bool:
    return column in DATED or (is_column(column) and catalogue.column(column.removeprefix(COLUMN)).type == "date")


def _condition(wanted: Filter, name: str, is_date: bool) -> str:
    match wanted.sense:
        case "empty":
            return f"with no {name}"
        case "filled":
            return f"with {_some(wanted.column, name)}"
        case "above" | "below" | "between":
            return f"whose {name} is {_range(wanted, is_date)}"
        case "contains" | "begins":
            return f"whose {name} {'contains' if wanted.sense == 'contains' else 'begins with'} “{wanted.text}”"
    texts = choices_of(wanted.text) if wanted.sense == "oneOf" else [wanted.text]
    sentence = f"whose {name} is {'not ' if wanted.sense == 'not' else ''}{' or '.join(f'“{text}”' for text in texts)}"
    return f"{sentence} in any spelling" if wanted.column == "companyKey" else sentence


def _range(wanted: Filter, is_date: bool) -> str:
    start, end = compared(wanted)
    if wanted.sense != "between":
        words = ("after", "before") if is_date else ("above", "below")
        return f"{words[wanted.sense == 'below']} {start or end}"
    if is_date:
        return f"{_days(wanted.text)}{' (UTC)' if wanted.column in DATED and start != end else ''}"
    if start == end:
        return start
    return f"between {start} and {end}" if start and end else f"{start} or more" if start else f"{end} or less"


def _some(column: str, name: str) -> str:
    """`a phone`, `an email`, `remarks`; of a column of the lists, whose name may be anything, `anything in Country`."""
    if is_column(column):
        return f"anything in {name}"
    if name.endswith("s"):
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _days(period: str) -> str:
    start, _, end = period.partition("..")
    if start == end:
        return f"in {start}" if len(start) < 10 else f"on {start}"
    return " ".join(filter(None, (start and f"from {start}", end and f"up to {end}")))


def _order(query: ChatQuery, catalogue: Catalogue) -> str:
    if query.sort_by in ("createdAt", "updatedAt"):
        return "newest first" if query.sort_order == "desc" else "oldest first"
    return f"by {spoken(query.sort_by, catalogue)}, {'descending' if query.sort_order == 'desc' else 'ascending'}"
