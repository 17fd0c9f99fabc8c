"""How many rows of leads one import takes: they are counted as they are read, and so is what they take as JSON."""

import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import Limits, Room
from easycrm.workbooks.refusals import too_much_for_one_import


@pytest.mark.parametrize("limits", [Limits(leads=7), Limits(lead_bytes=700), Limits(lead_bytes=799)])
def test_rows_are_taken_as_long_as_there_is_room_and_the_next_one_is_refused_in_words(limits):
    room = Room(limits)
    for row in range(2, 9):
        room.take("Leads", row, 100)
    with pytest.raises(
        UnreadableFile, match=r"up to row 9 of “Leads” are 7 rows of leads.*files of at most 6 rows"
    ) as no:
        room.take("Leads", 9, 100)
    assert (no.value.code, no.value.details) == ("tooMuchForOneImport", {"worksheet": "Leads", "row": 9, "rows": 7})


@pytest.mark.parametrize(("rows", "each"), [(812_345, "730,000"), (1_234, "1,100"), (150, "130"), (1, "1")])
def test_a_round_number_of_rows_is_advised(rows, each):
    assert f"at most {each} rows" in too_much_for_one_import("Leads", rows + 2, rows).sentence


def test_five_million_rows_are_taken():
    room = Room(Limits())
    for row in range(2, 5_000_002):
        room.take("Leads", row, 600)
    with pytest.raises(UnreadableFile, match="split it into files of at most 4,500,000 rows"):
        room.take("Leads", 5_000_002, 1)
