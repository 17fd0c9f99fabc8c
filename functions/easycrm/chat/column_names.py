"""How people call the columns, in questions and in answers."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "name": "name|names|full name|full names",
    "firstName": "first name|first names|given name|forename",
    "lastName": "last name|last names|surname|surnames|family name",
    "title": "job title|job titles|title|titles|position|positions|role|roles|job|jobs",
    "company": "company name|company|companies|organisation|organisations|organization|organizations|employer|employers"
    "|firm|firms|business|businesses",
    "emailDomain": "email domain|email domains|e-mail domain|domain|domains",
    "email": "email address|email addresses|e-mail address|email|emails|e-mail|e-mails|mail address",
    "phone": "phone number|phone numbers|telephone number|telephone|phone|phones|mobile number|mobile|mobiles",
    "remarks": "remark|remarks|note|notes|comment|comments",
    "sourceFile": "source file|source files|file name|file|files|source|sources|upload|uploads",
    "worksheet": "worksheet|worksheets|sheet|sheets",
    "flags": "flag|flags",
    "createdAt": "creation date|date added|created|date",
    "updatedAt": "last change|updated|changed",
}
"""What a column is called in questions, as alternatives of a pattern."""

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

ANY_COLUMN = "|".join(sorted("|".join(NAMES.values()).split("|"), key=len, reverse=True))
_MEANINGS = {word: column for column, words in NAMES.items() for word in words.split("|")}


def column_called(words: str) -> str:
    """The column that the words of ANY_COLUMN mean."""
    return _MEANINGS[" ".join(words.lower().split())]


def plural(column: str) -> str:
    """`companies`, `first names`."""
    spoken = SPOKEN[column]
    if spoken.endswith("s"):
        return spoken
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"
