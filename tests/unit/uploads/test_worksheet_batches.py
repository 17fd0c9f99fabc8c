"""Worksheet batches: every row is in one of them, in the order of the file, at the bytes that its range names."""

import json
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.errors import BrokenPromise
from easycrm.uploads.strips import (
    BATCH_WEIGHT,
    MOST_BATCHES,
    MOST_TABLES,
    SLICE_WEIGHT,
    Strips,
    weight_of,
    worksheet_batches,
)
from easycrm.uploads.work_files.parsed_tables import line_size, read_rows, row_line, write_rows
from easycrm.uploads.work_files.worksheet_batches import (
    has_worksheet_batches,
    read_batch_rows,
    read_worksheet_batches,
    worksheet_batches_key,
    write_missing_batches,
    write_worksheet_batches,
)
from easycrm.workbooks.tables import filled_cells
from tests.support.fakes import InMemoryStore

texts = st.text(max_size=6) | st.text('\\"\r\n\tr\u2028é王😀 ', max_size=4)
rows = st.tuples(st.lists(texts, max_size=4), st.dictionaries(st.integers(0, 3), texts, max_size=1))
tables = st.lists(st.lists(rows, max_size=12), max_size=6)


def parsed(tables, batch_rows=1250, slice_rows=2000):
    """The store and the batches of tables of (cells, written); every other number in a table is of a held row."""
    store, strips = InMemoryStore(), Strips(batch_rows)

    def lines(table, of_table):
        for number, (cells, written) in enumerate(of_table):
            line = row_line(2 * number + 2, cells, written)
            strips.add(table, 2 * number + 2, cells, written, line_size(line))
            yield line

    for table, of_table in enumerate(tables):
        write_rows(table, lines(table, of_table), store)
    return store, worksheet_batches(strips.noted, batch_rows, slice_rows)


def usual(count, width=2, characters=10):
    return [(["x" * characters] * width, {})] * count


def sizes(tables, batch_rows=1250):
    return [batch["rows"] for batch in parsed(tables, batch_rows)[1]]


@given(tables, st.integers(1, 15), st.integers(1, 15))
def test_batches_have_every_row_once_in_order(tables, batch_rows, slice_rows):
    store, batches = parsed(tables, batch_rows, slice_rows)
    read = [list(read_batch_rows(batch["batch"], batch["ranges"], store)) for batch in batches]
    in_tables = [[(table, row) for row in read_rows(f"tables/{table:03}.jsonl", store)] for table in range(len(tables))]
    assert list(chain.from_iterable(read)) == list(chain.from_iterable(in_tables))
    assert [len(rows) for rows in read] == [batch["rows"] for batch in batches]
    assert [sum(filled_cells(row.row.cells) for row in rows) for rows in read] == [batch["cells"] for batch in batches]


@given(tables, st.integers(1, 15))
def test_a_range_says_which_rows_of_its_table_it_has(tables, batch_rows):
    store, batches = parsed(tables, batch_rows)
    for batch in batches:
        assert len({part["table"] for part in batch["ranges"]}) == len(batch["ranges"])
        for part in batch["ranges"]:
            numbers = [row.row.row for row in read_batch_rows(batch["batch"], [part], store)]
            assert (numbers[0], numbers[-1], len(numbers)) == (part["firstRow"], part["lastRow"], part["rows"])


def test_what_a_child_is_given_of_many_tables_of_a_row_is_no_more_than_step_functions_hands_on():
    first, second = parsed([usual(1)] * (MOST_TABLES + 1), batch_rows=20_000)[1]
    assert (first["rows"], second["rows"]) == (MOST_TABLES, 1)
    largest = dict.fromkeys(first["ranges"][0], 10**9)
    assert MOST_TABLES * len(json.dumps(largest)) < 256_000


@given(tables, st.integers(1, 15), st.integers(1, 15))
def test_batches_have_names_in_order_and_one_number_of_slices(tables, batch_rows, slice_rows):
    _, batches = parsed(tables, batch_rows, slice_rows)
    assert [batch["batch"] for batch in batches] == [f"{number:05}" for number in range(1, len(batches) + 1)]
    assert len({batch["slices"] for batch in batches}) <= 1


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(1, 15))
def test_no_batch_has_more_rows_than_it_may_and_none_ends_where_the_next_rows_would_fit(counts, batch_rows):
    of_batches = sizes([usual(count) for count in counts], batch_rows)
    assert max(of_batches, default=0) <= batch_rows
    assert all(one + other > batch_rows for one, other in pairwise(of_batches))


@pytest.mark.parametrize(
    ("tables", "batch_rows", "batches"),
    [
        ([usual(5)], 2, [2, 2, 1]),
        ([usual(3_000)], 1250, [1250, 1250, 500]),
        ([usual(700)], 300, [300, 300, 100]),
        ([usual(30)] * 200, 1250, [1230, 1230, 1230, 1230, 1080]),
        ([usual(1)] * 300, 1250, [300]),
        ([usual(5_120, width=0)], 10, [20] * MOST_BATCHES),
        ([], 1250, []),
    ],
    ids=["few", "one table", "strips that fill a batch", "small tables", "one row each", "no more than 256", "none"],
)
def test_batches_are_about_as_large_as_wanted(tables, batch_rows, batches):
    assert sizes(tables, batch_rows) == batches


@pytest.mark.parametrize(
    ("rows", "of_batches"),
    [
        (usual(450, width=1_000), [96, 96, 96, 96, 66]),
        (usual(7, width=10, characters=100_000), [5, 2]),
        ([(["x" * 100_000] * 10, dict(enumerate(["x" * 100_000] * 10)))] * 7, [2, 2, 2, 1]),
        (usual(3, width=100, characters=100_000), [1, 1, 1]),
    ],
    ids=["wide", "long", "long and mended", "each too heavy"],
)
def test_heavy_rows_are_in_batches_of_fewer(rows, of_batches):
    assert sizes([rows]) == of_batches


@given(st.lists(st.integers(0, BATCH_WEIGHT // 50), max_size=30), st.integers(1, 8))
def test_no_batch_is_too_heavy_unless_one_row_is(widths, batch_rows):
    strips = Strips(batch_rows)
    for row, width in enumerate(widths):
        strips.add(0, row, [""] * width, {}, 1)
    for batch in worksheet_batches(strips.noted, batch_rows, 10):
        (part,) = batch["ranges"]
        heavy = [50 * width for width in widths[part["firstRow"] : part["lastRow"] + 1]]
        assert sum(heavy) <= BATCH_WEIGHT or len(heavy) == 1


def test_rows_that_are_heavy_are_shared_out_to_more_slices():
    _, light = parsed([usual(10)])
    heavy_row = ["x" * (SLICE_WEIGHT // 2)]
    _, heavy = parsed([[(heavy_row, {})] * 10])
    assert {batch["slices"] for batch in light} == {1}
    assert {batch["slices"] for batch in heavy} == {8}
    assert weight_of(heavy_row) * 10 > 4 * SLICE_WEIGHT


def test_a_range_that_does_not_have_the_rows_that_it_had_is_no_batch():
    store, batches = parsed([usual(5)])
    store.write_lines("tables/000.jsonl", [row_line(2, ["x"])])
    with pytest.raises(BrokenPromise, match="Batch 00001 has 5 rows of table 0, but 1 were read"):
        list(read_batch_rows("00001", batches[0]["ranges"], store))


def test_the_first_batches_stay():
    store, first = parsed([usual(3)], batch_rows=2)
    assert not has_worksheet_batches(store)
    assert read_worksheet_batches(store) is None
    assert write_worksheet_batches(first, store) is first
    _, second = parsed([usual(4)], batch_rows=2)
    assert write_worksheet_batches(second, store) == read_worksheet_batches(store) == first
    assert has_worksheet_batches(store)
    assert worksheet_batches_key(first, store) == {"key": "imports/u1/worksheet-batches.json", "batches": 2}


def test_the_batches_that_are_left_are_named_beside_all():
    store, batches = parsed([usual(3)], batch_rows=2)
    write_worksheet_batches(batches, store)
    assert write_missing_batches(1, batches[1:], store) == {"key": "imports/u1/runs/1/missing.json", "batches": 1}
    assert store.read("runs/1/missing.json") == batches[1:]
    assert read_worksheet_batches(store) == batches
