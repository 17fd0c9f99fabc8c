"""Columns that say, row by row, what kind the value beside them is."""

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

HEADERS = ["Name", "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"]
FIRST, SECOND = "+65 6123 4567", "+65 6123 9999"


@pytest.mark.parametrize(
    ("labels", "phone"),
    [
        (("Work", "Mobile"), "+6561234567"),
        (("Home", "Work"), "+6561239999"),
        (("Work Fax", "Home"), "+6561239999"),
        (("Pager", "Home Fax"), None),
        (("* Main", ""), "+6561234567"),
    ],
)
def test_the_label_of_the_row_says_which_number_speaks_and_a_fax_never_does(labels, phone):
    row = ["Ana Lind", labels[0], FIRST, labels[1], SECOND]
    columns = map_columns(label_columns(HEADERS), gather(5, [row, ["Bo Ek", "Work", "+65 6123 1111", "", ""]]))
    assert standardise(columns, row, "SG", "L1").values.get("phone") == phone
