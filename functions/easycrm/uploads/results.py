"""What became of rows, as results say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from easycrm.held import LEAD_TOO_LARGE, HeldReason
from easycrm.leads.flags import is_unverified
from easycrm.leads.identity import is_other_person
from easycrm.leads.lead import DERIVED, Lead, full_name
from easycrm.leads.statement import StandardisedRow, Upload
from easycrm.leads.strangers import Stranger
from easycrm.standardise.rows.standardising import OF_ROW_REPORT
from easycrm.uploads.problems import recorded
from easycrm.uploads.work_files.sorted_rows import HeldEntry
from easycrm.uploads.work_files.stored_leads import (
    FlaggedRow,
    HeldRow,
    LeftValue,
    NameConflict,
    Outcome,
    Place,
    Plan,
    Result,
    RowOutcome,
    uncounted,
)


def outcome(lead: Lead | None, upload: Upload, is_changed: bool = True) -> Outcome:
    """What the upload did to a lead that its plan names, however often and in whatever order its tasks ran.

    `is_changed`: to a value of it, and not only to what else was said.
    """
    if lead is None:
        return "held"
    if lead.created_in == upload.ref.upload_id:
        return "created"
    return "updated" if is_changed and upload.existing != "skip" else "unchanged"


def make_result(
    rows: Iterable[StandardisedRow],
    outcomes: Mapping[str, Outcome],
    after: Mapping[str, Lead | None],
    plan: Plan,
    strangers: Iterable[Stranger] = (),
    why_held: HeldReason = LEAD_TOO_LARGE,
) -> Result:
    """What became of rows that speak of leads. `outcomes` and `after` are those of the leads, by leadId.

    `strangers` are held because of another person's email.
    """
    rows = sorted(rows, key=lambda row: row.position)
    lines = list(_outcomes_of(rows, outcomes))
    stored = [line for line in lines if line.outcome != "held"]
    not_stored = [HeldRow(line.table, line.row, why_held) for line in lines if line.outcome == "held"]
    conflicts = list(_name_conflicts(rows, plan, after))
    kept = [row for row in rows if outcomes[row.lead_id] != "held"]
    flagged = [FlaggedRow(*row.position, _flags_of(row, after.get(row.lead_id))) for row in kept]
    counts = Counter(line.outcome for line in stored)
    strangers = sorted(strangers)
    counts += Counter[Outcome]({"held": len(not_stored) + len(strangers)})
    flags = Counter(flag for row in flagged for flag in row.flags) + Counter(nameConflict=len(conflicts))
    return {
        "rows": stored,
        "held": not_stored,
        "strangers": strangers,
        "flagged": [row for row in flagged if row.flags],
        "left": list(_left_out(rows, after)),
        "conflicts": conflicts,
        "skipped": [],
        "counts": dict(counts),
        "flags": dict(flags),
    }


def result_of_tail(held: Iterable[HeldEntry]) -> Result:
    """What became of a batch's rows that speak of no lead: what told of an earlier import only is skipped."""
    entries = list(held)
    not_stored = [HeldRow(each["table"], each["row"], each["held"]) for each in entries if not _is_of_report(each)]
    skipped = [Place(each["table"], each["row"]) for each in entries if _is_of_report(each)]
    counts = +Counter[Outcome]({"held": len(not_stored), "skipped": len(skipped)})
    return {**uncounted(dict(counts)), "held": not_stored, "skipped": skipped}


def _is_of_report(entry: HeldEntry) -> bool:
    return entry["held"] == OF_ROW_REPORT


def _outcomes_of(rows: Iterable[StandardisedRow], outcomes: Mapping[str, Outcome]) -> Iterator[RowOutcome]:
    """A lead's outcome goes to its first row; its other rows are merged, or held with it."""
    seen: set[str] = set()
    for row in rows:
        of_lead = outcomes[row.lead_id]
        yield RowOutcome(*row.position, row.lead_id, "merged" if row.lead_id in seen and of_lead != "held" else of_lead)
        seen.add(row.lead_id)


def _flags_of(row: StandardisedRow, lead: Lead | None) -> list[str]:
    """The row's flags, but for those of derived and of unverified values that the lead did not take."""
    flagged = (flags for key, flags in row.flags.items() if not _is_passed_over(row, key, lead))
    return sorted({flag for flags in flagged for flag in flags})


def _is_passed_over(row: StandardisedRow, key: str, lead: Lead | None) -> bool:
    gave_way = row.by_of.get(key) == DERIVED or is_unverified(row.flags[key])
    return gave_way and lead is not None and key in row.values and lead.text(key) != row.values[key]


def _left_out(rows: Iterable[StandardisedRow], after: Mapping[str, Lead | None]) -> Iterator[LeftValue]:
    """The values of rows that their lead does not have: overruled by another row, by a newer upload, or by policy.

    What was derived for an empty cell is no value of the file, and is not told. A long text of the lead is cut: many
    rows may tell the same one.
    """
    for row in rows:
        lead = after.get(row.lead_id)
        if lead is not None:
            for key, text in row.values.items():
                if lead.text(key) != text and row.by_of.get(key) != DERIVED:
                    yield LeftValue(*row.position, key, text, recorded(lead.text(key)))


def _name_conflicts(
    rows: Sequence[StandardisedRow], plan: Plan, after: Mapping[str, Lead | None]
) -> Iterator[NameConflict]:
    """Rows whose lead has, or had before, the name of somebody else."""
    names = {lead_id: [full_name(lead.values)] for lead_id, lead in {**after, **plan.before}.items() if lead}
    for row in rows:
        names.setdefault(row.lead_id, []).append(row.full_name)
    for row in rows:
        others = (name for name in names[row.lead_id] if name != row.full_name)
        other = next((name for name in others if is_other_person(name, row.full_name)), None)
        if other:
            yield NameConflict(*row.position, recorded(other))
