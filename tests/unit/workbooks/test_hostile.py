"""Files made to break readers end in a sentence, within bounds, and the next file is read as usual."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.limits import Limits
from tests.support.workbooks.build import Read, read_text, rewritten, try_read, xlsx
from tests.support.workbooks.containers import ods, xls, xlsb

ROWS = [["Name", "Email"], ["Ana", "ana@example.com"], ["Ben", "ben@example.com"]]
SMALL = Limits(memory_bytes=400_000_000, cpu_seconds=5)
SHEET = "xl/worksheets/sheet1.xml"


def _refusal(path: Path, limits: Limits = SMALL) -> UnreadableFile:
    """The error that the file ends in. The next file must be read as usual."""
    with pytest.raises(UnreadableFile) as raised:
        Read(path, limits=limits)
    assert len(Read(xlsx(path.parent / "next.xlsx", Leads=ROWS)).rows) == 2
    return raised.value


def _with_rows(path: Path, rows: bytes) -> Path:
    """A workbook whose worksheet has these rows, as XML, in place of its own."""

    def replaced(part: bytes) -> bytes:
        start, end = part.index(b"<sheetData>") + len(b"<sheetData>"), part.index(b"</sheetData>")
        return part[:start] + rows + part[end:]

    return rewritten(xlsx(path, Leads=ROWS), {SHEET: replaced})


def test_a_zip_bomb_is_refused_by_its_unpacked_size(tmp_path: Path) -> None:
    file = rewritten(xlsx(tmp_path / "a.xlsx", Leads=ROWS), {SHEET: lambda part: part + b" " * 30_000_000})
    assert file.stat().st_size < 100_000
    assert _refusal(file, Limits(unpacked_bytes=20_000_000)).code == "tooLargeUnpacked"


def test_a_zip_bomb_that_lies_about_its_size_does_not_go_off(tmp_path: Path) -> None:
    part = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>'
        + b"x" * 300_000_000
        + b"</v></c></row></sheetData></worksheet>"
    )
    file = rewritten(xlsx(tmp_path / "a.xlsx", Leads=ROWS), {SHEET: lambda _: part})
    size = len(part).to_bytes(4, "little")
    file.write_bytes(file.read_bytes().replace(size, b"\x10\x00\x00\x00"))
    assert _refusal(file, Limits(memory_bytes=200_000_000)).code in ("tooExpensive", "corruptFile")


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_an_entity_bomb_does_not_go_off(tmp_path: Path, part: str) -> None:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))

    def bomb(content: bytes) -> bytes:
        declaration, _, rest = content.rpartition(b"?>")
        head = declaration + b"?>" if declaration else b""
        return head + b"<!DOCTYPE x [" + entities + b"]>" + rest.replace(b"Leads", b"&l11;").replace(b"Ana", b"&l11;")

    file = rewritten(xlsx(tmp_path / "a.xlsx", Leads=ROWS), {part: bomb})
    read = try_read(file, SMALL)
    if isinstance(read, Read):
        assert max(len(cell) for row in read.rows for cell in row.cells) < 1000
    else:
        assert read.code in ("corruptFile", "tooExpensive")


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", Leads=[[f"Column {n}" for n in range(16_384)], ["x"] * 16_384])
    assert _refusal(file).code == "tooManyColumns"
    with pytest.raises(UnreadableFile, match="more than 1,000 columns"):
        read_text(tmp_path, "a," * 16_384 + "\n")


def test_a_million_blank_rows_are_no_burden(tmp_path: Path) -> None:
    blank = [
        b'<row r="%d"></row>',
        b'<row r="%d"><c r="A%d" s="0"/></row>',
        b'<row r="%d"><c r="A%d" t="str"><v></v></c></row>',
    ]
    rows = [blank[number % 3].replace(b"%d", b"%d" % number) for number in range(2, 1_048_576)]
    text = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>'
    content = text % (1, 1, b"Email") + b"".join(rows) + text % (1_048_576, 1_048_576, b"a@example.com")
    read = Read(_with_rows(tmp_path / "a.xlsx", content), limits=SMALL)
    assert [(found.number, found.cells) for found in read.rows] == [(1_048_576, ("a@example.com",))]


@pytest.mark.parametrize("line", ["\n", ",,\n", " , , \n"])
def test_a_million_blank_lines_are_no_burden(tmp_path: Path, line: str) -> None:
    read = read_text(tmp_path, "Name,Email,City\n" + line * 1_000_000 + "Ana,a@example.com,Lima\n")
    assert [(row.number, row.cells[0]) for row in read.rows] == [(1_000_002, "Ana")]
    assert read.reports["leads"].blank_rows == 1_000_000


def test_one_cell_of_ten_megabytes_is_refused_with_its_row(tmp_path: Path) -> None:
    cell = b'<row r="7"><c r="A7" t="inlineStr"><is><t>' + b"x" * 10_000_000 + b"</t></is></c></row>"
    error = _refusal(_with_rows(tmp_path / "a.xlsx", cell))
    assert (error.code, error.details["row"]) == ("cellTooLong", 7)


@pytest.mark.parametrize(
    "cell", ["x" * 10_000_000, '"' + "x" * 10_000_000 + '"', '"' + "x\n" * 5_000_000 + '"', "x" * 200_000]
)
def test_one_long_cell_of_text_is_refused(tmp_path: Path, cell: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read_text(tmp_path, f"Name,Email\n{cell},a@example.com\n")
    assert raised.value.code == "cellTooLong"


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(rows=2), "tooManyRows"), (Limits(cells=5), "tooManyCells"), (Limits(columns=1), "tooManyColumns")],
)
def test_every_limit_holds_for_text_and_for_workbooks(tmp_path: Path, limits: Limits, code: str) -> None:
    assert _refusal(xlsx(tmp_path / "a.xlsx", Leads=ROWS), limits).code == code
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, ROWS)))
    assert _refusal(tmp_path / "a.csv", limits).code == code


def test_what_is_as_large_as_every_limit_allows_is_read(tmp_path: Path) -> None:
    limits = Limits(rows=3, cells=6, columns=2, cell_characters=len("ana@example.com"))
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, ROWS)))
    assert len(Read(xlsx(tmp_path / "a.xlsx", Leads=ROWS), limits=limits).rows) == 2
    assert len(Read(tmp_path / "a.csv", limits=limits).rows) == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda path: xlsx(path, Leads=ROWS),
        lambda path: xlsb(path, ROWS),
        lambda path: xls(path, ROWS),
        lambda path: ods(path, Leads=ROWS),
    ],
)
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6])
def test_a_file_that_breaks_off_is_damaged(tmp_path: Path, write: Callable[[Path], Path], kept: float) -> None:
    file = write(tmp_path / "a")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    assert _refusal(file).code in ("corruptFile", "notASpreadsheet")


def test_cells_repeated_without_end_are_stopped_by_the_limits(tmp_path: Path) -> None:
    endless = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="2000000000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    file = ods(tmp_path / "a.ods", Leads=[*ROWS, [endless]])
    error = _refusal(file, Limits(memory_bytes=300_000_000, cpu_seconds=2))
    assert error.code in ("tooExpensive", "corruptFile", "tooManyColumns")


def test_a_xls_cell_in_the_last_column_there_can_be_is_stopped_by_the_memory_limit(tmp_path: Path) -> None:
    file = xls(tmp_path / "a.xls", ROWS)
    content = bytearray(file.read_bytes())
    place = content.index(b"\x04\x02")
    content[place + 4 : place + 8] = b"\xff\xff\xff\xff"
    file.write_bytes(bytes(content))
    assert _refusal(file).code in ("tooExpensive", "corruptFile")


def test_an_archive_with_two_parts_of_one_name_is_read_or_refused(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", Leads=ROWS)
    content = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, "<worksheet/>")
    file.write_bytes(content.getvalue())
    read = try_read(file)
    assert isinstance(read, Read) or read.code == "corruptFile"
