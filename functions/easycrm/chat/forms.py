"""The forms of English questions: how a count, a list, groups, an order and a follow-up are asked for."""

import re

from easycrm.chat.column_names import ANY_COLUMN, MARKED

_LEADS = (
    "leads?|contacts?|people|persons?|customers?|prospects?|records?|entries|everyone|everybody|anyone|anybody|ones?"
)
_KINDS = "companies|organi[sz]ations|firms|employers|businesses|job titles|titles|positions|roles|email domains|domains"
_KINDS += f"|files|source files|sheets|worksheets|{MARKED}"
_COLUMN = rf"(?P<column>{ANY_COLUMN})"
_NO_LEADS = rf"(?! (?:{_LEADS})\b)"  # `how many VIP leads` asks for leads, not for values of VIP
_MOST = "most common|most frequent|biggest|largest"
_WITH = r"(?:with|having|that have|who have) "
_VERB = "grouped|group(?: them)?|broken down|break(?: them| it)? down|split(?: up)?|counted"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


COUNT = _form(
    r"\b(?:how many|(?:the )?(?:total )?number of|(?:the )?(?:total )?count(?: of)?|total(?= leads| contacts))\b"
)
_SORTED_LEADS = rf"(?: them| it| these| those| (?:the |all |all the )?(?:{_LEADS}))?"
SORTED = _form(
    rf"\b(?:sort|sorted|order|ordered)\b{_SORTED_LEADS}(?: alphabetically)? by (?:the )?{_COLUMN}\b"
    r"(?:,?\s+(?P<down>desc(?:ending)?|backwards|z to a)|,?\s+asc(?:ending)?|,?\s+a to z)?"
)
HIGHEST = _form(
    rf"\b(?:{_WITH})?(?:the )?(?:(?P<high>highest|largest|biggest|best)|lowest|smallest|worst)"
    rf" (?P<column>{MARKED})(?: first)?"
)
RANKED = _form(rf"\b(?:the )?top (?P<limit>\d+) (?:{_LEADS}) by (?:the )?(?P<column>{MARKED})")
NEWEST = _form(
    r"\b(?:the )?(?:(?P<limit>\d+) )?"
    r"(?:most recently|newest|latest|most recent|(?<!the )last(?= \d)|last(?= (?:\d+ )?leads))"
    r"(?: (?P<limit2>\d+))?(?: (?:added|created|imported))?(?: first(?! \d))?\b"
)
OLDEST = _form(r"\b(?:the )?(?:(?P<limit>\d+) )?(?:oldest|earliest)(?: (?P<limit2>\d+)| first)?\b")
CHANGED = _form(r"\b(?:(?P<limit>\d+) )?(?:most recently|recently|last) (?:updated|changed)(?: (?P<limit2>\d+))?\b")
TOP = _form(
    rf"\b(?:the )?(?:top(?: (?P<limit>\d+))?|(?:(?P<limit2>\d+) )?(?:{_MOST})(?: (?P<limit3>\d+))?) {_COLUMN}\b"
    rf"{_NO_LEADS}(?: by (?:(?:number|count) of )?(?:{_LEADS}|count))?"
)
MOST = _form(rf"\b(?:which|what) {_COLUMN} (?:do |does )?(?:has|have|had|brought|gave) (?:us )?(?:the )?most\b")
GROUPED = _form(
    rf"\b(?:(?:{_VERB}) by|by|per|for each|for every|in each|of each|at each|from each) (?:the )?{_COLUMN}\b"
)
DISTINCT = _form(
    r"\b(?:how many|(?:the )?number of|(?:list of|(?:list|show)(?: me)?|which|what)(?: all| are)?(?: the)?)"
    rf"(?: different| distinct| unique)? (?P<column>{_KINDS})\b(?! (?:of|at|in|from) leads){_NO_LEADS}"
)
LIMIT = _form(
    rf"\b(?:first |top |up to |any |only |me )?(?P<limit>\d+)(?= (?:{_LEADS})\b)|\b(?:first|top|only) (?P<limit2>\d+)\b"
)
ONE = _form(r"\b(?:newest|latest|most recent|oldest|earliest) (?:lead|contact|one|person)\b")
SEARCH = _form(r"^\W*(?:please )?(?:search(?: for)?|find|look(?: for| up)?)\s+(?:me\s+)?(?P<q>.+?)[\s.?!]*$")
MENTION = _form(
    rf"\b(?:(?:{_LEADS})\s+)?(?:that |which |who )?(?:are )?"
    r"(?:mention(?:s|ing)?|(?<!what )(?<!how )about|interested in|related to)\s+"
    r"[\"“]?(?P<q>[^\"”?!]+?)[\"”]?[\s.?!]*$"
)
FOLLOWS = _form(
    r"^\W*(?:and|what about|how about|only|just|but|now|then|of (?:those|them|these)|those|them|these|by|per"
    r"|sort|sorted|order|group|without|with|at|the newest|newest|the latest|latest|the oldest|oldest|how many of)\b"
    r"|^\W*(?:and )?(?:how many|count)(?: (?:are there|is that|in total))?\W*$"
)
REFERS = _form(r"\b(?:of )?(?:those|them|these)\b")
LEADS = _form(rf"\b(?:{_LEADS})\b")

EMPTY_WORDS = frozenset(
    "a about all altogether an and any anybody anyone are at be been being break breakdown broken but can contact "
    "contacts could currently customer customers database did display do does down each else entries entry ever "
    "everybody everyone exist find for from get give got group grouped has have having hello hi how i in into is "
    "it its just lead leads list look many me much my now number of on one ones only our out overall people "
    "person persons please pls prospect prospects record records saved search see show so split stored system "
    "tell thanks that the their them then there these they this those to total up us was we were what what's "
    "which who who's whom whose will with would you your".split()
)
"""What may be left of a question that was understood."""
