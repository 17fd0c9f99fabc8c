"""Whose a row is, by what the rules find in it, and by what the former rules found."""

from collections.abc import Sequence

from easycrm.leads.identity import Identity, is_lead_id
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.contacts import Contacts, former_name, read_contacts
from easycrm.standardise.rows.export_rows import as_stored
from easycrm.standardise.rows.former_phones import former_phone
from easycrm.standardise.rows.layout import Layout, layout_of
from easycrm.standardise.values.emails import is_placeholder_email, is_role_address, may_hold_email, read_emails
from easycrm.workbooks.worksheets.header_groups import GROUP_SEPARATOR


def identify(
    columns: Sequence[MappedColumn], cells: Sequence[str], country: str, contacts: Contacts | None = None
) -> Identity:
    """What the rules find in a row. `stored_lead_id` has the id's form only: whether it is stored, the table knows.

    `contacts`: those of the row, where somebody has read them.
    """
    cells = as_stored(columns, cells)
    layout = layout_of(columns)
    contacts = contacts or read_contacts(layout, cells, country)
    claimed = next((cells[at].strip() for at in layout.at("leadId")), "")
    identity = Identity(
        stored_lead_id=claimed if is_lead_id(claimed) else "",
        email=contacts.email,
        full_name=contacts.name,
        phone=contacts.phone.text if contacts.phone else "",
        cells=tuple(
            (column.label, cell)
            for column, cell in zip(columns, cells, strict=True)
            if cell.strip() and column.also != "report"
        ),
        is_shared=is_role_address(contacts.email) or _is_shared(columns, layout, cells, contacts.email),
        former_email=_former_email(layout, cells, contacts.email),
        name_parts=None if contacts.full else (contacts.first, contacts.last),
    )
    if identity.email and not identity.is_shared:
        return identity
    name = former_name(layout, cells)
    identity = identity._replace(former_name=None if name == identity.full_name else name)
    return identity if identity.email else _with_former(identity, layout, cells, country)


def _with_former(identity: Identity, layout: Layout, cells: Sequence[str], country: str) -> Identity:
    """The identity of a row without an email, which has the phone or the cells in it, as the former rules read them."""
    phone = former_phone(layout, cells, country) if identity.full_name else identity.phone
    former = tuple((label.replace(GROUP_SEPARATOR, " "), cell) for label, cell in identity.cells)
    return identity._replace(
        former_phone=None if phone == identity.phone else phone,
        former_cells=None if former == identity.cells else former,
    )


def _is_shared(columns: Sequence[MappedColumn], layout: Layout, cells: Sequence[str], email: str) -> bool:
    """Whether the row's email comes from a column of emails that several people have."""
    if not email or not any(column.shared for column in columns):
        return False
    of_email = (*layout.at("email"), *layout.field_cells, *range(len(cells)))
    return next((columns[at].shared for at in of_email if email in read_emails(cells[at]).valid), False)


def _former_email(layout: Layout, cells: Sequence[str], email: str) -> str | None:
    """The first email of the row's fields, if that is what people type who have none: the former rules took it."""
    for at in (*layout.at("email"), *layout.field_cells):
        if may_hold_email(cells[at]) and cells[at] != email:
            first = next(iter(read_emails(cells[at]).valid), "")
            if first:
                return first if is_placeholder_email(first) else None
    return None
