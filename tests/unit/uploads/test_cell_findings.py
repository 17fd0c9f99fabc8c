"""What is kept of single cells for the row report, and in which words."""

import pytest

from easycrm.uploads.ending.row_report import Reasons, reasons_of_cells, sentence
from easycrm.uploads.work_files.cell_findings import TOLD_OF, CellFinding, CellFindings, read_findings
from easycrm.uploads.work_files.stored_leads import HeldRow, Place, uncounted
from easycrm.workbooks.tables import Finding, Row
from tests.support.fakes import InMemoryStore


def row(number, *cells):
    """A row with findings: `(column, code)` of each."""
    findings = (Finding("Fair", number, column, code, f"About {code}.") for column, code in cells)
    return Row(number, ("",), None, tuple(findings))


def written(*rows, most=10):
    """The store, and the table's entry."""
    store, findings = InMemoryStore(), CellFindings(most)
    for each in rows:
        findings.add(each)
    return store, findings.write(0, store)


@pytest.mark.parametrize("code", sorted(TOLD_OF))
def test_a_cell_that_is_stored_otherwise_than_it_says_is_told_of(code):
    store, entry = written(row(2, (1, code)))
    assert list(read_findings(0, entry, store)) == [(2, [CellFinding(1, code, f"About {code}.")])]


def test_a_link_whose_both_texts_are_kept_is_not():
    store, entry = written(row(2, (1, "linkTarget")))
    assert (list(read_findings(0, entry, store)), store.names("findings")) == ([], [])


def test_a_row_is_told_of_whole_or_counted_whole():
    store, entry = written(
        row(2, (0, "digitsLost")), row(3, *[(0, "errorValue")] * 3), row(4, (0, "digitsLost")), most=2
    )
    assert [number for number, _ in read_findings(0, entry, store)] == [2, 4]
    assert entry["moreFindings"] == 3


def test_the_room_is_that_of_a_file_and_the_rows_are_those_of_a_table():
    store, findings = InMemoryStore(), CellFindings(most=1)
    findings.add(row(2, (0, "digitsLost")))
    first = findings.write(0, store)
    findings.add(row(2, (0, "digitsLost")))
    assert (first["moreFindings"], findings.write(1, store)) == (0, {"rowsWithFindings": 0, "moreFindings": 1})


def test_a_cell_is_named_by_the_label_of_its_column_or_by_its_letter_where_it_is_in_none():
    store, entry = written(row(2, (3, "digitsLost"), (27, "errorValue")))
    store.write("workbook.json", {"tables": [{"columns": [[3, "Phone ", "Phone"]], **entry}]})
    words = "Phone: About digitsLost. Column AB: About errorValue."
    assert reasons_of_cells(store) == {(0, 2): words}


def test_only_a_row_without_another_reason_is_said_to_be_stored_but_for_its_cells():
    reasons = Reasons(of_cells={Place(0, 2): "Phone: X.", Place(0, 3): "Phone: X."})
    reasons.add(uncounted({}) | {"held": [HeldRow(0, 3, "noLeadFields")]})
    assert reasons.of(Place(0, 2)).text == "Stored, but Phone: X."
    assert reasons.of(Place(0, 3)).text == f"{sentence('noLeadFields')} Phone: X."
    assert reasons.of(Place(0, 4)).text == ""
