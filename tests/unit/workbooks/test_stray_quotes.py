"""Quotation marks that are opened and never closed, closed and never opened, or that pair up over several rows."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.workbooks.build import Read, read_text, try_read

HEADER = "Name,Company,Email\n"
ROWS = "Una Berg,Lysglimt,una@example.com\nOdd Vik,Havgard,odd@example.com\n"


@pytest.mark.parametrize(
    "lines",
    [
        'Eli Moe,"Tindra AS,eli@example.com\nPer Lie,"Fonn AB,per@example.com\n',
        'Eli Moe,"Tindra AS,eli@example.com\nPer Lie,Fonn AB",per@example.com\n',
        '"Eli Moe,Tindra AS,eli@example.com\nPer Lie,Fonn AB,per@example.com"\n',
        'Eli Moe,Tindra AS,"eli@example.com\nPer Lie,Fonn AB,per@example.com\n',
        '"Eli Moe","Tindra AS","eli@example.com\n"Per Lie","Fonn AB","per@example.com"\n',
    ],
)
def test_a_row_that_proves_itself_is_read_in_spite_of_a_stray_mark(tmp_path: Path, lines: str) -> None:
    read = read_text(tmp_path, HEADER + ROWS + lines)
    cleaned = [tuple(cell.strip('"') for cell in cells) for cells in read.cells]
    assert cleaned[2:] == [("Eli Moe", "Tindra AS", "eli@example.com"), ("Per Lie", "Fonn AB", "per@example.com")]
    assert [row.number for row in read.rows] == [2, 3, 4, 5]


def test_a_stray_mark_is_told_of(tmp_path: Path) -> None:
    read = read_text(tmp_path, f'{HEADER}{ROWS}Eli Moe,"Tindra AS,eli@example.com\n')
    assert [(finding.row, finding.column, finding.code) for finding in read.rows[2].findings] == [(4, 1, "strayQuote")]
    assert read.rows[2].cells[1] == "Tindra AS"


@pytest.mark.parametrize(
    "lines",
    [
        'Eli Moe,"Tindra, Fonn,eli@example.com\nPer Lie,Mo AB,per@example.com\n',
        'Eli Moe,"Tindra "AS"\nPer Lie,Mo AB,per@example.com\n',
        '"Eli Moe,"Tindra AS","eli@example.com"\nPer Lie,Mo AB,per@example.com\n',
    ],
)
def test_a_line_that_proves_nothing_is_held_with_its_number(tmp_path: Path, lines: str) -> None:
    read = read_text(tmp_path, HEADER + ROWS + lines)
    held = [row for row in read.rows if row.held]
    assert [(row.number, row.held.code) for row in held if row.held] == [(4, "strayQuote")]
    assert "Line 4" in str(held[0].held)
    assert read.cells[-1] == ("Per Lie", "Mo AB", "per@example.com")


def test_lines_below_a_stray_mark_are_held_until_a_whole_row_comes(tmp_path: Path) -> None:
    read = read_text(tmp_path, f'{HEADER}{ROWS}Eli Moe,"He said\nwell\n"go" then",eli@example.com\n{ROWS}')
    assert [row.number for row in read.rows if row.held] == [4, 5, 6]
    assert len(read.cells) == 4


def test_marks_that_pair_up_where_nothing_proves_a_row_hold_their_lines(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, 'Name,Company\nUna Berg,Lysglimt\nEli Moe,"Tindra AS\nPer Lie,Fonn AB"\nOdd Vik,Havgard\n'
    )
    assert [row.number for row in read.rows if row.held] == [3, 4]
    assert read.cells == [("Una Berg", "Lysglimt"), ("Odd Vik", "Havgard")]


def test_the_end_of_a_cell_that_began_above_is_no_row(tmp_path: Path) -> None:
    lines = 'Una Berg,"Lysglimt "AS", Oslo\n"Street 5\nFlat 2","Tindra, Fonn"\n'
    read = read_text(tmp_path, f"Name,Company\n{lines}Odd Vik,Havgard\nPer Lie,Mo AB\n")
    assert read.cells == [("Odd Vik", "Havgard"), ("Per Lie", "Mo AB")]
    assert [row.number for row in read.rows if row.held] == [2, 3, 4]


def test_marks_that_take_most_of_a_list_into_one_cell_take_no_row(tmp_path: Path) -> None:
    lines = 'Una Berg^Oslo^"una@example.com^x\nOdd Vik^Lund^odd@example.com^x\nPer Lie"^Gent^per@example.com^x\n'
    read = read_text(tmp_path, f"Name^City^Email^Note\n{lines}")
    assert [cells[2].strip('"') for cells in read.cells] == ["una@example.com", "odd@example.com", "per@example.com"]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("12 High Street, Flat 2\nSpringfield, 0150", None),
        ("Rang on Monday,\nback in May, or June\nwants a quote", None),
        ('says ""yes""\n\nand thanks', 'says "yes"\n\nand thanks'),
        ("a, b\nc, d\ne, f", None),
        ("ask una@example.com\nor odd@example.com", None),
        ("Hello,\nwell, yes, una@example.com, thanks\nbye", None),
    ],
)
@pytest.mark.parametrize("column", [0, 1, 2])
def test_true_line_breaks_inside_of_a_cell_are_read(
    tmp_path: Path, cell: str, read_as: str | None, column: int
) -> None:
    cells = ["Eli Moe", "Tindra AS", "eli@example.com"]
    cells.insert(column, f'"{cell}"')
    rows = [["Una Berg", "Lysglimt", "una@example.com"], ["Odd Vik", "Havgard", "odd@example.com"]]
    header = ["Name", "Company", "Email"]
    for row in (header, *rows):
        row.insert(column, "Note" if row is header else "")
    read = read_text(tmp_path, "\n".join(map(",".join, [header, rows[0], cells, rows[1]])))
    assert [row.cells[column] for row in read.rows] == ["", read_as or cell, ""]
    assert not any(row.held for row in read.rows)


MARKS = st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("header", "numbers"),
    [("Name,Company,City", {3, 4}), ('"Name","Company","City"', set()), ('"Name","Firm\n(legal)","City"', set())],
)
def test_marks_around_two_lines_are_believed_where_all_is_quoted(
    tmp_path: Path, header: str, numbers: set[int]
) -> None:
    lines = ["Ana Ray,Vest AS,Oslo", '"Ida Holm,Nord AS","Bergen', 'Bo Ek,Syd AB","Moss"', "Cy Ti,Vest AS,Voss"]
    read = read_text(tmp_path, "\n".join([header, *lines]) + "\n")
    assert {row.number for row in read.rows if row.held} == numbers


def test_a_line_that_is_held_is_no_header(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, 'Name,Notes,Email\nAna Ray,"Name,Email\nfoo,bar",ana@ray.example\nBo Ek,ok,bo@ek.example\n'
    )
    assert (read.labels, [row.number for row in read.rows]) == (["Name", "Notes", "Email"], [2, 3, 4])


@settings(max_examples=400, deadline=None)
@given(
    count=st.integers(2, 9),
    marks=MARKS,
    quoting=st.sampled_from(["none", "all", "some"]),
    columns=st.sampled_from([("name", "email"), ("name", "company", "email", "phone"), ("name", "company", "city")]),
    delimiter=st.sampled_from(",;\t"),
)
def test_no_cell_of_one_line_ends_in_the_row_of_another(
    tmp_path_factory: pytest.TempPathFactory,
    count: int,
    marks: list[tuple[int, bool]],
    quoting: str,
    columns: tuple[str, ...],
    delimiter: str,
) -> None:
    file = tmp_path_factory.mktemp("strays") / "list.csv"
    lines = [delimiter.join(column.title() for column in columns)]
    lines += [_line(number, columns, quoting, delimiter) for number in range(1, count)]
    text = _with_marks("\n".join(lines) + "\n", marks, delimiter)
    file.write_text(text, "utf-8", newline="")
    read = try_read(file)
    if isinstance(read, Read):
        _check_lines(read, text)


def _line(number: int, columns: tuple[str, ...], quoting: str, delimiter: str) -> str:
    values = {
        "name": f"Person w{number}x",
        "company": f"Firm w{number}x{delimiter} Ltd" if quoting != "none" else f"Firm w{number}x",
        "email": f"w{number}x@example.com",
        "phone": f"+47 22 10 00 {number:02}",
        "city": f"Town w{number}x",
    }
    quoted = {column: quoting == "all" or delimiter in values[column] for column in columns}
    return delimiter.join(f'"{values[column]}"' if quoted[column] else values[column] for column in columns)


def _with_marks(text: str, marks: list[tuple[int, bool]], delimiter: str) -> str:
    """Marks put in or taken out: at the edge of a cell, where they do harm, or anywhere."""
    for place, is_edge in marks:
        edges = [match.end() for match in re.finditer(f"[{delimiter}\n]", text)]
        at = edges[place % len(edges)] if is_edge else place % len(text)
        text = f"{text[:at]}{text[at + 1 :]}" if text[at : at + 1] == '"' else f'{text[:at]}"{text[at:]}'
    return text


def _check_lines(read: Read, text: str) -> None:
    whose = [set(re.findall(r"w\d+x", " ".join(row.cells))) for row in read.rows if not row.held]
    assert all(len(numbers) <= 1 for numbers in whose), (text, read.cells)
    told = [str(row.cells) for _, rows in read.tables for row in rows]
    told += [finding.message for finding in (*read.workbook.notes, *read.workbook.worksheets[0].skipped)]
    told += [str(table.columns) for table, _ in read.tables]
    missing = {number for number in re.findall(r"w\d+x", text) if number not in " ".join(told)}
    assert not missing, (text, read.cells)
