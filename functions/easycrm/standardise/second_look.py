"""What becomes of the rows that the rules leave unsettled: a believed answer, or the rules' result with a flag."""

from collections.abc import Sequence
from typing import NamedTuple

from easycrm.leads.lead import FIELDS
from easycrm.standardise.asking import Doubtful, ask_about
from easycrm.standardise.assistant import Assistant
from easycrm.standardise.columns import MappedColumn
from easycrm.standardise.grounding import Answer, derived
from easycrm.standardise.layout import layout_of
from easycrm.standardise.ledger import words_of
from easycrm.standardise.literal import as_stored
from easycrm.standardise.poison import tell_nobody, unless_poison
from easycrm.standardise.residue import Doubt, doubt
from easycrm.standardise.rows import Standardised, place_cells

NEEDS_REVIEW = "needsReview"
DERIVED = "derivedFromEmail"
_FLAGGED_FIRST = ("email", "firstName", "lastName", "company", "title", "phone")
_SPOKEN = ("firstName", "lastName", "title", "company")


class Source(NamedTuple):
    """Where a row comes from: its columns, its cells, the lead it speaks of."""

    columns: Sequence[MappedColumn]
    cells: Sequence[str]
    lead_id: str


def look_again(
    sources: Sequence[Source], found: Sequence[Standardised], assistant: Assistant | None
) -> list[Standardised]:
    """The rows as they were found, but for the unsettled ones: those are asked about, or flagged for a person."""
    sources = [source._replace(cells=as_stored(source.columns, source.cells)) for source in sources]
    doubts = {
        at: why
        for at, (source, row) in enumerate(zip(sources, found, strict=True))
        if (why := doubt(layout_of(source.columns), source.cells, row))
    }
    answers = _answers(sources, doubts, assistant) if assistant and doubts else {}
    return [_settled(sources[at], row, answers.get(at)) if at in doubts else row for at, row in enumerate(found)]


def _answers(sources: Sequence[Source], doubts: dict[int, Doubt], assistant: Assistant) -> dict[int, Answer]:
    rows = [
        Doubtful(tuple((sources[at].columns[cell].label, sources[at].cells[cell]) for cell in why.cells))
        for at, why in doubts.items()
    ]
    places = list(doubts)
    return {places[at]: answer for at, answer in ask_about(rows, assistant).items()}


def _settled(source: Source, row: Standardised, answer: Answer | None) -> Standardised:
    """The row as answered, or flagged where there is no answer, or one that the rules stumble over."""
    if answer is None or not any(getattr(answer, name) for name in _SPOKEN):
        return _flagged(row)
    return unless_poison(_answered, source, row, answer, address=(0, 0), tell=tell_nobody) or _flagged(row)


def _answered(source: Source, row: Standardised, answer: Answer) -> Standardised:
    """The row with the answer's names, title and company; email and phone stay those of the rules, as identity does."""
    layout = layout_of(source.columns)
    fields = _merged(row, answer)
    settled = Standardised(
        values=fields,
        flags={key: flags for key, flags in row.flags.items() if key not in _SPOKEN},
        phone_evidence=row.phone_evidence,
        mixed=row.mixed,
        by="deepseek",
    )
    place_cells(settled, source.columns, layout, source.cells, source.lead_id)
    for name in derived(answer, source.cells):
        settled.flag(name, DERIVED)
    return settled


def _merged(row: Standardised, answer: Answer) -> dict[str, str]:
    """The answer's values. What it is silent about stays, unless it has put those very words elsewhere."""
    said = {name: value for name in _SPOKEN if (value := getattr(answer, name))}
    used = {word for value in said.values() for word in words_of(value)}
    kept = {name: text for name, text in row.values.items() if name not in _SPOKEN or not used >= set(words_of(text))}
    merged = kept | said
    return {name: merged[name] for name in FIELDS if name in merged}


def _flagged(row: Standardised) -> Standardised:
    """For a person to look at. The flag is on a value, because a lead's flags are those of its values."""
    key = next((name for name in _FLAGGED_FIRST if name in row.values), None)
    if key:
        row.flag(key, NEEDS_REVIEW)
    return row
