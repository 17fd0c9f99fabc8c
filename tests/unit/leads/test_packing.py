"""Files of the read model as they are packed: any gzip reader unpacks them, whatever they are made of."""

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.items.lead_items import from_item, to_item
from easycrm.leads.list.entries import count_packed, entry_of, packed_entries, unpacked_entries
from easycrm.leads.list.filling import packing
from tests.support.statements import leads

entries = st.lists(st.fixed_dictionaries({"leadId": st.text(), "version": st.integers()}), max_size=3)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 995])
def test_a_file_that_is_packed_in_parts_is_unpacked_by_gzip(size, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "PART", 10)
    content = bytes(number % 256 for number in range(size))
    (tmp_path / "file").write_bytes(content)
    packing.pack(tmp_path / "file", tmp_path / "packed")
    assert gzip.decompress((tmp_path / "packed").read_bytes()) == content


@given(st.lists(entries, max_size=3))
def test_packed_entries_behind_each_other_are_the_entries_of_all(parts):
    packed = [packed_entries(part) for part in parts]
    assert [count_packed(part) for part in packed] == [len(part) for part in parts]
    assert list(unpacked_entries(BytesIO(b"".join(packed)))) == [entry for part in parts for entry in part]


@given(entries)
def test_the_same_entries_are_packed_alike(part):
    assert packed_entries(part) == packed_entries(part)


@given(leads)
def test_a_lead_that_was_packed_is_what_it_is_when_it_is_read_from_the_table(lead):
    assert list(unpacked_entries(BytesIO(packed_entries([entry_of(lead)])))) == [entry_of(from_item(to_item(lead)))]
