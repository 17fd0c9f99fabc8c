"""What each column of a worksheet means, by its header."""

from collections.abc import Sequence
from typing import NamedTuple

from easycrm.workbooks.tables import Column

MAPPABLE = ("leadId", "firstName", "lastName", "fullName", "title", "company", "email", "phone")
"""What a column can mean: a field of the lead, the id of a stored lead, or a full name, which fills two fields."""

REPORT_COLUMNS = ("EasyCRM worksheet", "EasyCRM row", "EasyCRM reason")
"""What the row report adds to a file's own columns; in a report that is uploaded again they are left out."""

_SYNONYMS = {
    "leadId": "leadid",
    "firstName": "firstname forename givenname vorname prenom prénom nombre",
    "lastName": "lastname surname familyname nachname familienname nom apellido apellidos",
    "fullName": "name fullname contact contactname contactperson attendee attendeename leadname person ansprechpartner",
    "title": "title jobtitle position role jobrole designation function funktion poste cargo",
    "company": "company companyname organisation organization org employer business firm firma unternehmen entreprise "
    "société empresa account accountname",
    "email": "email emailaddress mail mailaddress emailid workemail businessemail primaryemail correo "
    "correoelectrónico courriel",
    "phone": "phone phonenumber telephone telephonenumber tel telno mobile mobilephone mobilenumber mobileno cell "
    "cellphone handphone contactnumber contactno phoneno telefon telefonnummer handy téléphone teléfono",
}

_MEANING = {word: field for field, words in _SYNONYMS.items() for word in words.split()}


class MappedColumn(NamedTuple):
    """A column and what it means. `field` is None for a column that goes to remarks under its label."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks a column for
    header: str
    label: str
    field: str | None
    confidence: float
    decided_by: str


def map_columns(columns: Sequence[Column]) -> list[MappedColumn]:
    """The meaning of each column. A field has one column, the first with its header; the others go to remarks."""
    taken: set[str] = set()
    mapped = []
    for column in columns:
        field = _MEANING.get(folded_header(column.header))
        if field in taken:
            field = None
        if field:
            taken.add(field)
        mapped.append(MappedColumn(*column, field, 1.0 if field else 0.0, "header" if field else "none"))
    if {"firstName", "lastName"} & taken:
        mapped = [column._replace(field=None) if column.field == "fullName" else column for column in mapped]
    return mapped


def folded_header(header: str) -> str:
    """A header as people mean it: `E-Mail address` is `emailaddress`."""
    return "".join(char for char in header.casefold() if char.isalnum())
