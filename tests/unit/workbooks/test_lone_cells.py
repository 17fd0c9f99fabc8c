"""Rows of one cell beneath a wide header: feet, totals and names of groups are listed, what may be a lead is one."""

from pathlib import Path

import pytest

from tests.support.workbooks.build import Read, read_text, xlsx

HEADER = ["Name", "Company", "Email"]
ANA = ["Ana Ruiz", "Acme", "ana@example.com"]
BEN = ["Ben Tan", "Initech", "ben@example.com"]
CHO = ["Cho Lee", "Initech", "cho@example.com"]


def codes(read: Read) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.code) for report in read.workbook.worksheets for finding in report.skipped]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2 rows", "totalRow"),
        ("(2 rows affected)", "totalRow"),
        ("Guests: 2", "totalRow"),
        ("Anzahl: 2", "totalRow"),
        ("Zahl der Gäste = 2", "totalRow"),
        ("# end of list", "footer"),
        ("// made by a scanner", "footer"),
        ("Signed: Petra Quist", "footer"),
        ("Filter: City = Lima", "footer"),
        ("作成者：山田", "footer"),
    ],
)
@pytest.mark.parametrize("padded", [True, False])
def test_a_last_lone_cell_is_the_foot_by_its_form(tmp_path: Path, text: str, code: str, padded: bool) -> None:
    foot = [text, "", ""] if padded else [text]
    read = read_text(tmp_path, "".join(f"{','.join(row)}\n" for row in (HEADER, ANA, BEN, foot)))
    assert (read.cells, codes(read)) == ([tuple(ANA), tuple(BEN)], [(4, code)])
    assert text in read.workbook.worksheets[0].skipped[0].message


@pytest.mark.parametrize("foot", [[[], ["Quiet Kettle Fairs"]], [["Page 1 of 1"], ["Quiet Kettle Fairs"]]])
def test_a_last_lone_cell_set_apart_is_the_foot_whatever_its_words(tmp_path: Path, foot: list[list[str]]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, BEN, *foot]))
    assert (read.cells, codes(read)[-1][1]) == ([tuple(ANA), tuple(BEN)], "footer")


def test_a_last_line_without_any_delimiter_is_the_foot(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Company,Email\nAna Ruiz,Acme,ana@example.com\nQuiet Kettle Fairs\n")
    assert (read.cells, codes(read)) == ([tuple(ANA)], [(3, "footer")])


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "dev@example.com"],
        ["dev@example.com", "", ""],
        ["+65 6123 4567", "", ""],
        ["", "Hooli", ""],
        ["Dev Shah", "", ""],
        ["Dev Shah: dev@example.com", "", ""],
        ["Dev Shah: +65 6123 4567", "", ""],
        ["#guest", "", "dev@example.com"],
        ["Suma", "", "+65 6123 4567"],
    ],
)
def test_what_may_be_a_lead_is_one(tmp_path: Path, row: list[str]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, BEN, row]))
    assert (read.cells[-1], codes(read)) == (tuple(row), [])


def test_a_last_line_of_one_name_is_a_lead_where_other_rows_end_early_too(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Name,Company,Email,Notes\nAna Ruiz,Acme,ana@example.com\nBo Ek,Nord\nCy Ti\n")
    assert [cells[0] for cells in read.cells] == ["Ana Ruiz", "Bo Ek", "Cy Ti"]


def test_a_lone_name_apart_is_a_lead_where_little_is_known_of_others_too(tmp_path: Path) -> None:
    rows = [HEADER, ANA, ["Dev Shah", "", ""], BEN, [], ["Eva Lund", "", ""]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert [cells[0] for cells in read.cells] == ["Ana Ruiz", "Dev Shah", "Ben Tan", "Eva Lund"]


def test_a_lone_name_apart_is_a_lead_where_all_rows_are_apart(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, [], BEN, [], CHO, [], ["Eva Lund", "", ""]]))
    assert [cells[0] for cells in read.cells] == ["Ana Ruiz", "Ben Tan", "Cho Lee", "Eva Lund"]


@pytest.mark.parametrize("header", [["Name"], ["Name", "Notes"]])
def test_names_alone_stay_leads(tmp_path: Path, header: list[str]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[header, ["Ana Ruiz"], ["Ben Tan"], [], ["Cho Lee"]]))
    assert [cells[0] for cells in read.cells] == ["Ana Ruiz", "Ben Tan", "Cho Lee"]


@pytest.mark.parametrize(
    ("band", "section"),
    [("Initech", "Initech"), ("Area: South", "Area: South"), ("South (2)", "South (2)")],
)
def test_a_lone_label_above_its_rows_is_their_section(tmp_path: Path, band: str, section: str) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[HEADER, ANA, [band], BEN, CHO]))
    assert read.cells == [(*ANA, ""), (*BEN, section), (*CHO, section)]


def test_a_lone_label_is_a_section_where_first_cells_are_dates(tmp_path: Path) -> None:
    rows = [["Date", "Name", "Email"], ["Oslo"], ["2026-01-02", *ANA[::2]], ["2026-01-03", *BEN[::2]]]
    read = read_text(tmp_path, "".join(f"{','.join(row)}\n" for row in rows))
    assert [cells[-1] for cells in read.cells] == ["Oslo", "Oslo"]


@pytest.mark.parametrize(
    "total",
    [["South Total: 2", "", ""], ["South Total", "", "2"], ["South antal", "", "2"], ["Delsumma: 2", "", ""]],
)
def test_totals_beneath_groups_are_no_leads(tmp_path: Path, total: list[str]) -> None:
    header, rows = ["Area", "Name", "Visits"], [["South", "Ana Ruiz", "1"], ["South", "Ben Tan", "1"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[header, *rows, total, ["West", "Cho Lee", "4"]]))
    assert ([cells[1] for cells in read.cells], codes(read)) == (["Ana Ruiz", "Ben Tan", "Cho Lee"], [(4, "totalRow")])


def test_a_name_that_goes_on_from_the_one_above_is_a_lead_with_its_phone(tmp_path: Path) -> None:
    rows = [["Name", "Company", "Phone"], ["Ana", "Acme", "61234567"], ["Ana Ruiz", "", "61234568"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=rows))
    assert [cells[0] for cells in read.cells] == ["Ana", "Ana Ruiz"]


def test_comments_above_the_header_are_noted(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, "# made by a scanner 3.1\n// list two\nName,Company,Email\nAna Ruiz,Acme,ana@example.com\n"
    )
    assert (read.labels, read.cells, [note.row for note in read.workbook.notes]) == (HEADER, [tuple(ANA)], [1, 2])
