"""What parameters allow, functions have room for: memory, disk, and the sizes that follow from them."""

import json

import pytest
from easycrm.uploads.tasks.plan_batches import BATCH_WEIGHT

from easycrm.settings import MEGABYTE
from easycrm.workbooks.limits import PLACE_BYTES, Limits, carried_bytes, memory_of_row
from tests.documents.parameters import parameters

MEBIBYTE = 1 << 20
MILLION = 1_000_000
ALL_ROWS = ("ParseWorkbookFunction", "MapColumnsFunction", "PlanBatchesFunction", "PublishLeadsFunction")
"""Functions whose memory grows with the file."""

OWN_BYTES = 250 * MEBIBYTE  # of a function beside its decoder: Python and the packages of Parse workbook, and some
BASE_BYTES, PACKED_BYTES = 1_731, 521  # of a lead in the read model, by decision 0003
MOST_LEADS = 2 * MILLION  # as many as decision 0003 is for
WIDEST = 1.5  # bytes of a text in UTF-8, beside those in memory: of ideographs
DECODED_CELL_BYTES, CELL_XML = 32, '<c r="AB12345" s="1" t="s"><v>12345</v></c>'


@pytest.fixture(scope="module")
def functions(by_type):
    return by_type("AWS::Lambda::Function")


@pytest.fixture(scope="module")
def carried(functions):
    return carried_bytes(functions["ParseWorkbookFunction"]["MemorySize"] * MEBIBYTE)


def most(name):
    return parameters()[name]["MaxValue"]


def disk(functions, name):
    return functions[name]["EphemeralStorage"]["Size"] * MEBIBYTE


def test_what_holds_all_rows_has_the_memory_by_which_parse_workbook_refuses(functions):
    assert len({functions[name]["MemorySize"] for name in ALL_ROWS}) == 1


def test_the_decoder_of_a_container_has_room_beside_the_function_that_reads_it(functions):
    assert Limits().memory_bytes + OWN_BYTES <= functions["ParseWorkbookFunction"]["MemorySize"] * MEBIBYTE


def test_the_disk_of_parse_workbook_takes_the_largest_file_and_twice_the_most_rows(functions, carried):
    assert most("MaxUploadMB") * MEGABYTE + 2 * WIDEST * carried <= disk(functions, "ParseWorkbookFunction")


def test_the_disk_of_finish_import_takes_the_reasons_and_the_report_of_the_most_rows(functions, carried):
    assert 2 * WIDEST * carried <= disk(functions, "FinishImportFunction")


@pytest.mark.parametrize(("characters", "carries"), [(60, True), (15, False)])
def test_the_largest_file_that_a_parameter_allows_is_carried_where_its_cells_are_long(characters, carries, carried):
    cells = ["x" * characters] * 10
    rows = most("MaxUploadMB") * MEGABYTE // len(",".join(cells))
    assert (rows * memory_of_row(cells, json.dumps([MILLION, cells])) <= carried) is carries


def test_more_cells_than_there_is_room_for_cannot_be_allowed(carried):
    assert most("MaxCells") * (PLACE_BYTES + len('"", ')) <= carried


def test_more_cannot_be_unpacked_than_the_decoder_has_memory_for():
    cells = most("MaxUnpackedMB") * MEGABYTE / len(CELL_XML)
    assert cells * DECODED_CELL_BYTES <= Limits().memory_bytes


def test_a_batch_of_the_most_rows_is_as_heavy_as_its_functions_have_room_for():
    """With usual rows, of 10 cells of 100 characters; where they are heavier, fewer rows are one batch."""
    assert most("BatchRows") * 10 * (50 + 100) <= BATCH_WEIGHT


def test_no_function_wants_more_memory_than_a_new_account_may_give(functions):
    memory = {name: function["MemorySize"] for name, function in functions.items()}
    assert max(memory.values()) <= 3008, memory


def test_no_function_wants_more_time_or_disk_than_lambda_gives(functions):
    assert max(function["Timeout"] for function in functions.values()) <= 900
    assert max(function.get("EphemeralStorage", {"Size": 512})["Size"] for function in functions.values()) <= 10_240


@pytest.mark.parametrize("name", ["ListLeadsFunction", "ChatFunction", "ExportLeadsFunction"])
def test_the_disk_of_a_reader_has_room_for_one_base(name, functions):
    assert disk(functions, name) >= MOST_LEADS * BASE_BYTES


@pytest.mark.parametrize("name", ["PublishLeadsFunction", "RebuildReadModelFunction"])
def test_the_disk_of_who_makes_a_base_has_room_for_it_and_its_packed_form(name, functions):
    assert disk(functions, name) >= MOST_LEADS * (BASE_BYTES + PACKED_BYTES)
