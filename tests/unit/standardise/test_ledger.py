"""The cell ledger: nothing is lost and nothing is invented, on tables of any content under any mapping."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.errors import BrokenPromise
from easycrm.folding import digits_of, folded
from easycrm.leads.lead import FIELDS, REMARK
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import FATES, fates_of
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.phone_texts import phones_in
from easycrm.uploads.ending.ledger_proof import prove_ledger
from easycrm.workbooks.tables import filled_cells, label_columns
from tests.support.fakes import part

NAMES = [
    "Tan, Wei Ling",
    "Dr. Ana Li",
    "林志明",
    "Prince",
    "None",
    "Ana & Bob",
    'William "Bill" Gates',
    "Smith, John Jr.",
]
CONTACTS = [
    "ana@x.co",
    "Ana <ana@x.co>",
    "a@x.co; b@y.co",
    "ana@x",
    "mailto:A@X.CO",
    "+65 6123 4567",
    "6123 4567 ext 9",
    "0044 161 496 0929",
    "see card",
    "6123 4567 / 9123 4567",
    "+65 6123 4567 / +65 9123 4567",
    "1-800-FLOWERS",
    "Ana Li ana@x.co +65 6123 4567",
]
OTHERS = ["", " ", "n/a", "-", '"Tin Sparrow" Ltd', "CEO", "Singapore", "x\ny", "=1+1", "  spaced  out ", "LNOTALEADID"]
HEADERS = [
    "Name",
    "First name",
    "Last name",
    "Email",
    "Other email",
    "Phone",
    "Mobile",
    "Fax",
    "Title",
    "Company",
    "Country",
    "Notes",
    "Lead ID",
    "",
    "xyz",
    "Email",
    "Salutation",
]

cells = st.sampled_from(NAMES + CONTACTS + OTHERS) | st.text(max_size=12)
tables = st.lists(st.sampled_from(HEADERS), min_size=1, max_size=7).flatmap(
    lambda headers: st.tuples(
        st.just(headers), st.lists(st.lists(cells, min_size=len(headers), max_size=len(headers)), max_size=5)
    )
)
SILENT = set("e mail mailto email tel ext extn x".split())


def standardised(table):
    headers, rows = table
    columns = map_columns(label_columns(headers), gather(len(headers), rows))
    for row in rows:
        yield columns, row, standardise(columns, row, "SG", "L1")


def words(text):
    return set(re.findall(r"[^\W_]+", folded(text)))


@given(tables)
def test_every_filled_cell_is_in_a_field_in_remarks_or_left_out(table):
    for columns, row, found in standardised(table):
        fates = fates_of(row, layout_of(columns).remark_keys, found.values, found.left_out)
        assert sum(fates[fate] for fate in FATES) == filled_cells(row) == sum(bool(cell.strip()) for cell in row)


@given(tables)
def test_every_word_of_a_row_is_in_its_lead_or_left_out(table):
    """The same by other means: no word of letters disappears."""
    for _, row, found in standardised(table):
        name = f"{found.values.get('lastName', '')}{found.values.get('firstName', '')}"
        stored = " ".join([*found.values.values(), name])
        for at, cell in enumerate(row):
            lost = words(cell) - words(stored) - SILENT
            assert at in found.left_out or not {word for word in lost if word.isalpha()} or "@" in cell


@given(tables)
def test_no_number_of_a_row_disappears(table):
    for _, row, found in standardised(table):
        stored = digits_of(" ".join(found.values.values()))
        for at, cell in enumerate(row):
            numbers = [digits_of(number).lstrip("0") for number in phones_in(cell)[0]]
            assert at in found.left_out or all(number in stored for number in numbers if len(number) >= 7)


@given(tables)
def test_every_letter_of_a_lead_is_in_its_row(table):
    for _, row, found in standardised(table):
        source = folded("".join(row))
        fields = " ".join(found.values[name] for name in FIELDS if name in found.values and name != "phone")
        assert all(word in source for word in words(fields) if word.isalpha() and not word.startswith("xn"))


@given(tables)
def test_remarks_are_cells_as_they_are_written(table):
    for columns, row, found in standardised(table):
        by_label = {column.label: cell.strip() for column, cell in zip(columns, row, strict=True)}
        remarks = {key.removeprefix(REMARK): text for key, text in found.values.items() if key.startswith(REMARK)}
        assert remarks.items() <= by_label.items()


@given(tables)
def test_standardising_twice_says_the_same(table):
    first, second = (list(standardised(table)) for _ in range(2))
    assert [found for *_, found in first] == [found for *_, found in second]


def test_a_cell_that_is_nowhere_is_counted_nowhere():
    columns = [MappedColumn(0, "Name", "Name", "fullName", 1.0, "header")]
    assert fates_of(["Ana Li"], layout_of(columns).remark_keys, {"firstName": "Ana"}, ()) == {}


BATCH = part({"batch": "00001", "cells": 9})


def test_finish_import_adds_the_cells_up():
    prove_ledger(BATCH, {"fields": 6, "remarks": 2, "leftOut": 1})


@pytest.mark.parametrize("cells", [{"fields": 6, "remarks": 2}, {"fields": 9, "remarks": 1}, {}])
def test_a_wrong_sum_of_cells_stops_the_import_loudly(cells):
    with pytest.raises(BrokenPromise, match="Batch 00001 has 9 cells"):
        prove_ledger(BATCH, cells)
