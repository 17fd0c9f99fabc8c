"""Parse workbook: what it answers and notes, and that a workbook is parsed once."""

import pytest

from easycrm.errors import UnreadableFile
from easycrm.uploads.tasks.parse_workbook import parse_workbook
from easycrm.uploads.work_files.worksheet_batches import read_batch_rows, read_worksheet_batches
from easycrm.workbooks.limits import Limits
from tests.support.fakes import InMemoryStore, part

LEADS = (
    "Name,Email\nZoë Li,zoe@example.com\n王芳,fang@example.com\nAna,ana@example.com,one,too,many\nBo,bo@example.com\n"
)


class Source(InMemoryStore):
    """Work files beside the bytes of a source, of one etag."""

    def __init__(self, content):
        super().__init__()
        self.content = content

    def download_source(self, _key, etag, to):
        assert etag == "etag"
        to.write_bytes(self.content)


class Records:
    """Of one upload: the facts that are noted."""

    def __init__(self):
        self.facts = {}

    def note(self, _upload_id, **facts):
        self.facts |= facts


def parse(store, etag="etag", records=None, **sizes):
    record = {
        "uploadId": "u1",
        "fileName": "fair.csv",
        "fileSize": len(store.content),
        "options": {"country": "SG", "existing": "update"},
    }
    return parse_workbook(part(record), etag, store, part(records or Records()), **sizes)


@pytest.fixture
def store():
    return Source(LEADS.encode())


def test_it_tells_where_the_batches_are(store):
    records = Records()
    answer = parse(store, records=records, batch_rows=2, slice_rows=2)
    assert answer == {"rows": 3, "tables": 1, "key": "imports/u1/worksheet-batches.json", "batches": 2}
    assert records.facts == {"rows": 4, "batches": 2, "slices": 2}


def test_batches_have_the_rows_that_can_be_read(store):
    parse(store, batch_rows=2)
    first, second = part(read_worksheet_batches(store))
    rows = {batch["batch"]: list(read_batch_rows("", batch["ranges"], store)) for batch in (first, second)}
    assert [(row.row.row, row.row.cells[0]) for row in rows["00001"]] == [(2, "Zoë Li"), (3, "王芳")]
    assert [(row.row.row, row.row.cells[0]) for row in rows["00002"]] == [(5, "Bo")]
    assert (first["cells"], second["cells"]) == (4, 2)


def test_what_is_parsed_is_not_parsed_again_whatever_is_asked(store):
    answer = parse(store, batch_rows=2, slice_rows=2)
    before = {name: store.read_bytes(name) for name in [*store.names("tables"), "worksheet-batches.json"]}
    store.content = b"another file"
    records = Records()
    again = parse(store, etag="another", records=records, batch_rows=1, slice_rows=1, limits=Limits(file_bytes=1))
    assert again == answer
    assert records.facts == {"rows": 4, "batches": 2, "slices": 2}
    assert {name: store.read_bytes(name) for name in before} == before


def test_a_try_that_ended_before_the_batches_were_written_is_made_again(store):
    parse(store, batch_rows=2)
    other = Source(LEADS.encode())
    for name in ["workbook.json", *store.names("tables"), *store.names("held")]:
        other.write_bytes(name, b"half")
    parse(other, batch_rows=2)
    assert read_worksheet_batches(other) == read_worksheet_batches(store)
    assert other.read("workbook.json") == store.read("workbook.json")


def test_a_file_of_which_no_row_can_be_read_has_no_batches():
    store = Source(b"Name,Email\n")
    with pytest.raises(UnreadableFile, match="No row could be read"):
        parse(store)
    assert read_worksheet_batches(store) is None
