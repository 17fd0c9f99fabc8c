"""The leads that a plan names: as the table should hold them, and how they come to be there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from easycrm.errors import LostRace
from easycrm.leads.items.lead_items import can_be_stored
from easycrm.leads.lead import NAME_KEYS, Lead
from easycrm.leads.merge import merge
from easycrm.leads.person_names import contradict
from easycrm.leads.statement import StandardisedRow, Statement, Upload
from easycrm.leads.strangers import Stranger, is_anothers, stranger_to, strangers_among, written_name
from easycrm.leads.table import LeadsTable
from easycrm.uploads.storing.slice_chain import RowsOfLeads, as_said, is_ours, is_same, statement_of
from easycrm.uploads.work_files.stored_leads import Plan

_RACES = 20


@dataclass(frozen=True)
class Change:
    """A lead that a plan names: its rows in this run and in earlier ones, and what it was `before`.

    `strangers` are those among its rows by what it was before, `statement` is what the others say.
    """

    lead_id: str
    before: Lead | None
    rows: Sequence[StandardisedRow]
    strangers: Sequence[Stranger]
    statement: Statement
    earlier: Sequence[Sequence[StandardisedRow]]


class Stored(NamedTuple):
    """A lead as the table holds it, or should, and the rows about it that are held as strangers.

    `fits`: whether an item takes what the rows say.
    """

    lead_id: str
    lead: Lead | None
    strangers: Sequence[Stranger]
    fits: bool = True


ForEach = Callable[[Callable[[Change], Stored], Iterable[Change]], Iterable[Stored]]


def changes_of(
    plan: Plan, rows: RowsOfLeads, statements: Mapping[str, Statement], earlier: Sequence[RowsOfLeads]
) -> list[Change]:
    """The leads of a plan, in its order; `rows` are all of this run, `earlier` those of each run before it."""
    strangers: dict[str, list[Stranger]] = {}
    lead_of = {row.position: lead_id for lead_id, of_lead in rows.items() for row in of_lead}
    for stranger in plan.strangers:
        strangers.setdefault(lead_of[stranger.table, stranger.row], []).append(stranger)
    return [
        Change(
            lead_id,
            before,
            rows[lead_id],
            strangers.get(lead_id, ()),
            statements[lead_id],
            [of_run[lead_id] for of_run in earlier if lead_id in of_run],
        )
        for lead_id, before in plan.before.items()
    ]


def store_changes(
    changes: Sequence[Change],
    stored: Mapping[str, Lead],
    upload: Upload,
    leads: LeadsTable,
    stop_watch: Callable[[], None],
    for_each: ForEach,
) -> dict[str, Stored]:
    """Writes what is missing, new leads many at a time, the others `for_each`; returns the leads as they are then.

    `stored` are the leads that there are, as they were read after the plan was made.
    """
    new = [wanted_lead(change, None, upload) for change in changes if change.lead_id not in stored]
    new = [each for each in new if each.fits]
    inserted = leads.insert([each.lead for each in new if each.lead], stop_watch)
    refused = leads.get_many(each.lead_id for each in new if each.lead_id not in inserted)
    present = {**stored, **refused}

    def store_one(change: Change) -> Stored:
        return store_lead(change, present.get(change.lead_id), upload, leads, stop_watch)

    others = (change for change in changes if change.lead_id not in inserted)
    written = [each for each in new if each.lead_id in inserted]
    return {each.lead_id: each for each in (*written, *for_each(store_one, others))}


def store_lead(
    change: Change, stored: Lead | None, upload: Upload, leads: LeadsTable, stop_watch: Callable[[], None]
) -> Stored:
    """Writes what is missing. A lost race is read and merged again; raises LostRace in the end."""
    for _ in range(_RACES):
        wanted = wanted_lead(change, stored, upload)
        if not wanted.fits or wanted.lead is None or wanted.lead is stored or leads.put(wanted.lead, stop_watch):
            return wanted
        stored = leads.get_many([change.lead_id]).get(change.lead_id)
    raise LostRace("lostRace", "Other uploads kept changing the same lead.", leadId=change.lead_id)


def wanted_lead(change: Change, stored: Lead | None, upload: Upload) -> Stored:
    """A lead as the table should hold it: what is stored itself where nothing has to be written, or would not fit."""
    wanted = _wanted(change, stored, upload)
    fits = wanted.lead is None or wanted.lead is stored or can_be_stored(wanted.lead)
    return wanted if fits else wanted._replace(lead=stored, fits=False)


def _wanted(change: Change, stored: Lead | None, upload: Upload) -> Stored:
    """While nobody else changed the lead, all rows on what it was before, whatever an earlier run made of it.

    Else they are merged onto what is stored, unless that has become somebody else's.
    """
    statement = change.statement
    earlier = (statement_of(rows, change.before, upload) for rows in change.earlier)
    if is_ours(stored, change.before, (statement, *earlier)):
        return Stored(change.lead_id, _written_over(stored, merge(change.before, statement)), change.strangers)
    if stored and is_anothers(stored, statement):
        held = {(stranger.table, stranger.row) for stranger in change.strangers}
        spoken = (row for row in change.rows if row.position not in held)
        others = (stranger_to(row, written_name(stored.values)) for row in spoken)
        return Stored(change.lead_id, stored, [*change.strangers, *others])
    if stored and _is_named_by_a_stranger(stored, statement, upload):
        strangers = strangers_among(change.rows, {stored.lead_id: stored})
        return Stored(change.lead_id, as_said(stored, statement_of(change.rows, stored, upload)), strangers)
    return Stored(change.lead_id, merge(stored, statement), change.strangers)


def _written_over(stored: Lead | None, lead: Lead) -> Lead:
    """The lead in the version after what is stored; that itself where they are alike."""
    if stored is None:
        return replace(lead, version=1)
    return stored if is_same(lead, stored) else replace(lead, version=stored.version + 1)


def _is_named_by_a_stranger(stored: Lead, statement: Statement, upload: Upload) -> bool:
    """Whether an earlier run named the lead by a row that is another person's, now that more rows are there."""
    is_named_by_us = any(value.origin.upload == upload.ref for key in NAME_KEYS if (value := stored.values.get(key)))
    names = written_name(statement.values), written_name(stored.values)
    return is_named_by_us and statement.is_by_email and contradict(*names)
