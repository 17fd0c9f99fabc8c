"""Whose each row is: the lead that it names, that of its own identity, or one that the former rules made of it.

No row's lead depends on another row, nor on what other batches of its upload have stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from easycrm.leads.identity import Identity, email_lead_id, former_lead_id, lead_id
from easycrm.leads.person_names import PersonName, contradict
from easycrm.leads.table import LeadsTable
from easycrm.standardise.values.names import split_name


class PossibleIds(NamedTuple):
    """The ids that a row's lead may have: one that it names (`""`: none), its own, that of the former rules.

    `name` is the person's, by its parts as standardising has them; only rows with two ids have it. `by_email`: whether
    the former id is that of an email alone, which may be several people's.
    """

    named: str
    own: str
    former: str
    name: PersonName = PersonName("")
    by_email: bool = False

    @property
    def doubtful(self) -> Iterator[str]:
        """Those of which the table has to tell: none for an ordinary row."""
        if self.named:
            yield self.named
        if self.own != self.former:
            yield from (self.own, self.former)


def possible_ids(identity: Identity) -> PossibleIds:
    """The ids of a row, by the row alone."""
    unnamed = identity._replace(stored_lead_id="") if identity.stored_lead_id else identity
    own = lead_id(unnamed)
    former = former_lead_id(unnamed) if identity.differed else own
    if own == former:
        return PossibleIds(identity.stored_lead_id, own, former)
    email = identity.email if identity.former_email is None else identity.former_email
    return PossibleIds(identity.stored_lead_id, own, former, _name_of(identity), former == email_lead_id(email))


def _name_of(identity: Identity) -> PersonName:
    """The name as a lead has it, because it is compared with those of leads."""
    first, last, *_ = identity.name_parts or split_name(identity.full_name, identity.email)
    return PersonName(first, last)


def lead_ids(rows: Sequence[PossibleIds | None], leads: LeadsTable, upload_id: str) -> list[str]:
    """The ids of the leads that the rows of an upload speak of, `""` for no row.

    Leads that the upload itself made are passed over: a batch that comes late finds what it would have found at first.
    """
    wanted = [lead_id for row in rows if row for lead_id in row.doubtful]
    stored = leads.names_of(wanted, but_of=upload_id) if wanted else {}
    return [_lead_id(row, stored) if row else "" for row in rows]


def _lead_id(row: PossibleIds, stored: Mapping[str, PersonName]) -> str:
    if row.named in stored:
        return row.named
    if row.own == row.former or row.own in stored or row.former not in stored:
        return row.own
    return row.former if _is_its_person(row, stored[row.former]) else row.own


def _is_its_person(row: PossibleIds, name: PersonName) -> bool:
    """Whether the lead of the former rules, with this name, is the row's; several people may have been in it.

    A lead without a name is nobody's who has one, unless the row's own cells are in its id.
    """
    if row.by_email and not name.whole:
        return not row.name.whole
    return not contradict(row.name, name)
