"""A file that is too much for one import is refused where it begins, and rows that are heavy travel in fewer."""

import pytest
from easycrm.uploads.tasks.plan_batches import BATCH_WEIGHT, group_by_lead
from easycrm.uploads.work_files.planned_batches import PlannedRow

from easycrm.errors import UnreadableFile
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.reading import read_workbook
from tests.support.workbooks.build import xlsx

ROWS = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(20))
RAGGED = "".join(f"Ana{n} Li,ana{n}@example.com,one,two,three\n" for n in range(20))


def parse(an_import, carried_bytes):
    limits = Limits(carried_bytes=carried_bytes)
    return parse_workbook(an_import.record, an_import.etag, an_import.store, an_import.records, limits)


def test_a_file_with_more_rows_than_there_is_room_for_is_refused_before_anything_is_stored(importing):
    an_import = importing(f"Name,Email\n{ROWS}")
    with pytest.raises(UnreadableFile, match="split it into files of at most 9 rows") as refused:
        parse(an_import, 13_000)
    assert refused.value.details == {"worksheet": "fair", "row": 12, "rows": 10}
    assert not an_import.store.exists("workbook.json")


def test_held_rows_take_room_too(importing):
    an_import = importing(f"Name,Email\nBob Ray,bob@example.com\n{RAGGED}")
    with pytest.raises(UnreadableFile, match="more than one import can carry"):
        parse(an_import, 10_000)


def test_a_file_for_which_there_is_room_is_read(importing):
    assert parse(importing(f"Name,Email\n{ROWS}"), 30_000)["rows"] == 20


def test_a_file_with_more_rows_that_are_no_leads_than_can_be_told_of_is_refused_at_the_first_of_them(importing):
    again = "Bob Ray,bob@example.com\nName,Email\n"
    an_import = importing(f"Name,Email\n{again * 4}")
    with pytest.raises(UnreadableFile, match="rows that are no leads") as refused:
        parse_workbook(an_import.record, an_import.etag, an_import.store, an_import.records, Limits(skipped=1))
    assert refused.value.details == {"worksheet": "fair", "row": 5}


def test_rows_that_are_no_leads_are_counted_over_all_worksheets(tmp_path):
    header, lead = ["Name", "Email"], ["Bob Ray", "bob@example.com"]
    rows = [header, lead, header, lead]
    path = xlsx(tmp_path / "fair.xlsx", May=rows, June=rows)

    def read(skipped):
        return [list(table.rows) for table in read_workbook(path, "fair.xlsx", Limits(skipped=skipped)).tables()]

    assert sum(map(len, read(2))) == 4
    with pytest.raises(UnreadableFile, match="rows that are no leads") as refused:
        read(1)
    assert refused.value.details == {"worksheet": "June", "row": 3}


def rows_of(count, width=5, characters=10, is_mended=False):
    cells = ("x" * characters,) * width
    written = dict(enumerate(cells)) if is_mended else {}
    return [PlannedRow(0, number, f"L{number}", cells, written) for number in range(count)]


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        (rows_of(450), [200, 200, 50]),
        (rows_of(450, width=1_000), [100, 100, 100, 100, 50]),
        (rows_of(7, width=10, characters=100_000), [5, 2]),
        (rows_of(7, width=10, characters=100_000, is_mended=True), [2, 2, 2, 1]),
        (rows_of(3, width=100, characters=100_000), [1, 1, 1]),
    ],
    ids=["usual", "wide", "long", "long and mended", "each too heavy"],
)
def test_heavy_rows_travel_in_fewer(rows, sizes):
    batches = list(group_by_lead(rows, 200))
    assert [len(batch) for batch in batches] == sizes
    assert [row for batch in batches for row in batch] == rows


def test_rows_of_one_lead_stay_together_however_heavy_they_are():
    rows = [row._replace(lead_id="L") for row in rows_of(3, characters=BATCH_WEIGHT)]
    assert [len(batch) for batch in group_by_lead(rows, 200)] == [3]
