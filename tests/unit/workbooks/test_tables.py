"""What names a column, and where it is."""

import pytest

from easycrm.workbooks.tables import column_letters, label_columns


@pytest.mark.parametrize(
    ("headers", "labels"),
    [
        (["Name", "Email"], ["Name", "Email"]),
        (["Notes", "Notes", "Notes"], ["Notes", "Notes (2)", "Notes (3)"]),
        (["Notes", "Notes", "Notes (2)"], ["Notes", "Notes (3)", "Notes (2)"]),
        (["Notes (2)", "Notes", "Notes"], ["Notes (2)", "Notes", "Notes (3)"]),
        (["Name", "", ""], ["Name", "Column B", "Column C"]),
        (["Column B", ""], ["Column B", "Column B (2)"]),
        (["First\nname", "姓 名"], ["First name", "姓 名"]),
    ],
)
def test_every_column_has_a_label_of_its_own(headers: list[str], labels: list[str]) -> None:
    assert [column.label for column in label_columns(headers)] == labels


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_spreadsheet_programs(index: int, letters: str) -> None:
    assert column_letters(index) == letters
