"""Whose each row is: the lead that it names, that of its own identity, or one that the former rules made of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from easycrm.leads.identity import Identity, former_lead_id, lead_id
from easycrm.leads.person_names import PersonName, contradict
from easycrm.leads.table import LeadsTable
from easycrm.standardise.values.names import split_name


class PossibleIds(NamedTuple):
    """The ids that a row's lead may have: one that it names (`""`: none), its own, that of the former rules.

    `name` is the person's, by its parts as standardising has them; only rows with two ids have it.
    """

    named: str
    own: str
    former: str
    name: PersonName

    @property
    def doubtful(self) -> Iterator[str]:
        """Those of which the table has to tell: none for an ordinary row."""
        if self.named:
            yield self.named
        if self.own != self.former:
            yield from (self.own, self.former)


def possible_ids(identity: Identity) -> PossibleIds:
    """The ids of a row, by the row alone."""
    unnamed = identity._replace(stored_lead_id="")
    own = lead_id(unnamed)
    former = former_lead_id(unnamed) if identity.differed else own
    name = PersonName("") if own == former else _name_of(identity)
    return PossibleIds(identity.stored_lead_id, own, former, name)


def _name_of(identity: Identity) -> PersonName:
    """The name as a lead has it, because it is compared with those of leads."""
    first, last, *_ = identity.name_parts or split_name(identity.full_name, identity.email)
    return PersonName(first, last)


class LeadIds:
    """The ids of the leads that one upload's rows speak of. Rows come in the order of the file."""

    def __init__(self, leads: LeadsTable) -> None:
        self._leads = leads
        self._stored: dict[str, PersonName] = {}
        self._takers: dict[str, PersonName] = {}  # by id of a former lead: the first name of this upload that has it

    def look_up(self, rows: Iterable[PossibleIds]) -> None:
        """Reads what `of` has to know of these rows."""
        wanted = [lead_id for row in rows for lead_id in row.doubtful]
        self._stored = self._leads.names_of(wanted) if wanted else {}

    def of(self, row: PossibleIds) -> str:
        """The id of the lead that a row speaks of."""
        if row.named in self._stored:
            return row.named
        if row.own == row.former or row.own in self._stored or not self._has_former(row):
            return row.own
        if row.name.whole:
            self._takers.setdefault(row.former, row.name)
        return row.former

    def _has_former(self, row: PossibleIds) -> bool:
        """Whether the lead of the former rules is the row's; several people may have been in it."""
        holders = (names.get(row.former) for names in (self._stored, self._takers))
        return row.former in self._stored and not any(holder and contradict(row.name, holder) for holder in holders)
