"""Cells keep what people typed, or what the spreadsheet program shows where that carries meaning."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from easycrm.workbooks.cleaning import lost_digits
from easycrm.workbooks.containers.cell_texts import value_text
from easycrm.workbooks.containers.number_formats import mask_of, masked
from tests.support.workbooks.build import Read, edited, read_text, rewritten, xlsx
from tests.support.workbooks.containers import ods, xls, xlsb

VERBATIM = [
    "00123",
    "1234567890123456",
    "1E+10",
    "NA",
    "N/A",
    "None",
    "null",
    "nan",
    "TRUE",
    "+65 6123 4567",
    "2024-05-01",
    "05/06/2024",
    "1,234.50",
    "Ana  Maria",
    "=1+1",
    "'quoted",
]


@pytest.mark.parametrize("value", VERBATIM)
def test_text_stays_as_it_is_in_delimited_text(tmp_path: Path, value: str) -> None:
    read = read_text(tmp_path, f"Name;Email;Value\nAna;a@example.com;{value}\n")
    assert read.cells == [("Ana", "a@example.com", value)]


@pytest.mark.parametrize("value", [value for value in VERBATIM if value != "=1+1"])
def test_text_stays_as_it_is_in_a_workbook(tmp_path: Path, value: str) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[["Name", "Email", "Value"], ["Ana", "a@example.com", value]]))
    assert read.cells == [("Ana", "a@example.com", value)]


@pytest.mark.parametrize("write", [xls, xlsb, lambda path, rows: ods(path, Leads=rows)])
def test_text_that_looks_like_a_number_stays_text_in_every_container(tmp_path: Path, write: Any) -> None:
    read = Read(write(tmp_path / "leads", [["Name", "Email", "Code"], ["Ana", "a@example.com", "00123"]]), "leads")
    assert read.cells[0][2] == "00123"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-3.0, "-3"),
        (0.0, "0"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (447911123456.0, "447911123456"),
        (123456789012345.0, "123456789012345"),
        (4.47911123456789e17, "447911123456789000"),
        (1e300, "1E+300"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 13, 30), "2024-05-01 13:30:00"),
        (time(13, 30), "13:30:00"),
        (timedelta(hours=26, minutes=5), "26:05:00"),
        (timedelta(minutes=-90), "-1:30:00"),
    ],
)
def test_values_have_the_text_that_people_typed(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("00000", 123.0, "00123"),
        ("00000", 1234567.0, "1234567"),
        ("0000-000-000", 912345678.0, "0912-345-678"),
        ('"+65 "0000 0000', 61234567.0, "+65 6123 4567"),
        ("\\+00 000", 65123.0, "+65 123"),
        ("(000) 000-0000", 2025550123.0, "(202) 555-0123"),
        ("000;-000", 7.0, "007"),
        ("[Red]000", 7.0, "007"),
    ],
)
def test_formats_that_carry_meaning_are_followed(code: str, value: float, text: str) -> None:
    mask = mask_of(code)
    assert mask is not None
    assert masked(value, mask) == text


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "#",
        "#,##0",
        "0.00",
        "0%",
        "yyyy-mm-dd",
        "0.0E+00",
        "@",
        "# ?/?",
        "_-* #,##0_-",
        "",
        "\\x",
        '"x"',
    ],
)
def test_formats_that_are_looks_are_not(code: str) -> None:
    assert mask_of(code) is None


@pytest.mark.parametrize("value", [-7.0, 7.5, 1e15])
def test_a_number_that_a_mask_does_not_fit_keeps_its_own_text(value: float) -> None:
    assert masked(value, mask_of("000") or ()) is None


def test_numbers_in_a_workbook_follow_their_formats(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["B2"].number_format = "00000"
        worksheet["C2"].number_format = "dd/mm/yyyy"

    read = Read(
        edited(tmp_path / "a.xlsx", [["Email", "Zip", "Since"], ["a@example.com", 123, datetime(2024, 5, 1)]], edit)
    )
    assert read.cells == [("a@example.com", "00123", "2024-05-01")]


def test_formats_are_followed_whoever_wrote_the_file(tmp_path: Path) -> None:
    def reordered(part: bytes) -> bytes:
        return part.replace(b'<c r="B2" s="1" t="n">', b'<c  t="n" s="1" r="B2" >').replace(b"</c>", b"</c>\n")

    def edit(worksheet: Any) -> None:
        worksheet["B2"].number_format = "00000"

    file = edited(tmp_path / "a.xlsx", [["Email", "Zip"], ["a@example.com", 123]], edit)
    read = Read(rewritten(file, {"xl/worksheets/sheet1.xml": reordered}))
    assert read.cells == [("a@example.com", "00123")]


def test_digits_that_a_spreadsheet_lost_are_flagged_as_text_and_as_number(tmp_path: Path) -> None:
    read = Read(
        xlsx(
            tmp_path / "a.xlsx",
            Leads=[["Email", "Phone"], ["a@example.com", "4.479E+11"], ["b@example.com", 4.47911123456789e17]],
        )
    )
    assert [row.cells[1] for row in read.rows] == ["4.479E+11", "447911123456789000"]
    assert [[finding.code for finding in row.findings] for row in read.rows] == [["digitsLost"], ["digitsLost"]]
    assert read.reports["Leads"].counts["digitsLost"] == 2
    assert read.rows[0].findings[0][:3] == ("Leads", 2, 1)


@pytest.mark.parametrize(
    ("text", "lost"), [("4.479E+11", True), ("4,479e+11", True), ("1E5", True), ("1.25E+02", False), ("E+11", False)]
)
def test_only_numbers_whose_digits_are_missing_have_lost_them(text: str, lost: bool) -> None:
    assert lost_digits(text) is lost


def test_a_link_counts_by_its_target(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["B2"].hyperlink = "mailto:ana@example.com?subject=Hi"
        worksheet["C2"].hyperlink = "tel:+6561234567"
        worksheet["D2"].hyperlink = "https://acme.example"
        worksheet["E2"] = '=HYPERLINK("mailto:x@example.com","Hi")'

    read = Read(
        edited(
            tmp_path / "a.xlsx",
            [["Name", "Email", "Phone", "Company", "Mail"], ["Ana", "Email Ana", "Call", "Acme", None]],
            edit,
        )
    )
    assert read.labels[5:] == ["Text of Email", "Text of Phone", "Link of Company"]
    assert read.cells[0][:5] == ("Ana", "ana@example.com", "+6561234567", "Acme", "x@example.com")
    assert read.cells[0][5:] == ("Email Ana", "Call", "https://acme.example")
    assert "Email Ana" in next(finding.message for finding in read.rows[0].findings if finding.column == 1)


def test_a_formula_counts_by_its_stored_value(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["B2"] = '=A2&"@example.com"'
        worksheet["C2"] = "=1+1"

    def stored(part: bytes) -> bytes:
        return part.replace(b'"@example.com"</f><v></v>', b'"@example.com"</f><v>ana@example.com</v>').replace(
            b'<c r="B2">', b'<c r="B2" t="str">'
        )

    file = edited(tmp_path / "a.xlsx", [["Name", "Email", "Sum"], ["ana"]], edit)
    read = Read(rewritten(file, {"xl/worksheets/sheet1.xml": lambda part: stored(part.replace(b"<v />", b"<v></v>"))}))
    assert read.cells == [("ana", "ana@example.com", "")]
    assert [(finding.column, finding.code) for finding in read.rows[0].findings] == [(2, "formulaWithoutValue")]


def test_an_error_value_is_blank_and_told_of(tmp_path: Path) -> None:
    def edit(worksheet: Any) -> None:
        worksheet["B2"] = "#REF!"
        worksheet["B2"].data_type = "e"

    read = Read(edited(tmp_path / "a.xlsx", [["Email", "Phone"], ["a@example.com", "x"]], edit))
    assert read.cells == [("a@example.com", "")]
    assert "#REF!" in read.rows[0].findings[0].message


def test_rich_text_is_one_text(tmp_path: Path) -> None:
    def rich(part: bytes) -> bytes:
        return part.replace(b"<t>RICH</t>", b'<r><t xml:space="preserve">Ana </t></r><r><rPr><b/></rPr><t>Ruiz</t></r>')

    file = xlsx(tmp_path / "a.xlsx", Leads=[["Name", "Email"], ["RICH", "a@example.com"]])
    assert Read(rewritten(file, {"xl/worksheets/sheet1.xml": rich, "xl/sharedStrings.xml": rich})).cells == [
        ("Ana Ruiz", "a@example.com")
    ]
