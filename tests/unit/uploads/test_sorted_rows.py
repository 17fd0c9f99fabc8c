"""What a batch's rows say, sorted by slice: every row comes back in its slice, and every byte is somebody's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.slices import MOST_SLICES, slice_of
from easycrm.leads.statement import StandardisedRow
from easycrm.uploads.work_files.sorted_rows import (
    LeftOutCell,
    SharedRange,
    is_sorted,
    read_slice_rows,
    read_sorted_head,
    read_sorted_heads,
    read_tail,
    shared_ranges,
    sorted_batches,
    write_sorted,
)
from tests.support.fakes import InMemoryStore

texts = st.text() | st.text('\\"\r\n\tr\u2028é王', max_size=4)
by_key = st.dictionaries(texts, texts, max_size=3)
flags = st.dictionaries(texts, st.lists(texts, max_size=2), max_size=2)
addresses = st.tuples(st.integers(0, 99), st.integers(1, 1_000_000))
lead_ids = st.text("LAB王", max_size=3) | texts
values_entries = st.fixed_dictionaries(
    {
        "leadId": lead_ids,
        "values": by_key,
        "blanks": st.lists(texts, max_size=3),
        "flags": flags,
        "by": texts,
    },
    optional={"byOf": by_key, "leftOut": by_key, "phoneEvidence": texts, "namesLead": st.booleans(), "written": by_key},
)
held_entries = st.fixed_dictionaries({"held": texts})
batches = st.dictionaries(addresses, held_entries | values_entries, max_size=6).map(
    lambda rows: [{"table": table, "row": row, **entry} for (table, row), entry in rows.items()]
)
slice_counts = st.integers(0, 10).map(lambda bits: 1 << bits)
left_out = st.lists(st.builds(LeftOutCell, st.integers(0, 99), st.integers(1, 99), texts, texts), max_size=3)
WORKSHEETS = [f"Sheet{number}" for number in range(100)]


def written(entries, slices=4, left_out=(), store=None):
    """The store, and the head of what is in it."""
    store = store or InMemoryStore()
    return store, write_sorted("00001", entries, {"cells": {"fields": 7}, "leftOut": list(left_out)}, 2, slices, store)


def rows_by_slice(store, head):
    return {
        share.slice: read_slice_rows([part], WORKSHEETS, store)["00001"] for share, part in shared_ranges("00001", head)
    }


def as_row(entry):
    return StandardisedRow(
        (entry["table"], entry["row"]),
        f"Sheet{entry['table']}",
        entry["leadId"],
        entry["values"],
        entry["blanks"],
        entry["flags"],
        entry["by"],
        entry.get("byOf", {}),
        entry.get("namesLead", False),
        entry.get("written", {}),
    )


def speaking(row, lead_id="LANN", text="Ann"):
    return {
        "table": 0, "row": row, "leadId": lead_id, "values": {"firstName": text}, "blanks": [], "flags": {},
        "by": "rules",
    }  # fmt: skip


@given(batches, slice_counts)
def test_rows_come_back_by_slice_then_by_lead_then_as_they_stand(entries, slices):
    spoken = sorted(
        (entry for entry in entries if "held" not in entry), key=lambda e: (e["leadId"], e["table"], e["row"])
    )
    expected: dict[str, list[StandardisedRow]] = {}
    for entry in spoken:
        expected.setdefault(slice_of(entry["leadId"], slices), []).append(as_row(entry))
    store, head = written(entries, slices)
    assert rows_by_slice(store, head) == expected
    assert [share.slice for share in head["shares"]] == sorted(expected)


@given(batches, slice_counts)
def test_a_head_says_how_many_rows_of_which_table_a_slice_has_and_how_many_are_held(entries, slices):
    _, head = written(entries, slices)
    counts = {(share.slice, int(table)): count for share in head["shares"] for table, count in share.rows.items()}
    spoken = [(slice_of(entry["leadId"], slices), entry["table"]) for entry in entries if "held" not in entry]
    held = [entry["held"] for entry in entries if "held" in entry]
    assert counts == {place: spoken.count(place) for place in spoken}
    assert head["held"] == {code: held.count(code) for code in held}
    assert (head["rows"], head["needsReview"], head["cells"]) == (len(entries), 2, {"fields": 7})


@given(batches, slice_counts, left_out)
def test_a_head_comes_back_as_it_was_written_and_every_byte_is_of_the_head_of_a_slice_or_of_the_tail(
    entries, slices, cells
):
    store, head = written(entries, slices, cells)
    assert read_sorted_head("00001", store) == head
    content = store.read_bytes("sorted/00001.jsonl")
    begin = content.index(b"\n") + 1
    assert head["size"] == begin
    for _, part in shared_ranges("00001", head):
        assert part.start == begin
        begin += part.size
    assert head["tail"] == (begin - head["size"], len(content) - begin)


@given(batches, left_out)
def test_the_tail_has_what_only_the_report_asks_for(entries, cells):
    store, head = written(entries, left_out=cells)
    tail = read_tail("00001", head, store)
    assert tail == {"held": [entry for entry in entries if "held" in entry], "leftOut": cells}
    assert all(isinstance(cell, LeftOutCell) for cell in tail["leftOut"])


def test_a_batch_of_which_all_is_held_is_in_no_slice():
    store, head = written([{"table": 0, "row": 2, "held": "rowUnreadable"}])
    assert (head["shares"], head["held"], head["tail"][0]) == ([], {"rowUnreadable": 1}, 0)
    assert read_tail("00001", head, store)["held"] == [{"table": 0, "row": 2, "held": "rowUnreadable"}]


def test_a_batch_without_rows_is_written_too():
    store, head = written([])
    assert is_sorted("00001", store)
    assert (head["rows"], head["shares"], read_sorted_head("00001", store)) == (0, [], head)


def test_whoever_comes_second_gets_the_head_of_the_first():
    store, first = written([speaking(2)])
    _, second = written([speaking(2), speaking(3)], store=store)
    assert second == first
    assert [row.position for row in rows_by_slice(store, second)[slice_of("LANN", 4)]] == [(0, 2)]


@pytest.mark.parametrize("slices", [1, MOST_SLICES])
def test_letters_of_several_bytes_move_no_slice(slices):
    entries = [speaking(row, f"L{row}", text) for row, text in enumerate("é王\U0001f600 \u2028x" * 9)]
    store, head = written(entries, slices)
    found = [row for rows in rows_by_slice(store, head).values() for row in rows]
    assert sorted((row.position[1], row.values["firstName"]) for row in found) == [
        (entry["row"], entry["values"]["firstName"]) for entry in entries
    ]


class CountedReads(InMemoryStore):
    """One that notes how much is read of which object."""

    def __init__(self):
        super().__init__()
        self.reads = []

    def read_range(self, name, start, size):
        self.reads.append((name, start, size))
        return super().read_range(name, start, size)


def test_a_head_of_a_thousand_slices_is_read_at_once():
    """As a batch of 1,250 rows has it, and one of 20,000."""
    store = CountedReads()
    _, head = written([speaking(row, f"L{row}") for row in range(20_000)], MOST_SLICES, store=store)
    assert len(head["shares"]) == MOST_SLICES
    assert head["size"] < 1 << 16
    assert read_sorted_head("00001", store) == head
    assert len(store.reads) == 1


def test_a_head_that_is_longer_than_what_is_read_at_first_is_read_whole():
    store = CountedReads()
    entries = [{**speaking(row, f"L{row}"), "table": row % 300} for row in range(20_000)]
    _, head = written(entries, MOST_SLICES, store=store)
    assert head["size"] > 1 << 16
    assert read_sorted_head("00001", store) == head
    assert len(store.reads) == 2


def test_rows_of_a_slice_come_from_all_its_batches_and_by_batch():
    store = InMemoryStore()
    ranges = []
    for number, lead_id in enumerate(["LANN", "LBOB", "LCID"]):
        entries = [speaking(number * 10 + row, lead_id) for row in (3, 2)]
        head = write_sorted(f"0000{number}", entries, {"cells": {}, "leftOut": []}, 0, 1, store)
        ranges += [part for _, part in shared_ranges(f"0000{number}", head)]
    found = read_slice_rows(ranges, WORKSHEETS, store)
    assert {batch: [row.position for row in rows] for batch, rows in found.items()} == {
        "00000": [(0, 2), (0, 3)],
        "00001": [(0, 12), (0, 13)],
        "00002": [(0, 22), (0, 23)],
    }
    assert sorted_batches(store) == {"00000", "00001", "00002"}
    assert [head["rows"] for head in read_sorted_heads(["00002", "00000"], store)] == [2, 2]


def test_ranges_are_what_the_item_of_a_slice_says_of_them():
    _, head = written([speaking(2)])
    ((_, part),) = shared_ranges("00001", head)
    assert SharedRange(*json.loads(json.dumps(part))) == part
