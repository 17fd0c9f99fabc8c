"""What each column of a worksheet means: by its header, if its values agree, and by its values, if they are clear."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from easycrm.header_grammar import BILLING, COMPANY, PERSON, THING, HeaderReading
from easycrm.header_vocabulary import UNSPECIFIC
from easycrm.header_words import is_ordinary, kind_of, read_header
from easycrm.leads.exports.export_format import ROW_REPORT_COLUMNS, is_export_header, meanings_of
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.labels import labels_beside
from easycrm.standardise.columns.ranking import Claim, settle
from easycrm.standardise.columns.ways import Way, Whose
from easycrm.standardise.columns.whose import PEOPLE, Belonging
from easycrm.standardise.values.names import Orders
from easycrm.standardise.values.names.column_orders import orders_of
from easycrm.standardise.values.names.parts import UNTOLD
from easycrm.standardise.values.phone_columns import Plans, are_phones, plans_of
from easycrm.workbooks.asides import is_remark_header
from easycrm.workbooks.tables import Column

MAPPABLE = ("leadId", "firstName", "lastName", "fullName", "title", "company", "email", "phone")
"""What a column can mean: a field of the lead, the id of a stored lead, or a full name, which fills two fields."""

_CLEAR = 0.6
_FEWEST_TO_TELL = 3


class MappedColumn(NamedTuple):
    """A column and what it means.

    `field` is None for a column that goes to remarks under its label; `also` is then what it is read for besides: a
    field that it stands in for where the field's own column is empty, `country`, or `report` for a column that a row
    report has added and nobody reads. `decided_by` is `export` for all columns of one of our exports. `whose`: of whom
    it speaks; what speaks of somebody else, or of a thing, is never read for a field. `shared`: a column of emails that
    several people have in common, so that no email of it is one person's.
    `order`: of the columns that stand in for a field, the one with the lowest is asked first. `label_at`: the column
    that says, row by row, what kind its value is. `plans`: of a column of phones, in which countries its numbers are
    dialled. `orders`: of a column of full names, in which order those are that can be read in two.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks a column for
    header: str
    label: str
    field: str | None
    confidence: float
    decided_by: Way
    also: str | None = None
    whose: Whose = "person"
    shared: bool = False
    order: int = 0
    label_at: int | None = None
    plans: Plans = ()
    orders: Orders = UNTOLD


def map_columns(columns: Sequence[Column], evidence: Sequence[ColumnEvidence] | None = None) -> list[MappedColumn]:
    """The meaning of each column. Several columns that mean one field are ranked; the others stand in for it.

    Without evidence every exact header is believed.

    >>> from easycrm.workbooks.tables import label_columns
    >>> columns = map_columns(label_columns(["Delegate", "E-mail", "Mobile", "Booth"]))
    >>> [(column.label, column.field) for column in columns]
    [('Delegate', 'fullName'), ('E-mail', 'email'), ('Mobile', 'phone'), ('Booth', None)]
    """
    if is_export_header([column.header for column in columns]):
        return _as_exported(columns)
    evidence = evidence or [ColumnEvidence() for _ in columns]
    readings = [read_header(column.header) for column in columns]
    claims = [
        claim(index, column.header, reading, seen)
        for index, (column, reading, seen) in enumerate(zip(columns, readings, evidence, strict=True))
    ]
    belonging = Belonging(readings, evidence)
    claims = [_belonging(one, belonging) for one in claims]
    return mapped_as(columns, settle(claims, evidence), evidence)


def _as_exported(columns: Sequence[Column]) -> list[MappedColumn]:
    """The columns of an export; `label` is, of a column of the list, the header under which leads have its texts."""
    meanings = meanings_of([column.header for column in columns])
    return [
        MappedColumn(
            column.index,
            column.header,
            column.label if means.header is None else means.header,
            means.field,
            1.0,
            "export",
            also="report" if means.of_report else None,
        )
        for column, means in zip(columns, meanings, strict=True)
    ]


def mapped_as(
    columns: Sequence[Column], claims: Iterable[Claim], evidence: Sequence[ColumnEvidence]
) -> list[MappedColumn]:
    """Columns with the settled claims on them, one for each, in order."""
    labels = labels_beside([column.header for column in columns])
    return [
        MappedColumn(
            *column,
            settled.field,
            round(settled.confidence, 2),
            settled.decided_by,
            settled.also,
            settled.whose,
            settled.shared,
            settled.order,
            labels.get(settled.index),
            plans_of(seen.numbers) if "phone" in (settled.field, settled.also) else (),
            orders_of(seen.counts) if "fullName" in (settled.field, settled.also) else UNTOLD,
        )
        for column, settled, seen in zip(columns, claims, evidence, strict=True)
    ]


def claim(index: int, header: str, reading: HeaderReading, evidence: ColumnEvidence) -> Claim:
    """What one column means on its own. A header that is only similar to a known one counts if the values agree."""
    if header.strip() in ROW_REPORT_COLUMNS:
        return Claim(index, "report", 1.0, "header")
    if is_remark_header(header):
        return Claim(index, "remarks", 1.0, "header")
    if reading.exact and not (reading.whose == THING and not reading.objects and evidence.share("email") > _CLEAR):
        exact = _corrected(_exact(index, reading.key, evidence), evidence)
        is_billing = reading.whose == BILLING
        return replace(
            exact, vague=is_ordinary(header), surmised=is_billing, of_address=is_billing, number=reading.number
        )
    return _hinted(index, reading, evidence) or _by_values(index, evidence)


def _belonging(one: Claim, belonging: Belonging) -> Claim:
    """A claim that knows of whom its column speaks. What is not the person's, or a company's, means no field."""
    whose = belonging.of(one.index, one.key, one.surmised)
    shared = whose in ("person", "company") and kind_of(one.key) == "email"
    shared = shared and (whose == "company" or belonging.is_shared(one.index))
    if whose == "somebodyElse" and one.surmised:
        one = replace(one, decided_by="values")
    if whose in ("somebodyElse", "thing") and one.key != "report":
        one = replace(one, key="remarks")
    if one.of_address and kind_of(one.key) not in PEOPLE:
        one = replace(one, surmised=False, vague=True)  # its values did not tell it from the person's own
    return replace(one, whose=whose, shared=shared)


def _exact(index: int, key: str | None, evidence: ColumnEvidence) -> Claim:
    agreed = key is not None and supports(key, evidence) >= _CLEAR
    confidence = 1.0 if agreed or not evidence.counted else 0.9
    return Claim(index, key, confidence, "headerAndValues" if agreed else "header")


def _corrected(by_header: Claim, evidence: ColumnEvidence) -> Claim:
    """Values that cannot be mistaken overrule the header: honorifics under `Title`, emails under `Contact`."""
    kind = kind_of(by_header.key)
    if kind in ("fax", "remarks", "leadId", None):
        return by_header
    if kind == "title" and evidence.share("honorific") > _CLEAR:
        return replace(by_header, key="honorific", decided_by="headerAndValues")
    if evidence.share("email") > _CLEAR and kind != "email":
        return replace(by_header, key="email", decided_by="values", confidence=0.9)
    if evidence.share("phone") > _CLEAR and kind != "phone":
        return replace(by_header, key="phone", decided_by="values", confidence=0.8)
    if kind == "email" and not evidence.share("email") and evidence.share("full") > _CLEAR:
        return _by_values(by_header.index, evidence)
    has_numbers = evidence.counted < _FEWEST_TO_TELL or evidence.share("digits") or evidence.share("email")
    if (kind == "phone" and not has_numbers) or (
        evidence.share("number") > _CLEAR and kind not in ("phone", "country")
    ):
        return replace(by_header, key="remarks", decided_by="values", confidence=0.8)
    return by_header


def _hinted(index: int, reading: HeaderReading, evidence: ColumnEvidence) -> Claim | None:
    """What a word of the header says, if the values agree. Words that are all the person's leave only that open."""
    for key in dict.fromkeys((reading.key, *reading.objects)):
        if key in (None, "remarks", UNSPECIFIC) or (key == "fullName" and _are_companies(evidence)):
            continue
        support = supports(key, evidence)
        if support >= _CLEAR:
            surmised = key != reading.key or reading.whose not in (PERSON, COMPANY)
            return Claim(index, key, 0.6 + 0.3 * support, "headerAndValues", surmised=surmised)
    return None


def _are_companies(evidence: ColumnEvidence) -> bool:
    """Whether what looks like names is found behind the @ of the emails, and not before it."""
    return evidence.share("domain") > max(_CLEAR, evidence.share("mailbox"))


def _by_values(index: int, evidence: ColumnEvidence) -> Claim:
    """Emails are certain without a header, phones nearly; a name shows in the row's email, a company in its domain."""
    if evidence.share("email") > _CLEAR:
        return Claim(index, "email", 0.9, "values", surmised=True)
    if evidence.share("phone") > 0.8 and are_phones(evidence.numbers):
        return Claim(index, "phone", 0.7, "values", surmised=True)
    if evidence.share("mailbox") > _CLEAR and evidence.share("full") > 0.8:
        return Claim(index, "fullName", 0.7, "values", surmised=True)
    if evidence.share("domain") > _CLEAR and evidence.share("name") > 0.5:
        return Claim(index, "company", 0.7, "values", surmised=True)
    return Claim(index, None, 0.0, "none")


def supports(key: str, evidence: ColumnEvidence) -> float:
    """How far the values agree with a meaning, from 0 to 1."""
    share = evidence.share
    match kind_of(key):
        case "email":
            return share("email")
        case "phone" | "fax":
            return share("phone")
        case "fullName":
            return 0.0 if share("company") > 0.3 or share("job") > 0.3 else min(share("name"), share("full") + 0.2)
        case "firstName" | "lastName":
            return min(share("name"), 1 - share("company"))
        case "company":
            return 0.0 if share("mailbox") > 0.5 else max(share("domain"), min(1.0, 3 * share("company")))
        case "title":
            return min(1.0, 1.5 * share("job"))
        case "honorific" | "country":
            return share(key)
        case _:
            return 1.0


def contradicts(field: str, evidence: ColumnEvidence) -> bool:
    """Whether a column's values cannot be what another file with the same headers had there."""
    if not evidence.counted:
        return False
    share = evidence.share
    match field:
        case "email" | "phone":
            return share(field) < 1 - _CLEAR
        case "title":
            return share("honorific") + share("email") + share("phone") > _CLEAR
        case "firstName" | "lastName":
            return share("full") + share("company") + share("number") > _CLEAR
        case "fullName":
            return share("full") < 1 - _CLEAR or share("company") > _CLEAR
        case "company" if share("mailbox") > max(_CLEAR, share("domain")):
            return True
        case _:
            return share("email") + share("number") > _CLEAR
