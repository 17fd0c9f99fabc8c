"""Rows of tables with two header rows keep the ids that they had when the titles were joined by a space."""

from easycrm.leads.identity import former_lead_id, lead_id
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.workbooks.tables import label_columns


def identity(headers, cells):
    return identify(map_columns(label_columns(headers)), cells, "SG")


def test_a_row_that_is_known_by_its_cells_is_looked_up_by_its_former_labels():
    row = identity(["Visit / Hall", "Visit / Company"], ["7", "Tin Sparrow"])
    assert row.differed
    assert former_lead_id(row) == lead_id(identity(["Visit Hall", "Visit Company"], ["7", "Tin Sparrow"]))


def test_a_row_with_an_email_has_one_id():
    assert not identity(["Contact / Email", "Visit / Hall"], ["ana@novak.example", "7"]).differed
