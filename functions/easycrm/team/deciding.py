"""PATCH /columns: what somebody decides on columns, kept unless others decided in between."""

from easycrm.leads.columns.decisions import Decisions, Wanted, columns_changed, decide
from easycrm.team.team_table import TeamTable


def decide_columns(wanted: Wanted, by: str, at: str, table: TeamTable) -> Decisions:
    """The decisions as they are then; raises BadRequest, and Conflict where they are not those that were seen."""
    decisions = table.decisions()
    decided = decide(decisions, wanted, by, at)
    if decided is not decisions and not table.keep_decisions(decided):
        raise columns_changed(table.decisions())
    return decided
