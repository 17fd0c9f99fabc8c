"""A long cell costs time in proportion to its length, whatever is in it: what could stop an import with one row."""

import pytest

from easycrm.bounds import NAMED_CHARACTERS
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.values.calming.person import calm_name
from easycrm.standardise.values.calming.phrase import calm_company, calm_title
from easycrm.standardise.values.names import split_name
from tests.support.long_cells import ROW, cell_of, row_work, seconds

CHARACTERS = 40_000
# A cell of 40,000 characters takes at most 0.3 seconds where time is in proportion, and 1 to 100 where it is not.
MOST_SECONDS = 1.0

LONG = [
    *[("Name", piece) for piece in ("@", "a@", "@.", ",", "\n", " ", "(", "1", "a&", "a b<a@b.co>,", "<a@")],
    *[("Email", piece) for piece in ("@", "a@", "a@a.", "a@a.co ", '"a b" <a@a> ')],
    *[("Phone", piece) for piece in ("1 ", "a#1;", "GB00 ", "1 x 2 ", "+1")],
    *[("Company", piece) for piece in ("A. ", "CO ", "ABC ", "LTD & ")],
    ("Notes", "a@a"),
]


@pytest.fixture(scope="module")
def work():
    of_a_row = row_work()
    of_a_row(list(ROW))  # loads the lists of words
    return of_a_row


@pytest.mark.parametrize(("header", "piece"), LONG, ids=repr)
def test_a_long_cell_takes_no_quadratic_time(header, piece, work):
    """Measured anew, with another cell, where it took longer: the processor may have had other things to do."""
    cells = (cell_of(piece, CHARACTERS + longer, "a {} b") for longer in range(3))
    assert any(seconds(work, header, cell) < MOST_SECONDS for cell in cells)


@pytest.mark.parametrize("letter", ["x", " ", "é", "a@"])
def test_of_a_column_of_long_cells_the_beginning_tells_what_it_is(letter):
    begun = [[f"{word} {letter * 2_000}"[:2_000]] for word in ("Ana Li", "7")]
    assert gather(1, [[f"{cell} ben@nord.example 7"] for [cell] in begun]) == gather(1, begun)


LONGER = "MEERA NAIDU " * (NAMED_CHARACTERS // 12 + 1)


@pytest.mark.parametrize("calm", [calm_title, calm_company, lambda text: calm_name(text, "").first])
def test_a_text_that_is_too_long_for_a_name_stays_as_it_is_written(calm):
    assert calm(LONGER.strip()) == LONGER.strip()
    assert calm("MEERA NAIDU") != "MEERA NAIDU"


def test_a_name_that_is_too_long_is_not_taken_apart():
    name = split_name(f"Meera Naidu ({LONGER})")
    assert not name.sure
    assert split_name("Meera Naidu (IT)").last == "Naidu"
