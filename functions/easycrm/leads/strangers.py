"""Rows that would give one person's lead to another: their email is somebody else's, by all that the names say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from easycrm.leads.identity import email_lead_id
from easycrm.leads.lead import DERIVED, NAME_KEYS, Lead, UploadRef, Value
from easycrm.leads.person_names import PersonName, contradict
from easycrm.leads.statement import StandardisedRow, Statement


class Stranger(NamedTuple):
    """A row whose email is that of somebody else, who is `name`.

    `other_row` of `worksheet` says so; the worksheet is `""` if it is the row's own. Row 0: the stored lead does.
    """

    table: int
    row: int
    email: str
    name: str
    worksheet: str = ""
    other_row: int = 0


class _Holder(NamedTuple):
    """Whose an email is, and the row that says so."""

    name: PersonName
    row: StandardisedRow | None


def strangers_among(rows: Iterable[StandardisedRow], stored: Mapping[str, Lead]) -> list[Stranger]:
    """The rows whose name contradicts that of their lead: the stored one's, and that of the first row which is none.

    `stored` are the leads that there are, by leadId. Rows come in any order.
    """
    by_lead: dict[str, list[StandardisedRow]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        by_lead.setdefault(row.lead_id, []).append(row)
    return [
        stranger
        for lead_id, of_lead in by_lead.items()
        if len(of_lead) > 1 or lead_id in stored
        for stranger in _strangers(of_lead, stored.get(lead_id))
    ]


def _strangers(rows: Sequence[StandardisedRow], lead: Lead | None) -> Iterator[Stranger]:
    holders = [_Holder(written_name(lead.values), None)] if lead else []
    is_first = True
    for row in rows:
        name = row.written_name
        holder = next((each for each in holders if contradict(name, each.name)), None)
        if holder and (row.is_by_email or (lead and _is_by_former_email(row, lead))):
            stranger = _stranger(row, holder)
            yield stranger if stranger.email or not lead else stranger._replace(email=lead.text("email"))
        elif is_first and name.whole:
            holders.append(_Holder(name, row))
            is_first = False


def _is_by_former_email(row: StandardisedRow, lead: Lead) -> bool:
    """Whether the row came to the lead by an email that is none by today's rules, and so may be several people's."""
    return not row.names_lead and lead.lead_id == email_lead_id(lead.text("email"))


def _stranger(row: StandardisedRow, holder: _Holder) -> Stranger:
    if holder.row is None:
        return stranger_to(row, holder.name)
    worksheet = "" if holder.row.worksheet == row.worksheet else holder.row.worksheet
    return Stranger(*row.position, row.values.get("email", ""), holder.name.whole, worksheet, holder.row.row)


def stranger_to(row: StandardisedRow, name: PersonName) -> Stranger:
    """A row whose email is that of a stored lead with this name."""
    return Stranger(*row.position, row.values.get("email", ""), name.whole)


def is_anothers(lead: Lead, statement: Statement) -> bool:
    """Whether a lead has come to be somebody else's, and the statement's upload has not spoken of it before."""
    contradicts = contradict(written_name(statement.values), written_name(lead.values))
    return contradicts and statement.is_by_email and not _has_spoken(statement.upload, lead)


def _has_spoken(upload: UploadRef, lead: Lead) -> bool:
    return lead.created_in == upload.upload_id or upload in lead.uploads


def written_name(values: Mapping[str, Value]) -> PersonName:
    """A lead's name, but for what was derived from its email."""
    written = map(values.get, NAME_KEYS)
    return PersonName(*(value.text if value and value.by != DERIVED else "" for value in written))
