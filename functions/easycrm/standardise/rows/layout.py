"""Which cells of a row to look at for what: made once per worksheet."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from easycrm.header_vocabulary import words_of
from easycrm.header_words import read_header
from easycrm.leads.lead import remark_key
from easycrm.standardise.columns.mapping import MAPPABLE, MappedColumn
from easycrm.standardise.columns.ranking import RANK
from easycrm.standardise.values.blanks import NAMES
from easycrm.standardise.values.names import Orders
from easycrm.standardise.values.phone_columns import Plans

_NAMING = (*NAMES, "title", "company")
_TESTS = frozenset(("is test", "test lead", "is test lead", "istest", "testlead", "is dummy", "dummy lead"))


class Layout(NamedTuple):
    """Positions of cells in a row. `fields`: per field its own column, then those that stand in for it, the best first.

    `of_others`: the columns that speak of somebody else, or of a thing; `labels`: the column that says what kind a
    column's value is, by its position. `names`: the columns of names, `naming`: those of titles and companies too;
    `tests`: those that say of a row whether it is a test. `field_cells`: all that belong to a field, field by field.
    """

    fields: dict[str, tuple[int, ...]]
    stand_ins: frozenset[int]
    of_others: frozenset[int]
    labels: Mapping[int, int]
    countries: tuple[int, ...]
    remark_keys: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    plans: tuple[Plans, ...]
    orders: tuple[Orders, ...]
    names: tuple[int, ...]
    naming: tuple[int, ...]
    tests: tuple[int, ...]
    field_cells: tuple[int, ...]

    def at(self, field: str) -> tuple[int, ...]:
        return self.fields.get(field, ())

    def speaking(self, field: str, cells: Sequence[str]) -> Sequence[int]:
        """A field's positions in a row, the best first, where labels say what each value is; no fax and no pager."""
        positions = self.at(field)
        if not self.labels.keys() & set(positions):
            return positions
        keys = {at: read_header(cells[self.labels[at]]).key if at in self.labels else field for at in positions}
        own = [at for at in positions if keys[at] != "fax"]
        return sorted(own, key=lambda at: RANK.get(keys[at] or "", 0))


def layout_of(columns: Sequence[MappedColumn]) -> Layout:
    return _layout(tuple(columns))


@lru_cache(maxsize=64)
def _layout(columns: tuple[MappedColumn, ...]) -> Layout:
    fields = {field: tuple(_positions(columns, field)) for field in MAPPABLE}
    return Layout(
        fields=fields,
        stand_ins=frozenset(at for at, column in enumerate(columns) if column.also in MAPPABLE),
        of_others=frozenset(at for at, column in enumerate(columns) if column.whose in ("somebodyElse", "thing")),
        labels={at: column.label_at for at, column in enumerate(columns) if column.label_at is not None},
        countries=tuple(at for at, column in enumerate(columns) if column.also == "country"),
        remark_keys=tuple(remark_key(column.label) for column in columns),
        keys=tuple(_keys(column) for column in columns),
        plans=tuple(column.plans for column in columns),
        orders=tuple(column.orders for column in columns),
        names=tuple(at for field in NAMES for at in _positions(columns, field)),
        naming=tuple(at for field in _NAMING for at in _positions(columns, field)),
        tests=tuple(at for at, column in enumerate(columns) if words_of(column.header) in _TESTS),
        field_cells=tuple(at for field in MAPPABLE if field != "leadId" for at in fields[field]),
    )


def _positions(columns: Sequence[MappedColumn], field: str) -> Iterator[int]:
    yield from (at for at, column in enumerate(columns) if column.field == field)
    stand_ins = [at for at, column in enumerate(columns) if column.field is None and column.also == field]
    yield from sorted(stand_ins, key=lambda at: columns[at].order)


def _keys(column: MappedColumn) -> tuple[str, ...]:
    """The keys of a lead that an empty cell of the column leaves blank."""
    match column.field:
        case None | "leadId":
            return (remark_key(column.label),)
        case "fullName":
            return ("firstName", "lastName")
        case field:
            return (field,)
