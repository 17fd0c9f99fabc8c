"""How people call the columns, in questions and in answers."""

from collections.abc import Iterator, Mapping

from easycrm.header_words import headers_of
from easycrm.leads.lead import FIELDS

_NAMES = {
    "name": "name|names|full name|full names",
    "title": "job|jobs",
    "company": "company name",
    "emailDomain": "email domain|email domains|e-mail domain|domain|domains",
    "email": "email address|email addresses|e-mail address|e-mail|e-mails|mail address",
    "phone": "phone number|phone numbers|telephone number|mobile number|mobile|mobiles",
    "remarks": "remark|remarks|note|notes|comment|comments",
    "sourceFile": "source file|source files|file name|file|files|source|sources|upload|uploads",
    "worksheet": "worksheet|worksheets|sheet|sheets",
    "flags": "flag|flags",
    "createdAt": "creation date|date added|created|date",
    "updatedAt": "last change|updated|changed",
}
"""What a column is called in questions and in no header, as alternatives of a pattern."""

SPOKEN: Mapping[str, str] = {
    "name": "name",
    "firstName": "first name",
    "lastName": "last name",
    "title": "title",
    "company": "company",
    "emailDomain": "email domain",
    "email": "email",
    "phone": "phone",
    "remarks": "remarks",
    "companyKey": "company",
    "sourceFile": "source file",
    "worksheet": "worksheet",
    "flags": "flags",
    "createdAt": "time of creation",
    "updatedAt": "time of the last change",
    "leadId": "lead id",
    "row": "row",
    "uploadId": "upload id",
    "createdIn": "upload that created it",
    "version": "version",
    "standardisedBy": "way of standardising",
}
"""What a column is called in answers."""


def plural_of(name: str) -> str:
    """What several of them are called: `companies`, `addresses`."""
    if name.endswith("s"):
        return f"{name}es" if name.endswith("ss") else name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _names_of(column: str) -> Iterator[str]:
    """What a column is called in questions: a field by its English headers too, in singular and plural.

    `Contact no` is left to headers: in a question, `no` means none.
    """
    yield from filter(None, _NAMES.get(column, "").split("|"))
    for header in headers_of(column) if column in FIELDS else ():
        if not header.endswith(" no"):
            yield from (header, plural_of(header))


NAMES: Mapping[str, tuple[str, ...]] = {
    column: tuple(dict.fromkeys(_names_of(column))) for column in dict.fromkeys((*_NAMES, *FIELDS))
}
"""What a column is called in questions."""

MARKED = r"ꙮ\d+ꙮ"
"""A pattern of the words that stand for columns of the lists, see `SaidColumns`."""

_MEANINGS = {name: column for column, names in NAMES.items() for name in names}
ANY_COLUMN = "|".join([MARKED, *sorted(_MEANINGS, key=len, reverse=True)])
"""Every name of a field, and what stands for a column of the lists, as alternatives of a pattern."""


def field_called(words: str) -> str:
    """The field that the words of ANY_COLUMN mean."""
    return _MEANINGS[" ".join(words.lower().split())]


def plural(column: str) -> str:
    """`companies`, `first names`."""
    return plural_of(SPOKEN[column])
