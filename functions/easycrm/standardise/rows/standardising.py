"""One row of a worksheet into the values of a lead. Every non-empty cell ends in a value or is left out by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from easycrm.leads.flags import Flag
from easycrm.leads.lead import FIELDS, NAME_KEYS, RULES, remark_key
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.as_written import as_written, exported_as_written, originals_of
from easycrm.standardise.rows.contacts import Contacts, filled, read_contacts
from easycrm.standardise.rows.dummies import is_dummy
from easycrm.standardise.rows.export_rows import as_stored, export_values, is_export
from easycrm.standardise.rows.layout import Layout, layout_of
from easycrm.standardise.rows.ledger import words_in_fields
from easycrm.standardise.rows.several import several_in
from easycrm.standardise.values.blanks import is_ditto, is_placeholder
from easycrm.standardise.values.calming.person import calm_name
from easycrm.standardise.values.calming.phrase import calm_company, calm_title, cleaned
from easycrm.standardise.values.emails import (
    is_placeholder_email,
    normalised,
    read_emails,
)
from easycrm.standardise.values.names import family_without_suffixes, is_firm
from easycrm.standardise.values.phones import may_be_phone
from easycrm.workbooks.tables import AS_IN_THE_FILE

LEAD_ID, PLACEHOLDER, OF_ROW_REPORT, OF_EXPORT = "isTheLeadId", "placeholder", "ofTheRowReport", "ofTheExport"
"""Why a cell is left out: the lead's id is its key already; `n/a` in the column of a field says nothing, nor does
`none@none.com` in that of emails; a row report's own columns speak of an earlier import; an export's tell where the
lead came from and under which headers its texts are, which are not always those of their cells."""


@dataclass
class Standardised:
    """A row's non-blank values by key, the keys whose cell is empty, and what deserves a look, by key.

    `left_out` says, by position of the cell, why it is not in a value; `phone_evidence` by what a number's country was
    decided; `mixed` whether the name's cell says more than a name; `by` is `rules` or `deepseek`; `by_of` says by key
    who found a value where that was not the rules: `deepseek`, or `derived` for what DeepSeek took from the email.
    `is_test`: it is a test lead, or a template. `settled`: nothing is to be asked about it; `names_its_lead`: a row of
    our own export that names a stored lead; `written`: by key, what the cell of a value says that was calmed or mended.
    """

    values: dict[str, str] = field(default_factory=dict)
    blanks: list[str] = field(default_factory=list)
    flags: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    phone_evidence: str = ""
    mixed: bool = False
    by: str = RULES
    by_of: dict[str, str] = field(default_factory=dict)
    is_test: bool = False
    settled: bool = False
    names_its_lead: bool = False
    written: dict[str, str] = field(default_factory=dict)

    @property
    def speaks_of_someone(self) -> bool:
        """Whether any field has a value: a row of remarks alone is no lead."""
        return self.names_its_lead or any(name in self.values for name in FIELDS)

    @property
    def is_of_row_report_alone(self) -> bool:
        """Whether only a row report's own columns say something: it told of a row that was no lead row."""
        return not self.values and set(self.left_out.values()) == {OF_ROW_REPORT}

    def put(self, key: str, text: str) -> None:
        if text:
            self.values[key] = text

    def flag(self, key: str, flag: Flag) -> None:
        if flag not in self.flags.setdefault(key, []):
            self.flags[key].append(flag)


def standardise(
    columns: Sequence[MappedColumn],
    cells: Sequence[str],
    country: str,
    lead_id: str,
    written: Mapping[int, str] = AS_IN_THE_FILE,
    contacts: Contacts | None = None,
) -> Standardised:
    """The row's values by rules alone. `lead_id` is the lead that the row was found to speak of.

    `written`: by position, the text in the file of the cells that say something else here, because they were mended.
    `contacts`: those of the row, where somebody has read them.

    >>> from easycrm.standardise.columns.mapping import map_columns
    >>> from easycrm.workbooks.tables import label_columns
    >>> columns = map_columns(label_columns(["Name", "E-mail", "Phone", "Booth"]))
    >>> row = standardise(columns, ["Dr. Ana Novak", "ANA@Novak.example", "020 7946 0018", "B12"], "GB", "L1")
    >>> row.values["firstName"], row.values["lastName"], row.values["email"], row.values["phone"]
    ('Ana', 'Novak', 'ana@novak.example', '+442079460018')
    >>> {key: text for key, text in row.values.items() if key.startswith("remarks.")}
    {'remarks.Name': 'Dr. Ana Novak', 'remarks.Booth': 'B12'}
    """
    if is_export(columns):
        return _as_exported(columns, cells, lead_id, written)
    cells = as_stored(columns, cells)
    layout = layout_of(columns)
    contacts = contacts or read_contacts(layout, cells, country)
    mixed = contacts.full_name is not None and contacts.full_name.mixed
    row = Standardised(mixed=mixed, is_test=is_dummy(columns, layout, cells, contacts.email))
    calmed = {*_put_name(row, contacts), *_put_title_and_company(row, layout, cells)}
    row.put("email", contacts.email)
    _put_phone(row, contacts, cells)
    place_cells(row, columns, layout, cells, lead_id)
    _flag_emails(row, layout, cells)
    _flag_several(row, layout, cells)
    if calmed or written:
        row.written = as_written(row.values, calmed, originals_of(columns, written), layout, cells)
    return row


def _as_exported(
    columns: Sequence[MappedColumn], cells: Sequence[str], lead_id: str, written: Mapping[int, str]
) -> Standardised:
    """A row of our own export, as it is written."""
    values, blanks, claimed = export_values(columns, cells)
    left_out = {
        at: OF_ROW_REPORT if column.also == "report" else OF_EXPORT
        for at, (column, cell) in enumerate(zip(columns, as_stored(columns, cells), strict=True))
        if cell.strip() and values.get(column.field or remark_key(column.label)) != cell
    }
    row = Standardised(values, blanks, left_out=left_out, settled=True, names_its_lead=claimed == lead_id)
    if written:
        row.written = exported_as_written(values, columns, cells, written)
    return row


def place_cells(
    row: Standardised, columns: Sequence[MappedColumn], layout: Layout, cells: Sequence[str], lead_id: str
) -> None:
    """Remarks, in column order: every cell that the fields do not wholly say, as it is written."""
    words = words_in_fields(row.values)
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        text = cell.strip()
        if column.also == "report":
            row.left_out |= {at: OF_ROW_REPORT} if text else {}
        elif not text:
            row.blanks += [key for key in layout.keys[at] if key not in row.values]
        elif column.field == "leadId" and text == lead_id:
            row.left_out[at] = LEAD_ID
        elif column.field and is_ditto(text, column.field):  # in sight: no value is taken from the row above
            row.values[layout.remark_keys[at]] = text
            row.flag(layout.remark_keys[at], "dittoMark")
        elif not column.field and at not in layout.stand_ins:
            row.values[layout.remark_keys[at]] = text
        elif words.cover(text):
            continue
        elif column.field and _says_nothing(column.field, text):
            row.left_out[at] = PLACEHOLDER
        else:
            row.values[layout.remark_keys[at]] = text


def _says_nothing(field: str, text: str) -> bool:
    return is_placeholder(text, field) or (field == "email" and is_placeholder_email(normalised(text)))


def _put_name(row: Standardised, contacts: Contacts) -> Iterator[str]:
    """First and last name; yields the keys of those that were calmed."""
    first, last = " ".join(contacts.first.split()), family_without_suffixes(" ".join(contacts.last.split()))
    name = contacts.full_name.split if contacts.full_name else None
    if name:
        first, last, sure = name
        if not sure:
            row.flag("firstName", "nameUnsure")
    if name and not name.sure and is_firm(first):
        calm: tuple[str, str] = (calm_company(first), last)
    else:
        calm = calm_name(first, last, one_cell=name is not None)
    for key, text, written in zip(NAME_KEYS, calm, (first, last), strict=True):
        row.put(key, text)
        if text != written:
            yield key


def _put_title_and_company(row: Standardised, layout: Layout, cells: Sequence[str]) -> Iterator[str]:
    """Yields the keys of those that were calmed."""
    for key, calm in (("title", calm_title), ("company", calm_company)):
        at = next(filled(layout.at(key), cells, key), None)
        if at is not None:
            text = cleaned(cells[at])
            row.put(key, calm(text))
            if row.values.get(key, text) != text:
                yield key


def _put_phone(row: Standardised, contacts: Contacts, cells: Sequence[str]) -> None:
    """A valid number as E.164; one that may be a number as typed. Other texts are left to the remarks."""
    if contacts.phone:
        row.put("phone", contacts.phone.text)
        row.phone_evidence = contacts.phone.evidence
        if contacts.phone.doubtful or contacts.phone.evidence in ("numberBeside", "emailDomain"):
            row.flag("phone", "phoneCountryInferred")
    elif contacts.typed_phone is not None:
        row.put("phone", cells[contacts.typed_phone].strip())
        row.flag("phone", "phoneUnverified")


def _flag_several(row: Standardised, layout: Layout, cells: Sequence[str]) -> None:
    """Flags what names several people: the remark that has them all, or the name where that does."""
    at = several_in(layout, cells, row.values.get("email", ""))
    if at is not None:
        keys = (layout.remark_keys[at], "lastName", "firstName")
        row.flag(next((key for key in keys if key in row.values), "email"), "severalPeople")


def _flag_emails(row: Standardised, layout: Layout, cells: Sequence[str]) -> None:
    """Flags what stands in an email's or a phone's column and is none."""
    for at in filled(layout.at("email"), cells, "email"):
        emails = read_emails(cells[at])
        if emails.invalid or not emails.valid:
            row.flag(layout.remark_keys[at], "emailInvalid")
    for at in filled(layout.at("phone"), cells, "phone"):
        if not may_be_phone(cells[at]):
            row.flag(layout.remark_keys[at], "phoneUnverified")
