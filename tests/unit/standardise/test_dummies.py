"""Test leads of forms and templates name nobody; people and companies called Test do."""

import pytest

from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

HEADERS = ["full_name", "email", "company_name", "job_title"]


def is_test(cells, headers=HEADERS):
    return standardise(map_columns(label_columns(headers)), cells, "NO", "L1").is_test


@pytest.mark.parametrize(
    "cells",
    [
        ["<test lead: dummy data for full_name>", "test@fb.com", "", ""],
        ["<Muster: Name>", "", "", ""],
        ["{{full_name}}", "{{email}}", "", ""],
        ["[Your name]", "[Your email]", "[Company]", ""],
        ["%FULL_NAME%", "", "", ""],
        ["*|EMAIL|*", "*|EMAIL|*", "", ""],
        ["FirstName LastName", "test@example.com", "CompanyName", "JobTitle"],
        ["Full name", "", "Company", ""],
    ],
)
def test_a_row_whose_cells_say_what_belongs_there_is_a_test_lead(cells):
    assert is_test(cells)


@pytest.mark.parametrize("says", ["TRUE", "yes", "1"])
def test_a_row_that_is_called_a_test_is_one(says):
    assert is_test(["Una Berg", "una@berg.example", says], ["Name", "Email", "is_test"])
    assert not is_test(["Una Berg", "una@berg.example", "false"], ["Name", "Email", "is_test"])


@pytest.mark.parametrize(
    "cells",
    [
        ["Una Test", "test@berg.example", "Test GmbH", "Tester"],
        ["Una Berg <una@berg.example>", "", "", ""],
        ["Una Berg [she/her]", "", "", ""],
        ["[External] Una Berg", "", "", ""],
        ["<Una Berg>", "<una@berg.example>", "", ""],
        ["Una Berg", "", "Company", "Title"],
        ["", "una@berg.example", "", ""],
    ],
)
def test_a_person_is_no_test_lead(cells):
    assert not is_test(cells)
