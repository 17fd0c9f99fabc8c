"""One row of a worksheet into the values of a lead. Every non-empty cell ends in a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from easycrm.leads.identity import Identity, is_lead_id
from easycrm.leads.lead import FIELDS, remark_key
from easycrm.standardise.columns import MappedColumn
from easycrm.standardise.emails import first_email
from easycrm.standardise.literal import as_stored, is_literal, literal_values
from easycrm.standardise.names import split_name
from easycrm.standardise.phones import e164


@dataclass
class Standardised:
    """A row's non-blank values by key, the keys whose cell is empty, and what deserves a look, by key.

    `names_its_lead`: it is a row of our own export, and names a lead that is stored.
    """

    values: dict[str, str] = field(default_factory=dict)
    blanks: list[str] = field(default_factory=list)
    flags: dict[str, list[str]] = field(default_factory=dict)
    names_its_lead: bool = False

    @property
    def speaks_of_someone(self) -> bool:
        """Whether any field has a value: a row of remarks alone is no lead."""
        return self.names_its_lead or any(name in self.values for name in FIELDS)

    def flag(self, key: str, flag: str) -> None:
        self.flags.setdefault(key, []).append(flag)


def identify(columns: Sequence[MappedColumn], cells: Sequence[str], country: str) -> Identity:
    """What the rules find in a row. `stored_lead_id` has the id's form only: whether it is stored, the table knows."""
    cells = as_stored(columns, cells)
    said = _by_field(columns, cells)
    claimed = said.get("leadId", "").strip()
    full_name = said.get("fullName") or f"{said.get('firstName', '')} {said.get('lastName', '')}"
    return Identity(
        stored_lead_id=claimed if is_lead_id(claimed) else "",
        email=first_email(said.get("email", ""))[0],
        full_name=full_name,
        phone=e164(said.get("phone", ""), country),
        cells=tuple((column.label, cell) for column, cell in zip(columns, cells, strict=True) if cell.strip()),
    )


def standardise(columns: Sequence[MappedColumn], cells: Sequence[str], country: str, lead_id: str) -> Standardised:
    """The row's values by rules alone. `lead_id` is the lead that the row was found to speak of."""
    if is_literal(columns):
        values, blanks, claimed = literal_values(cells)
        return Standardised(values, blanks, names_its_lead=claimed == lead_id)
    row = Standardised()
    for column, cell in zip(columns, cells, strict=True):
        if cell.strip():
            _read_cell(row, column, cell.strip(), country, lead_id)
        else:
            row.blanks += _keys(column)
    return row


def _read_cell(row: Standardised, column: MappedColumn, cell: str, country: str, lead_id: str) -> None:
    remark = remark_key(column.label)
    match column.field:
        case "email":
            email, is_all = first_email(cell)
            if email:
                row.values["email"] = email
            else:
                row.flag(remark, "emailInvalid")
            if not is_all:
                row.values[remark] = cell
        case "phone":
            number = e164(cell, country)
            row.values["phone"] = number or cell
            if not number:
                row.flag("phone", "phoneUnverified")
        case "fullName":
            first, last = split_name(cell)
            row.values |= {key: text for key, text in (("firstName", first), ("lastName", last)) if text}
        case "leadId":
            if cell != lead_id:
                row.values[remark] = cell
        case None:
            row.values[remark] = cell
        case name:
            row.values[name] = " ".join(cell.split())


def _keys(column: MappedColumn) -> list[str]:
    match column.field:
        case None | "leadId":
            return [remark_key(column.label)]
        case "fullName":
            return ["firstName", "lastName"]
        case name:
            return [name]


def _by_field(columns: Sequence[MappedColumn], cells: Sequence[str]) -> Mapping[str, str]:
    return {column.field: cell for column, cell in zip(columns, cells, strict=True) if column.field}
