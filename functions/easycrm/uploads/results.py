"""What became of a batch's rows, as its result says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from easycrm.held import LEAD_TOO_LARGE, HeldReason
from easycrm.leads.identity import is_other_person
from easycrm.leads.lead import DERIVED, Lead, full_name
from easycrm.leads.statement import StandardisedRow, Upload
from easycrm.leads.table import from_item
from easycrm.standardise.rows.standardising import REPORT

Outcome = Literal["created", "updated", "unchanged", "merged", "held", "skipped"]
"""What became of a row; every row has exactly one."""

Plan = dict[str, dict[str, Any] | None]
"""For every lead that would change: its item before, or None. What an undo needs."""


def outcome(lead: Lead | None, upload: Upload) -> Outcome:
    """What the upload did to a lead that its plan names, however often and in whatever order its tasks ran."""
    if lead is None:
        return "held"
    if lead.created_in == upload.ref.upload_id:
        return "created"
    return "unchanged" if upload.existing == "skip" else "updated"


def make_result(
    rows: Iterable[StandardisedRow],
    outcomes: Mapping[str, Outcome],
    held: Iterable[Mapping[str, Any]],
    after: Mapping[str, Lead | None],
    plan: Plan,
    why_held: HeldReason = LEAD_TOO_LARGE,
) -> dict[str, Any]:
    """A batch's result: `rows` [table, row, leadId, outcome], `held` [table, row, code], `flagged` [table, row, flags],
    `left` [table, row, key, text, the lead's text], `conflicts` [table, row, other name], `skipped` [table, row], and
    `counts` and `flags`.

    A lead's outcome goes to its first row; its other rows are merged, or held with it. What told of an earlier import
    only is skipped.
    """
    rows = sorted(rows, key=lambda row: row.position)
    lines: list[list[Any]] = []
    told: set[str] = set()
    for row in rows:
        is_first = row.lead_id not in told
        told.add(row.lead_id)
        what = outcomes[row.lead_id]
        lines.append([*row.position, row.lead_id, what if is_first or what == "held" else "merged"])
    kept_back = [[row["table"], row["row"], row["held"]] for row in held]
    skipped = [line[:2] for line in kept_back if line[-1] == REPORT]
    not_stored = [line for line in kept_back if line[-1] != REPORT]
    not_stored += [[*line[:2], why_held] for line in lines if line[-1] == "held"]
    conflicts = list(_name_conflicts(rows, plan, after))
    flagged: list[list[Any]] = [
        [*row.position, _flags_of(row, after.get(row.lead_id))] for row in rows if outcomes[row.lead_id] != "held"
    ]
    counts = Counter(line[-1] for line in lines if line[-1] != "held")
    counts += Counter(held=len(not_stored), skipped=len(skipped))
    flags = Counter(flag for *_, of_row in flagged for flag in of_row) + Counter(nameConflict=len(conflicts))
    return {
        "rows": [line for line in lines if line[-1] != "held"],
        "held": not_stored,
        "flagged": [line for line in flagged if line[-1]],
        "left": list(_left_out(rows, after)),
        "conflicts": conflicts,
        "skipped": skipped,
        "counts": dict(counts),
        "flags": dict(flags),
    }


def _flags_of(row: StandardisedRow, lead: Lead | None) -> list[str]:
    """The row's flags, but for those of derived values that the lead did not take."""
    passed_over = {key for key in row.by_of if row.by_of[key] == DERIVED and lead and lead.text(key) != row.values[key]}
    return sorted({flag for key, flags in row.flags.items() if key not in passed_over for flag in flags})


def _left_out(rows: Iterable[StandardisedRow], after: Mapping[str, Lead | None]) -> Iterator[list[Any]]:
    """The values of rows that their lead does not have: overruled by another row, by a newer upload, or by policy.

    What was derived for an empty cell is no value of the file, and is not told.
    """
    for row in rows:
        lead = after.get(row.lead_id)
        if lead is not None:
            for key, text in row.values.items():
                if lead.text(key) != text and row.by_of.get(key) != DERIVED:
                    yield [*row.position, key, text, lead.text(key)]


def _name_conflicts(
    rows: Sequence[StandardisedRow], plan: Plan, after: Mapping[str, Lead | None]
) -> Iterator[list[Any]]:
    """Rows whose lead has, or had before, the name of somebody else."""
    before = {lead_id: from_item(item) if item else None for lead_id, item in plan.items()}
    names = {lead_id: [full_name(lead.values)] for lead_id, lead in {**after, **before}.items() if lead}
    for row in rows:
        names.setdefault(row.lead_id, []).append(row.full_name)
    for row in rows:
        other = next((name for name in names[row.lead_id] if is_other_person(name, row.full_name)), None)
        if other:
            yield [*row.position, other]
