"""Every worksheet is listed; those without leads with the reason."""

from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest
from openpyxl.chart import BarChart

from tests.support.workbooks.build import Read, read_text, xlsx

LEADS = [["Name", "Email"], ["Ana", "ana@example.com"], ["Ben", "ben@example.com"]]


@pytest.mark.parametrize(
    ("rows", "role"),
    [
        ([], "empty"),
        ([["Country", "Dial code"], ["Peru", 51], ["Norway", 47]], "lookup"),
        ([["Status"], ["hot"], ["cold"]], "notes"),
        ([["Row Labels", "Count of Email"], ["Acme", 3], ["Grand Total", 3]], "pivot"),
        ([["Region", "Sum of Value", "Count of Name"], ["APAC", 3, 4]], "pivot"),
        ([["How to use this file"], ["Fill in every column of the list."], ["Ask Cho if in doubt."]], "notes"),
        ([["Month", "Visits", "Orders", "Revenue"], ["May", 3, 1, 12.5], ["June", 4, 2, 30]], "figures"),
    ],
)
def test_a_worksheet_without_leads_is_listed_with_the_reason(tmp_path: Path, rows: list[list[Any]], role: str) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=LEADS, Other=rows))
    assert [table.worksheet for table, _ in read.tables] == ["Leads"]
    assert [(report.name, report.role, report.rows) for report in read.workbook.worksheets] == [
        ("Leads", "leads", 2),
        ("Other", role, 0),
    ]
    assert read.reports["Other"].findings[0].code == role


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_worksheet_is_listed_and_not_read(tmp_path: Path, state: Literal["hidden", "veryHidden"]) -> None:
    file = xlsx(tmp_path / "a.xlsx", Leads=LEADS, Old=LEADS)
    workbook = openpyxl.load_workbook(file)
    workbook["Old"].sheet_state = state
    workbook.save(file)
    read = Read(file)
    assert [(report.name, report.role) for report in read.workbook.worksheets] == [
        ("Leads", "leads"),
        ("Old", "hidden"),
    ]
    assert read.reports["Old"].findings[0].message == "The worksheet “Old” is hidden, so it was not read."


def test_a_chart_is_listed_and_not_read(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", Leads=LEADS)
    workbook = openpyxl.load_workbook(file)
    workbook.create_chartsheet("Chart").add_chart(BarChart())
    workbook.save(file)
    assert Read(file).reports["Chart"].role == "chart"


def test_a_worksheet_with_names_alone_holds_leads(tmp_path: Path) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=LEADS, More=[["Full name"], ["Cho Lee"], ["Dev Shah"]]))
    assert read.reports["More"].role == "leads"


@pytest.mark.parametrize("header", [["Company", "City"], ["Count of staff", "Sum of revenue", "Email"]])
def test_one_column_that_leads_have_is_enough(tmp_path: Path, header: list[str]) -> None:
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=LEADS, More=[header, ["x"] * len(header)]))
    assert read.reports["More"].role == "leads"


def test_what_stands_alone_is_read_whatever_it_holds(tmp_path: Path) -> None:
    rows = [["Colour", "Shape"], ["red", "round"]]
    assert Read(xlsx(tmp_path / "a.xlsx", Only=rows)).cells == [("red", "round")]
    assert read_text(tmp_path, "Colour,Shape\nred,round\n").cells == [("red", "round")]
