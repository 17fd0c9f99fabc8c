"""What stands in the file where a value of a row says it otherwise: its capitals were calmed, or its letters mended."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from easycrm.leads.lead import FIELDS, NAME_KEYS
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.export_rows import as_stored, export_values
from easycrm.standardise.rows.layout import Layout
from easycrm.standardise.rows.ledger import words_of


def originals_of(columns: Sequence[MappedColumn], mended: Mapping[int, str]) -> dict[int, str]:
    """By position, what stands in the file of the cells that were mended, without the guard of our own files."""
    return dict(zip(mended, as_stored(columns, list(mended.values())), strict=True))


def as_written(
    values: Mapping[str, str],
    calmed: Collection[str],
    originals: Mapping[int, str],
    layout: Layout,
    cells: Sequence[str],
) -> dict[str, str]:
    """By key, what the cell of a value says in the file, if the value was calmed or the cell mended.

    `originals` are those of the mended cells. Of a name that was calmed, both parts know their cell.
    """
    keys = {*calmed, *NAME_KEYS} if not set(NAME_KEYS).isdisjoint(calmed) else calmed
    places = {key: next(_cells_of(key, values[key], layout, cells), None) for key in keys if key in values}
    for at in originals:
        places |= {key: at for key in _keys_of(at, values, layout, cells) if places.get(key) is None}
    texts = {key: originals.get(at, cells[at]).strip() for key, at in places.items() if at is not None}
    return {key: text for key, text in texts.items() if text != values[key]}


def exported_as_written(
    values: Mapping[str, str], columns: Sequence[MappedColumn], cells: Sequence[str], mended: Mapping[int, str]
) -> dict[str, str]:
    """The same of a row of one of our exports, in which nothing is calmed."""
    originals = export_values(columns, [mended.get(at, cell) for at, cell in enumerate(cells)]).values
    return {key: text for key, text in originals.items() if values.get(key, text) != text}


def _cells_of(key: str, text: str, layout: Layout, cells: Sequence[str]) -> Iterator[int]:
    """The cells that say a value, those of its own columns first."""
    words = set(words_of(text))
    names = layout.at("fullName") if key in NAME_KEYS else ()
    return (at for at in (*layout.at(key), *names, *layout.field_cells) if words <= set(words_of(cells[at])))


def _keys_of(at: int, values: Mapping[str, str], layout: Layout, cells: Sequence[str]) -> Iterator[str]:
    """The keys whose value a cell says: its remark, and the fields of its column."""
    remark = layout.remark_keys[at]
    if remark in values:
        yield remark
    words = set(words_of(cells[at]))
    for field in FIELDS:
        columns = (*layout.at(field), *(layout.at("fullName") if field in NAME_KEYS else ()))
        if field in values and at in columns and (remark not in values or words >= set(words_of(values[field]))):
            yield field
