"""Whatever program a list comes from, each lead has what its own columns say, and nothing of anybody else's."""

import csv
import random
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import Column, label_columns
from tests.support.programs.grouped_headers import grouped
from tests.support.programs.hostile_headers import SPELLINGS, spelt
from tests.support.programs.invented_people import REGIONS
from tests.support.programs.layouts import layouts
from tests.support.programs.sheets import FIELDS, Row, Sheet, Wishes, made_sheet
from tests.support.workbooks.build import Read, edited

NAMES = sorted(layouts())
WITH_NATIONAL_NUMBERS = NAMES[::8]  # all countries are tried on these, which takes its time
WITH_COUNTRIES = [name for name in NAMES if layouts()[name].holds("country", "iso")][::2]
IN_ENGLISH = [name for name in NAMES if "en" in layouts()[name].languages]
TRANSLATED = [(name, language) for name in NAMES for language in layouts()[name].languages if language != "en"]
ELSEWHERE = sorted(REGIONS.keys() - {"en"})
FROM_ELSEWHERE = [(name, ELSEWHERE[at % len(ELSEWHERE)]) for at, name in enumerate(IN_ENGLISH)]
SPELLED = list(product(NAMES, SPELLINGS))


def sheet_of(name: str, variant: str, wishes: Wishes | None = None) -> Sheet:
    """The variants of a program's layout differ in their people, too."""
    layout = layouts()[name]
    return made_sheet(layout, random.Random(f"{name} {variant}"), wishes or Wishes(layout.languages[0]))


def reordered(sheet: Sheet) -> Sheet:
    order = random.Random(str(sheet.headers)).sample(range(len(sheet.headers)), len(sheet.headers))
    rows = [Row([row.cells[at] for at in order], row.accepted) for row in sheet.rows]
    return Sheet([sheet.headers[at] for at in order], rows, sheet.country)


def wrong_values(sheet: Sheet) -> list[str]:
    """Every value of a lead that its row does not say of it, with the columns that the value is in."""
    return wrong_leads(sheet, label_columns(sheet.headers), sheet.cells)


def wrong_leads(sheet: Sheet, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[str]:
    mapped = map_columns(columns, gather(len(columns), cells))
    leads = [standardise(mapped, row, sheet.country, "L1").values for row in cells]
    return [
        f"{field} is {value!r}, not one of {sorted(row.accepted[field])}: {headers_with(value, columns, texts)}"
        for row, texts, lead in zip(sheet.rows, cells, leads, strict=True)
        for field in FIELDS
        if (value := lead.get(field, "")) not in row.accepted[field]
    ]


def headers_with(value: str, columns: Sequence[Column], cells: Sequence[str]) -> list[str]:
    return [column.header for column, cell in zip(columns, cells, strict=True) if value and value in cell]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_as_its_program_exports_it(name: str) -> None:
    wishes = Wishes(layouts()[name].languages[0], national=name in WITH_NATIONAL_NUMBERS, bare_ids=True)
    assert wrong_values(sheet_of(name, "plain", wishes)) == []


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_a_list_as_its_program_exports_it_in_other_languages(name: str, language: str) -> None:
    assert wrong_values(sheet_of(name, language, Wishes(language))) == []


@pytest.mark.parametrize("name", NAMES)
def test_columns_in_any_order_with_half_of_the_cells_blank(name: str) -> None:
    wishes = Wishes(layouts()[name].languages[0], half=True, bare_ids=name in WITH_NATIONAL_NUMBERS)
    assert wrong_values(reordered(sheet_of(name, "half", wishes))) == []


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_translated_columns_in_any_order_with_half_of_the_cells_blank(name: str, language: str) -> None:
    assert wrong_values(reordered(sheet_of(name, f"{language} half", Wishes(language, half=True)))) == []


@pytest.mark.parametrize(("name", "spelling"), SPELLED)
def test_headers_in_another_spelling(name: str, spelling: str) -> None:
    sheet = sheet_of(name, spelling)
    assert wrong_values(sheet._replace(headers=spelt(sheet.headers, spelling))) == []


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_translated_headers_in_snake_case(name: str, language: str) -> None:
    sheet = sheet_of(name, f"{language} snake", Wishes(language))
    assert wrong_values(sheet._replace(headers=spelt(sheet.headers, "snake"))) == []


@pytest.mark.parametrize(("name", "people"), FROM_ELSEWHERE)
def test_people_who_write_another_language_than_the_program(name: str, people: str) -> None:
    assert wrong_values(sheet_of(name, f"people of {people}", Wishes(region_of=people))) == []


@pytest.mark.parametrize("name", WITH_COUNTRIES)
def test_numbers_are_of_the_country_that_the_row_names_and_not_of_the_uploads(name: str) -> None:
    wishes = Wishes(layouts()[name].languages[0], abroad=True)
    assert wrong_values(sheet_of(name, "abroad", wishes)) == []


@pytest.mark.parametrize("name", NAMES)
def test_headers_beneath_titles_of_groups(name: str, tmp_path: Path) -> None:
    sheet = sheet_of(name, "grouped")
    groups, headers, cells = grouped(layouts()[name], sheet)
    path = tmp_path / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([groups, headers, *cells])
    read = Read(path)
    assert wrong_leads(sheet, read.tables[0][0].columns, read.cells) == []


@pytest.mark.parametrize("name", NAMES[::8])
def test_headers_beneath_titles_of_groups_that_are_merged(name: str, tmp_path: Path) -> None:
    sheet = sheet_of(name, "merged")
    groups, headers, cells = grouped(layouts()[name], sheet)
    ends = [*(at for at, group in enumerate(groups) if group), len(groups)]

    def merge(worksheet: Any) -> None:
        for first, after in pairwise(ends):
            last_row = 1 if headers[first] else 2
            worksheet.merge_cells(start_row=1, end_row=last_row, start_column=first + 1, end_column=after)

    read = Read(edited(tmp_path / "leads.xlsx", [groups, headers, *cells], merge))
    assert wrong_leads(sheet, read.tables[0][0].columns, read.cells) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_says_where_it_is_from_and_has_a_header_in_each_of_its_languages(name: str) -> None:
    layout = layouts()[name]
    assert layout.program
    assert layout.source
    assert {len(column.headers) for column in layout.columns} == {len(layout.languages)}


def test_there_are_the_layouts_of_many_programs() -> None:
    assert len(NAMES) >= 40
