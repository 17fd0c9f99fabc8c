"""A file that is too much for one import is refused where it begins."""

import pytest

from easycrm.errors import UnreadableFile
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.reading import read_workbook
from tests.support.workbooks.build import xlsx

ROWS = "".join(f"Ana{n} Li,ana{n}@example.com\n" for n in range(20))
LINES = sum(len(f'[{n + 2}, ["Ana{n} Li", "ana{n}@example.com"]]\n') for n in range(20))
WHOLE = "Ana,Li,Acme,ana@example.com,+65 6111 2222\n"
RAGGED = "Ben,Tan,Acme,Hooli,ben@example.com,+65 6111 2222\n"


def parse(an_import, limits):
    return parse_workbook(an_import.record, an_import.etag, an_import.store, an_import.records, limits)


@pytest.mark.parametrize("limits", [Limits(leads=19), Limits(lead_bytes=LINES - 1)], ids=["rows", "bytes"])
def test_a_file_with_more_rows_than_there_is_room_for_is_refused_before_anything_is_stored(limits, importing):
    an_import = importing(f"Name,Email\n{ROWS}")
    with pytest.raises(UnreadableFile, match="split it into files of at most 17 rows") as refused:
        parse(an_import, limits)
    assert refused.value.details == {"worksheet": "fair", "row": 21, "rows": 19}
    assert not an_import.store.exists("workbook.json")
    assert not an_import.store.exists("worksheet-batches.json")


def test_held_rows_take_room_too(importing):
    an_import = importing(f"First,Last,Company,Email,Phone\n{(WHOLE + RAGGED) * 10}")
    with pytest.raises(UnreadableFile, match="more than one import can carry") as refused:
        parse(an_import, Limits(leads=19))
    assert refused.value.details == {"worksheet": "fair", "row": 21, "rows": 19}
    parse(an_import, Limits(leads=20))
    assert an_import.store.read("workbook.json")["held"] == 10


@pytest.mark.parametrize("limits", [Limits(leads=20), Limits(lead_bytes=LINES)], ids=["rows", "bytes"])
def test_a_file_for_which_there_is_room_is_read(limits, importing):
    an_import = importing(f"Name,Email\n{ROWS}")
    assert parse(an_import, limits)["rows"] == 20
    assert len(an_import.store.read_bytes("tables/000.jsonl")) == LINES


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
