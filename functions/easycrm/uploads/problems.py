"""What went wrong with an upload, as its record and the API tell it: why in words, and what of it is not done."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from easycrm.bounds import RECORDED_CHARACTERS, RECORDED_CHOICES
from easycrm.workbooks.refusals import EncodingChoice


class ProblemDetails(TypedDict):
    """`choices`: the encodings that a file may be in, and how its first foreign cells would read in each."""

    choices: list[EncodingChoice]


class Problem(TypedDict):
    """Why an upload is not completed: a stable code, a sentence for people, whether trying again may help."""

    code: str
    message: str
    canRetry: bool
    details: NotRequired[ProblemDetails]


INTERRUPTED: Problem = {
    "code": "interrupted",
    "message": "The import was interrupted. What it had stored is kept; trying again does the rest.",
    "canRetry": True,
}


class WorksheetRange(TypedDict):
    """Rows of one worksheet, as its owner finds them: the first and the last, and how many of those between."""

    worksheet: str
    firstRow: int
    lastRow: int
    rows: int


class FailedBatch(TypedDict):
    """A batch that is not done, and where its rows are; `moreRanges`: how many are not named here."""

    batch: str
    rows: int
    ranges: list[WorksheetRange]
    moreRanges: NotRequired[int]


class WorksheetRows(TypedDict):
    """Rows of one worksheet, wherever they stand."""

    worksheet: str
    rows: int


class FailedSlice(TypedDict):
    """A slice that is not done, and how many rows of which worksheets are not stored for it.

    `moreWorksheets`: how many are not named here.
    """

    slice: str
    rows: int
    worksheets: list[WorksheetRows]
    moreWorksheets: NotRequired[int]


class FailedCounts(TypedDict):
    """How many batches and slices are not done."""

    batches: int
    slices: int


def recorded(text: str, most: int = RECORDED_CHARACTERS) -> str:
    """A text as the record has it: one that is longer than `most` characters is cut, and ends in `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def problem(code: str, message: str, can_retry: bool, choices: Sequence[EncodingChoice] = ()) -> Problem:
    """A problem as the record has it, with its texts cut."""
    bounded: Problem = {"code": recorded(code), "message": recorded(message), "canRetry": can_retry}
    if choices:
        bounded["details"] = {"choices": [_recorded_choice(choice) for choice in choices[:RECORDED_CHOICES]]}
    return bounded


def _recorded_choice(choice: EncodingChoice) -> EncodingChoice:
    return {
        "encoding": recorded(choice["encoding"]),
        "name": recorded(choice["name"]),
        "sample": recorded(choice["sample"]),
    }
