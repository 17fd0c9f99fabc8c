"""What becomes of the rows that the rules leave unsettled: a believed answer, or the rules' result with a flag."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from easycrm.deepseek.assistant import Assistant
from easycrm.leads.flags import NEEDS_REVIEW
from easycrm.leads.lead import DEEPSEEK, DERIVED, FIELDS
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.as_written import as_written, originals_of
from easycrm.standardise.rows.export_rows import as_stored
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import words_of
from easycrm.standardise.rows.poison import tell_nobody, unless_poison
from easycrm.standardise.rows.standardising import Standardised, place_cells
from easycrm.standardise.second_look.asking import Doubtful, ask_about
from easycrm.standardise.second_look.grounding import Answer, derived
from easycrm.standardise.second_look.residue import Doubt, doubt
from easycrm.standardise.values.calming.person import calm_name
from easycrm.standardise.values.calming.phrase import calm_company, calm_title

_FLAGGED_FIRST = ("email", "firstName", "lastName", "company", "title", "phone")
_NAMES = ("firstName", "lastName")
_SPOKEN = ("firstName", "lastName", "title", "company")


class Source(NamedTuple):
    """Where a row comes from: its columns, its cells, the lead it speaks of, and by position what was mended."""

    columns: Sequence[MappedColumn]
    cells: Sequence[str]
    lead_id: str
    written: Mapping[int, str] = {}


LookAgain = Callable[[Sequence[Source], Sequence[Standardised]], list[Standardised]]
"""`look_again` with its assistant, or without one."""


def look_again(
    sources: Sequence[Source], by_rules: Sequence[Standardised], assistant: Assistant | None = None
) -> list[Standardised]:
    """The rows as they were found, but for the unsettled ones: those are asked about, or flagged for a person."""
    sources = [_as_stored(source) for source in sources]
    doubts = {
        at: why
        for at, (source, row) in enumerate(zip(sources, by_rules, strict=True))
        if (why := doubt(layout_of(source.columns), source.cells, row))
    }
    answers = _answers(sources, doubts, assistant) if assistant and doubts else {}
    return [
        _settled_or_flagged(sources[at], row, doubts[at], answers.get(at)) if at in doubts else row
        for at, row in enumerate(by_rules)
    ]


def _as_stored(source: Source) -> Source:
    cells, written = as_stored(source.columns, source.cells), originals_of(source.columns, source.written)
    return source._replace(cells=cells, written=written)


def _answers(sources: Sequence[Source], doubts: dict[int, Doubt], assistant: Assistant) -> dict[int, Answer]:
    rows = [
        Doubtful(tuple((sources[at].columns[cell].label, sources[at].cells[cell]) for cell in why.cells))
        for at, why in doubts.items()
    ]
    places = list(doubts)
    return {places[at]: answer for at, answer in ask_about(rows, assistant).items()}


def _settled_or_flagged(source: Source, row: Standardised, why: Doubt, answer: Answer | None) -> Standardised:
    """An answer that the rules stumble over is none: the row stays as they found it, for a person to look at."""
    settled = unless_poison(_settled, source, row, why, answer, address=(0, 0), tell=tell_nobody)
    return settled or _flagged(row)


def _settled(source: Source, row: Standardised, why: Doubt, answer: Answer | None) -> Standardised:
    """The row with the answer's names, title and company; email and phone stay those of the rules, as identity does."""
    answered = _usable(row, why, answer) if answer else {}
    if not answer or not answered:
        return _flagged(row)
    of_email = derived(answer, source.cells)
    fields = _merged(row, _calm(answered, of_email), why)
    changed = {name for name, text in fields.items() if text != row.values.get(name)}
    taken = changed.intersection(of_email)
    settled = Standardised(
        values=fields,
        flags={key: flags for key, flags in row.flags.items() if key not in _SPOKEN or key in fields.keys() - changed},
        phone_evidence=row.phone_evidence,
        mixed=row.mixed,
        by=DEEPSEEK,
        by_of={name: DERIVED if name in taken else DEEPSEEK for name in fields if name in changed},
    )
    layout = layout_of(source.columns)
    place_cells(settled, source.columns, layout, source.cells, source.lead_id)
    calmed = row.written.keys() - changed | {name for name in changed if fields[name] != answered[name]}
    settled.written = as_written(settled.values, calmed, source.written, layout, source.cells)
    for name in taken:
        settled.flag(name, "derivedFromEmail")
    return settled


def _usable(row: Standardised, why: Doubt, answer: Answer) -> dict[str, str]:
    """What the answer says and may be taken. From the email alone, only what no cell says; a name is one thing."""
    answered = {name: value for name in _SPOKEN if (value := getattr(answer, name))}
    if not why.is_in_email:
        return answered
    has_name = any(name in row.values for name in _NAMES)
    stated = {*row.values, *(_NAMES if has_name else ())}
    return {name: value for name, value in answered.items() if name not in stated}


def _calm(answered: dict[str, str], of_email: Collection[str]) -> dict[str, str]:
    """The answer's texts as a letter would have them, where they are those of cells."""
    first, last, title, company = (answered.get(name, "") for name in _SPOKEN)
    texts = (*calm_name(first, last, one_cell=True), calm_title(title), calm_company(company))
    calm = dict(zip(_SPOKEN, texts, strict=True))
    return {name: text if name in of_email else calm[name] for name, text in answered.items()}


def _merged(row: Standardised, answered: dict[str, str], why: Doubt) -> dict[str, str]:
    """What was said, and what the rules found elsewhere, unless those very words were moved to another field."""
    used = {word for value in answered.values() for word in words_of(value)} if not why.is_in_email else set()
    kept = {name: text for name, text in row.values.items() if name not in _SPOKEN or not used >= set(words_of(text))}
    merged = kept | answered
    return {name: merged[name] for name in FIELDS if name in merged}


def _flagged(row: Standardised) -> Standardised:
    """For a person to look at. The flag is on a value, because a lead's flags are those of its values."""
    key = next((name for name in _FLAGGED_FIRST if name in row.values), None)
    if key:
        row.flag(key, NEEDS_REVIEW)
    return row
