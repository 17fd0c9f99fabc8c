"""Why a file is refused: every error of reading one, each with a sentence that tells its owner what to do."""

from collections.abc import Sequence
from typing import TypedDict

from easycrm.errors import UnreadableFile

_SPLIT = "Please delete what is not part of the list, or split it into several files."


def empty_file() -> UnreadableFile:
    return UnreadableFile("emptyFile", "The file is empty. Please check that the list was saved, and upload it again.")


def not_a_spreadsheet(what: str) -> UnreadableFile:
    """The file is something else; `what` is a noun phrase such as `a JPEG picture`."""
    return UnreadableFile(
        "notASpreadsheet",
        f"This file is {what}, not a spreadsheet. Please upload the list itself as .xlsx or .csv.",
        found=what,
    )


def no_text() -> UnreadableFile:
    """The file is of no known format, and its bytes are no text."""
    return UnreadableFile(
        "notASpreadsheet",
        "This file is neither a spreadsheet nor text. Please upload the list itself as .xlsx or .csv.",
        found="binary data",
    )


def corrupt_file(detail: str = "") -> UnreadableFile:
    """A container breaks off or contradicts itself; `detail` is for those who look into it."""
    return UnreadableFile(
        "corruptFile",
        "The file is damaged or incomplete, so it cannot be read. "
        "Please open it in your spreadsheet program, save it again as .xlsx and upload that file.",
        detail=detail[:200],
    )


def encrypted_file() -> UnreadableFile:
    """A workbook is encrypted: with a password, or with the one that all programs know, against changes."""
    return UnreadableFile(
        "passwordProtected",
        "The file is encrypted, with a password or to protect it from changes, so that only a spreadsheet program can "
        "open it. Please save a copy without the password and without the protection, and upload that.",
    )


def too_large_unpacked(unpacked: int, limit: int) -> UnreadableFile:
    """A container's parts are larger than the limit; both in bytes."""
    return UnreadableFile(
        "tooLargeUnpacked",
        f"Unpacked, the file would take {unpacked / 1e6:,.0f} MB; at most {limit / 1e6:,.0f} MB can be read. {_SPLIT}",
        unpackedBytes=unpacked,
        limit=limit,
    )


def too_expensive(signal: int) -> UnreadableFile:
    """The process that decodes a container was ended by this signal of the kernel."""
    return UnreadableFile(
        "tooExpensive",
        "Reading the file takes more memory or time than an import may use. Often a stray cell far away from the "
        "list is the reason: please copy the list alone into a new workbook and upload that.",
        signal=signal,
    )


def too_many(what: str, limit: int) -> UnreadableFile:
    """`what` there is too much of: `rows`, `columns` or `cells`."""
    return UnreadableFile(
        f"tooMany{what.title()}",
        f"The file has more than {limit:,} {what}, which is more than one import reads. {_SPLIT}",
        limit=limit,
    )


def too_much_for_one_import(worksheet: str, row: int, rows: int) -> UnreadableFile:
    """With this row, from 1, there are more rows of leads than one import takes; `rows` came before it."""
    some = max(rows * 9 // 10, 1)
    each = some - some % 10 ** (len(str(some)) - 2) if some > 99 else some
    return UnreadableFile(
        "tooMuchForOneImport",
        f"The file holds more than one import can carry: up to row {row:,} of “{worksheet}” are {rows:,} rows of "
        f"leads, which is all that there is room for, and more follow. Please split it into files of at most {each:,} "
        "rows.",
        worksheet=worksheet,
        row=row,
        rows=rows,
    )


def too_many_skipped(worksheet: str, row: int | None) -> UnreadableFile:
    """With this row, from 1, more rows are no leads than can be told of: headers again, totals, footers."""
    return UnreadableFile(
        "tooManySkipped",
        "The file has more rows that are no leads, such as totals and headers that come again, than can be told of. "
        f"{_SPLIT}",
        worksheet=worksheet,
        row=row,
    )


def cell_too_long(row: int, limit: int) -> UnreadableFile:
    """A cell of this row, from 1, has more characters than the limit."""
    return UnreadableFile(
        "cellTooLong",
        f"A cell of row {row} is longer than {limit:,} characters. Please shorten it and upload the file.",
        row=row,
        limit=limit,
    )


def text_too_long(what: str, limit: int, **details: int) -> UnreadableFile:
    """A line or a cell of delimited text does not end; `what` begins the sentence."""
    return UnreadableFile(
        "cellTooLong",
        f"{what} is longer than {limit:,} characters. "
        'Usually a quotation mark (") is opened and never closed: please check the lines from there on.',
        limit=limit,
        **details,
    )


class EncodingChoice(TypedDict):
    """An encoding that a file may be in: for the option, for people, and how its first foreign cells read in it."""

    encoding: str
    name: str
    sample: str


def unclear_encoding(choices: Sequence[EncodingChoice]) -> UnreadableFile:
    """The bytes of a text file are sensible letters in several encodings, or hardly in one; the likeliest is first."""
    ways = " or ".join(choice["name"] for choice in choices)
    return UnreadableFile(
        "encodingUnclear",
        f"Which letters this file holds cannot be told for certain: it may be {ways}. Please choose the right one "
        "under Options and upload the file again, or save the list as “CSV UTF-8” or .xlsx.",
        choices=list(choices),
    )


def undecodable_text(line: int, encoding: str) -> UnreadableFile:
    """A line, from 1, is not in the encoding, whose name is the one that people know."""
    return UnreadableFile(
        "undecodableText",
        f"Line {line} holds bytes that are not {encoding} text, so its characters cannot be known. Please open the "
        "list in your spreadsheet program and save it as “CSV UTF-8” or .xlsx, or choose its encoding under Options.",
        row=line,
        encoding=encoding,
    )
