"""Lists one beneath the other, with or without a blank line: each has its own header, and no row is lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from easycrm.workbooks.tables import WHY_NO_LEADS
from tests.support.workbooks.build import Read, read_text, xlsx

NAMES = ["Ana Ruiz", "Ben Tan", "Cho Lee", "Dev Shah", "Eva Lund", "Fay Wong", "Gil Roth", "Hal Berg"]
VALUES = {
    "person": lambda number: NAMES[number % len(NAMES)],
    "email": lambda number: f"p{number}@example.com",
    "company": lambda number: f"Acme {chr(65 + number % 26)}",
    "phone": lambda number: f"+65 6123 {number:04}",
    "city": lambda number: ("Lima", "Oslo", "Cork")[number % 3],
}
ONE = {"person": "Name", "email": "Email", "company": "Company", "phone": "Phone", "city": "City"}
OTHER = {
    "person": "Full name",
    "email": "E-mail address",
    "company": "Organisation",
    "phone": "Mobile",
    "city": "Country",
}


def lines(*rows: list[str]) -> str:
    return "".join(f"{','.join(row)}\n" for row in rows)


def listed(columns: list[str], titles: dict[str, str], first: int, count: int) -> list[list[str]]:
    """A list with its header; `first`: the number of the first row."""
    rows = [[VALUES[column](number) for column in columns] for number in range(first, first + count)]
    return [[titles[column] for column in columns], *rows]


COLUMNS = st.permutations(sorted(ONE)).flatmap(lambda order: st.integers(2, 5).map(lambda count: order[:count]))


@settings(max_examples=60, deadline=None)
@given(COLUMNS, COLUMNS, st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_no_row_of_a_list_is_lost_beneath_or_above_another(
    above: list[str], beneath: list[str], rows_above: int, rows_beneath: int, has_gap: bool
) -> None:
    above, beneath = ([*{"person": 0, **dict.fromkeys(columns)}] for columns in (above, beneath))
    first, second = listed(above, ONE, 0, rows_above), listed(beneath, OTHER, 100, rows_beneath)
    with TemporaryDirectory() as folder:
        read = read_text(Path(folder), lines(*first, *([[]] if has_gap else []), *second))
    rows = [row.cells for _, rows in read.tables for row in rows]
    assert rows == [tuple(row) for row in (*first[1:], *second[1:])]
    assert [[column.header for column in table.columns] for table, _ in read.tables] == [first[0], second[0]]


LINES = st.sampled_from(
    [
        *(
            "",
            "Walk-in visitors",
            "Total: 2",
            "2 rows",
            "# end",
            "Signed: Petra",
            "Signed:,Petra",
            "Area: South",
            "Acme",
        ),
        *("Dev Shah", "dev@example.com", "Topic,Kettle", "Date,2026-03-04", "Name,Email,Company", "Town,Acme,Lima"),
        *("Full name,E-mail,Phone,Town", "Eva Lund,e@example.com,Acme", "Fay Wong,,Hooli", "Gil Roth,g@example.com"),
        *("Ana Ruiz,a@example.com,Acme", "Ben Tan,b@example.com,+65 6123 4567,Oslo", ",,Initech", "Subtotal,,3"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_whatever_stands_around_lists_every_text_is_somewhere(below: list[str]) -> None:
    text = "\n".join(["Name,Email,Company", "Hal Berg,h@example.com,Acme", *below, ""])
    with TemporaryDirectory() as folder:
        read = read_text(Path(folder), text)
    said = [cell for table, rows in read.tables for row in rows for cell in row.cells]
    said += [column.header for table, _ in read.tables for column in table.columns]
    said += [finding.message for report in read.workbook.worksheets for finding in report.skipped]
    said += [note.message for note in read.workbook.notes]
    left_out = sum(report.counts.get(role, 0) for report in read.workbook.worksheets for role in WHY_NO_LEADS)
    missing = [cell for line in below for cell in line.split(",") if cell not in "\n".join(said)]
    assert not missing or left_out


def test_a_better_header_below_swallows_no_list_of_unknown_words(tmp_path: Path) -> None:
    first = [["Kuku", "Lala", "Dada", "Nunu"], *([f"Ana {n}", "Acme", "blue", "round"] for n in "abcdefgh")]
    second = [["Name", "Email", "Company", "Phone"], ["Ben Tan", "b@example.com", "Acme", "+65 6123 0000"]]
    read = read_text(tmp_path, lines(*first, *second))
    assert [len(rows) for _, rows in read.tables] == [8, 1]


def test_a_header_that_is_half_known_is_one_where_no_list_stands_above_it(tmp_path: Path) -> None:
    guests = [["Kuku", "Date", "Name of guest", "Lala"], ["Ida Holm", "Oct-14", "Acme", "tea"]]
    guests += [["", "", f"Acme {letter}", ""] for letter in "abcdef"]
    trips = [["Kuku", "Date(s) of trip", "Destination", "Lala of it"], ["Ida Holm", "12 - 15 October", "Oslo", "fair"]]
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[["Guests"], *guests, ["Trips"], *trips]))
    assert read.tables[0][0].header_row == 2


def test_a_list_of_another_width_keeps_its_own_columns(tmp_path: Path) -> None:
    first, second = listed(["person", "email"], ONE, 0, 3), listed(["email", "person", "phone"], OTHER, 50, 4)
    read = Read(xlsx(tmp_path / "a.xlsx", Leads=[*first, *second]))
    assert [[column.label for column in table.columns] for table, _ in read.tables] == [first[0], second[0]]
    assert read.tables[1][1][0].cells == tuple(second[1])


def test_a_list_far_below_is_found(tmp_path: Path) -> None:
    first, second = listed(["person", "email"], ONE, 0, 9_000), listed(["email", "person"], OTHER, 9_500, 5)
    read = read_text(tmp_path, lines(*first, *second))
    assert [(table.header_row, len(rows)) for table, rows in read.tables] == [(1, 9_000), (9_002, 5)]


def test_a_title_directly_above_the_second_header_is_noted(tmp_path: Path) -> None:
    first, second = listed(["person", "company", "email"], ONE, 0, 3), listed(["email", "person", "phone"], OTHER, 9, 2)
    read = read_text(tmp_path, lines(*first, ["Walk-in visitors"], *second))
    assert [len(rows) for _, rows in read.tables] == [3, 2]
    assert [(note.row, note.message) for note in read.workbook.notes] == [(5, "Walk-in visitors")]


@pytest.mark.parametrize("gap", [[], [[""]]])
@pytest.mark.parametrize(
    "facts",
    [
        [["Subject", "Start date", "Minutes"], ["Kettle evening", "2026-03-04 10:00", "45"]],
        [["Topic", "Meeting ID", "Start", "# of seats"], ["Kettle evening", "812 3456 7890", "2026-03-04", "9"]],
        [["Topic", "Meeting ID", "Start date", "Status"], ["Kettle evening", "812 3456 7890", "2026-03-04", "over"]],
        [["Subject", "Kettle evening"], ["Start", "2026-03-04"], ["Minutes", "45"]],
        [["Made by", "Petra Quist", "petra@example.com"], ["Region", "North"]],
    ],
)
def test_facts_about_a_list_are_noted_and_no_list(tmp_path: Path, facts: list[list[str]], gap: list[list[str]]) -> None:
    leads = listed(["person", "email", "company"], ONE, 0, 3)
    read = read_text(tmp_path, lines(*facts, *gap, ["Who came"], *leads))
    assert [[row.cells for row in rows] for _, rows in read.tables] == [[tuple(row) for row in leads[1:]]]
    assert [note.message for note in read.workbook.notes] == [*(" | ".join(row) for row in facts), "Who came"]


def test_the_sections_of_a_report_are_lists_of_their_own(tmp_path: Path) -> None:
    facts = [["1. Overview"], ["Subject", "Kettle evening"], ["Guests", "2"], []]
    people = [
        ["2. Guests"],
        ["Name", "Came", "Went", "Time", "Email"],
        ["Ana Ruiz", "10:00", "10:30", "30m", "a@x.example"],
    ]
    talks = [[], ["3. Talks"], ["Name", "From", "To", "Email"], ["Ana Ruiz", "10:05", "10:10", "a@x.example"]]
    read = read_text(tmp_path, lines(*facts, *people, *talks))
    assert [[row.cells[0] for row in rows] for _, rows in read.tables] == [["Ana Ruiz"], ["Ana Ruiz"]]


@pytest.mark.parametrize(
    "line",
    [
        ["Exported by", "Petra", "Date", "2026-01-05"],
        ["Name of list", "Spring", "Date", "05.01.2026"],
        ["Made as new file", "by the analyst, Monday 5 January", "", ""],
    ],
)
def test_a_line_above_the_header_that_has_a_headers_words_is_noted(tmp_path: Path, line: list[str]) -> None:
    rows = [["Kuku", "Lala", "Dada", "Nunu"], ["4000.5", "12", "1", "3"], ["4001.5", "13", "2", "4"]]
    for header in (rows[0], ["Name", "Email", "Phone", "Date"]):
        read = Read(xlsx(tmp_path / "a.xlsx", Leads=[line, header, *rows[1:]]))
        assert (read.labels, len(read.rows)) == (header, 2)


def test_explanations_beneath_the_header_are_part_of_it(tmp_path: Path) -> None:
    header, notes = ["Name", "Email", "Phone"], ["(required)", "", "(with country)"]
    read = read_text(tmp_path, lines(header, notes, ["Ana Ruiz", "a@example.com", "+65 6123 4567"]))
    assert (read.labels, len(read.rows)) == (["Name (required)", "Email", "Phone (with country)"], 1)


def test_a_header_said_again_in_other_words_is_noted_and_no_lead(tmp_path: Path) -> None:
    read = read_text(tmp_path, lines(["Name", "Email"], ["氏名", "メールアドレス"], ["Ana Ruiz", "a@example.com"]))
    assert (read.labels, read.cells) == (["Name", "Email"], [("Ana Ruiz", "a@example.com")])
    assert [note.message for note in read.workbook.notes] == ["氏名 | メールアドレス"]


def test_titles_of_three_rows_are_joined(tmp_path: Path) -> None:
    first, second = ["Name", "Visits", "", "", "", "Email"], ["", "Spring", "", "Autumn", "", ""]
    third = ["", "Days", "Hours", "Days", "Hours", ""]
    read = read_text(tmp_path, lines(first, second, third, ["Ana Ruiz", "3", "4", "1", "2", "a@example.com"]))
    visits = [f"Visits / {season} / {unit}" for season in ("Spring", "Autumn") for unit in ("Days", "Hours")]
    assert (read.labels, len(read.rows)) == (["Name", *visits, "Email"], 1)


def test_titles_in_the_gaps_of_a_header_are_joined_with_their_group(tmp_path: Path) -> None:
    first, second = ["Name", "Visits", "", "Email"], ["", "Spring", "Autumn", ""]
    read = read_text(tmp_path, lines(first, second, ["Ana Ruiz", "3", "4", "a@example.com"]))
    assert (read.labels, len(read.rows)) == (["Name", "Visits / Spring", "Visits / Autumn", "Email"], 1)


@pytest.mark.parametrize(
    ("header", "leads"),
    [
        (["Name", "Kind", "Reach by"], [["Ana Ruiz", "Contact", "Email"], ["Nord", "Company", "Phone"]]),
        (["Kind", "Name", "Reach by"], [["Contact", "Ana Ruiz", "Email"], ["Company", "Nord", "Phone"]]),
        (["Name", "Unit", "Role"], [["Bo Ek", "Sales", "Contact"], ["Ana Ruiz", "Email", "Owner"]]),
        (["Name", "Company", "Kind", "Reach by"], [["Ana Ruiz", "Nord", "Contact", "Email"]] * 2),
        (
            ["First name", "Last name", "Title", "Unit"],
            [["Ana", "Ruiz", "Owner", "Company"], ["Bo", "Ek", "Temp", "IT"]],
        ),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_leads_of_whom_words_of_headers_are_said_are_leads(
    tmp_path: Path, header: list[str], leads: list[list[str]], times: int
) -> None:
    read = read_text(tmp_path, lines(header, *leads * times))
    assert (read.labels, read.cells) == (header, [tuple(lead) for lead in leads * times])


def test_a_row_of_headers_words_among_other_rows_is_a_lead(tmp_path: Path) -> None:
    rows = [["Bo Ek", "Nord", "Visitor", "Call"]] * 5 + [["Ana Ruiz", "Syd", "Contact", "Email"]]
    read = read_text(tmp_path, lines(["Name", "Company", "Kind", "Reach by"], *rows))
    assert len(read.cells) == 6
