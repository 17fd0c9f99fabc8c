"""What parameters allow, functions have room for: memory, disk, and the sizes that follow from them."""

import pytest

from easycrm.leads.slices import MOST_SLICES
from easycrm.settings import MEGABYTE
from easycrm.uploads.strips import BATCH_WEIGHT, CELL_WEIGHT
from easycrm.uploads.work_files.parsed_tables import line_size, row_line
from easycrm.workbooks.limits import Limits
from tests.documents.parameters import parameters

MEBIBYTE = 1 << 20
MILLION = 1_000_000
MOST_ROWS = Limits().leads
OWN_BYTES = 250 * MEBIBYTE  # of a function beside its decoder: Python and the packages of Parse workbook, and some
BASE_BYTES, PACKED_BYTES = 1_731, 521  # of a lead in the read model, by decision 0003
MOST_LEADS = 2 * MILLION  # as many as decision 0003 is for
REASONS = 200  # bytes of a row's reasons in the database of Finish import, and as much again in the report
DECODED_CELL_BYTES, CELL_XML = 32, '<c r="AB12345" s="1" t="s"><v>12345</v></c>'


@pytest.fixture(scope="module")
def functions(by_type):
    return by_type("AWS::Lambda::Function")


def most(name):
    return parameters()[name]["MaxValue"]


def disk(functions, name):
    return functions[name]["EphemeralStorage"]["Size"] * MEBIBYTE


def test_the_decoder_of_a_container_has_room_beside_the_function_that_reads_it(functions):
    assert Limits().memory_bytes + OWN_BYTES <= functions["ParseWorkbookFunction"]["MemorySize"] * MEBIBYTE


def test_the_disk_of_parse_workbook_takes_the_largest_file_and_twice_the_most_rows(functions):
    """Twice: a worksheet whose tables stand beside each other, or rows that are held, wait for those before them."""
    assert most("MaxUploadMB") * MEGABYTE + 2 * Limits().lead_bytes <= disk(functions, "ParseWorkbookFunction")


def test_five_million_rows_take_less_than_six_tenths_of_that_disk(functions):
    """With ten cells of 16 letters, as the largest file that can be uploaded may have them; `benchmarks.parsing`."""
    cells = ["x" * 16] * 10
    file = MOST_ROWS * len(",".join(cells) + "\n")
    assert file <= most("MaxUploadMB") * MEGABYTE
    lines = MOST_ROWS * line_size(row_line(MOST_ROWS, cells))
    assert lines <= Limits().lead_bytes
    assert file + lines <= 0.6 * disk(functions, "ParseWorkbookFunction")


def test_the_disk_of_finish_import_takes_the_reasons_and_the_report_of_the_most_rows(functions):
    assert 2 * (Limits().lead_bytes + MOST_ROWS * REASONS) <= disk(functions, "FinishImportFunction")


def test_no_more_cells_can_be_allowed_than_slices_have_room_for():
    """A slice of the most rows there may be is no heavier than half as much again as a batch may be."""
    heaviest = most("MaxCells") * CELL_WEIGHT + Limits().lead_bytes
    assert heaviest / MOST_SLICES <= 1.5 * BATCH_WEIGHT


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
