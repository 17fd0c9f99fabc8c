"""Guards, remark lines and the header row of exports, and their inverses."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from easycrm.leads.exports.export_format import (
    EXPORT_HEADERS,
    FORMER_EXPORT_HEADERS,
    ROW_REPORT_COLUMNS,
    guard,
    guard_typed,
    is_export_header,
    unguard,
)
from easycrm.leads.remark_lines import read_remark_lines, remark_lines
from tests.support.some import some

WIDE = [f"{sign}1+1" for sign in "＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩−"]
texts = st.text("'=+-@＝＋－＠﹣\t\r\n0:\\nr \"a,é王", max_size=8) | st.text(max_size=8)


@pytest.mark.parametrize("guarding", [guard, guard_typed])
@given(text=texts)
@example(text="'")
@example(text="''=")
@example(text="'0123")
def test_what_is_guarded_is_read_back(guarding, text):
    assert unguard(guarding(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+65", "-1", "@x", "\tx", "\rx", "\nx", "'x", "=", "'", *WIDE])
def test_what_may_be_a_formula_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0123", "12345678901234567890", "1/2", "1.5", "12:30", "1E5"])
def test_what_excel_would_write_another_way_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Anna", "3M", "a=b", "info@example.com", "2026-03-01T09:00:00Z", "#1", "/"])
def test_what_stays_as_it_is_is_not_guarded(text):
    assert guard(text) == text


@pytest.mark.parametrize("text", ["+6561234567", "=1+1", "0123"])
def test_where_cells_are_text_nothing_needs_a_guard(text):
    assert guard_typed(text) == text


@given(st.dictionaries(texts, texts.filter(bool), max_size=4))
@example({"a: b": ": c", "\\": "\\n", "a\\": "\n"})
def test_remark_lines_are_read_back(remarks):
    assert read_remark_lines(remark_lines(remarks)) == remarks


@pytest.mark.parametrize(
    ("lines", "remarks"),
    [
        ("", {}),
        ("Hall: B2", {"Hall": "B2"}),
        ("Hall:B2", {"Hall": "B2"}),
        ("call him", {"Remarks": "call him"}),
        ("call him\nsoon", {"Remarks": "call him\nsoon"}),
        ("Hall:", {}),
        (r"C:\temp", {"C": r"\temp"}),
    ],
)
def test_lines_that_somebody_edited_are_read_as_they_are_meant(lines, remarks):
    assert read_remark_lines(lines) == remarks


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        (EXPORT_HEADERS, True),
        ((*EXPORT_HEADERS, "Country", ""), True),
        ((*EXPORT_HEADERS[:-1], 'Headers {"Country": "Land"}', "Country"), True),
        ((*ROW_REPORT_COLUMNS, *EXPORT_HEADERS, "Country"), True),
        (FORMER_EXPORT_HEADERS, True),
        ((*ROW_REPORT_COLUMNS, *FORMER_EXPORT_HEADERS), True),
        (EXPORT_HEADERS[:-1], False),
        ((*EXPORT_HEADERS[:-1], 'Headers {"Country": 1}'), False),
        ((*EXPORT_HEADERS[:-1], "Headers {"), False),
        ((*FORMER_EXPORT_HEADERS, ""), False),
        (FORMER_EXPORT_HEADERS[:-1], False),
        (("Country", *EXPORT_HEADERS), False),
        (ROW_REPORT_COLUMNS, False),
        (tuple(header.lower() for header in EXPORT_HEADERS), False),
        ((), False),
    ],
)
def test_only_what_begins_with_our_headers_and_exactly_the_former_ones_is_ours(headers, ours):
    assert is_export_header(headers) is ours


def test_every_sign_that_programs_may_take_for_one_of_a_formula_is_known():
    signs = [chr(code) for code in range(0x80, 0x10000) if unicodedata.normalize("NFKC", chr(code)) in "=+-@"]
    assert [guard(f"{sign}1") for sign in some(signs)] == [f"'{sign}1" for sign in signs]
