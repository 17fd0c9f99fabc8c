"""How many rows one import carries: they are counted as they are read, by what they take in memory."""

import json
import random
import string
import sys
from itertools import chain

import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import OWN_BYTES, ROW_BYTES, Limits, Room, carried_bytes, memory_of_row
from easycrm.workbooks.refusals import too_much_for_one_import

IDEOGRAPHS = "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅"


def line_of(row, cells):
    return json.dumps([row, list(cells)], ensure_ascii=False)


def take(room, rows):
    for row, cells in enumerate(rows, 2):
        room.take("Leads", row, cells, line_of(row, cells))


def held(rows):
    """Bytes of rows in memory by Python's own count: a list of tuples of texts."""
    rows = [json.loads(line_of(2, cells))[1] for cells in rows]
    texts = {id(text): sys.getsizeof(text) for text in chain.from_iterable(rows)}
    return sum(texts.values()) + sum(sys.getsizeof(tuple(cells)) for cells in rows)


@pytest.mark.parametrize("alphabet", [string.ascii_letters, "äöüßéèñ", IDEOGRAPHS, "\U0001f600\U0001f680"])
@pytest.mark.parametrize(("width", "filled", "characters"), [(1, 1, 5), (8, 8, 20), (300, 3, 10), (5, 5, 4000)])
def test_a_row_counts_for_more_than_its_texts_take(alphabet, width, filled, characters):
    chosen = random.Random(1)
    texts = ["".join(chosen.choices(alphabet, k=characters)) for _ in range(filled)]
    cells = [*texts, *[""] * (width - filled)]
    assert memory_of_row(cells, line_of(2, cells)) > held([cells])


@pytest.mark.parametrize("width", [1, 5, 6, 10, 11, 22, 43, 86, 171, 342])
def test_a_row_of_mended_cells_counts_for_what_the_file_says_of_them_too(width):
    cells, written = ["José"] * width, {str(column): f"JosÃ©{column}" for column in range(width)}
    line = json.dumps([2, cells, written], ensure_ascii=False)
    by_column = {int(column): text for column, text in json.loads(line)[2].items()}
    in_memory = held([cells]) + sys.getsizeof(by_column) + sum(map(sys.getsizeof, chain(by_column, by_column.values())))
    assert memory_of_row(cells, line, width) > ROW_BYTES / 2 + in_memory


def test_rows_are_taken_as_long_as_there_is_room_and_the_next_one_is_refused_in_words():
    cells = ["Ana Li", "ana@example.com"]
    each = memory_of_row(cells, line_of(2, cells))
    take(Room(Limits(carried_bytes=7 * each)), [cells] * 7)
    with pytest.raises(
        UnreadableFile, match=r"up to row 9 of “Leads” are 7 rows of leads.*files of at most 6 rows"
    ) as no:
        take(Room(Limits(carried_bytes=8 * each - 1)), [cells] * 8)
    assert (no.value.code, no.value.details) == ("tooMuchForOneImport", {"worksheet": "Leads", "row": 9, "rows": 7})


@pytest.mark.parametrize(("rows", "each"), [(812_345, "730,000"), (1_234, "1,100"), (150, "130"), (1, "1")])
def test_a_round_number_of_rows_is_advised(rows, each):
    assert f"at most {each} rows" in too_much_for_one_import("Leads", rows + 2, rows).sentence


def test_what_is_carried_follows_from_the_memory_of_the_function():
    assert carried_bytes(2048 << 20) - carried_bytes(1024 << 20) == 1024 << 20
    assert carried_bytes(OWN_BYTES) == 0
    assert carried_bytes(2048 << 20) >= Limits().carried_bytes
