"""What programs and people write where there is no value: told from people of that name, and from values."""

import pytest

from easycrm.leads.identity import former_lead_id, lead_id
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.blanks import is_ditto
from easycrm.workbooks.tables import label_columns
from tests.support.former_rules import former_id

COLUMNS = map_columns(label_columns(["First name", "Last name", "Company", "Title", "Phone"]))
FIELDS = ("firstName", "lastName", "company", "title", "phone")
PROGRAMS = ["nan", "NaN", "NaT", "<NA>", "null", "NULL", "undefined", "\\N", "(null)", "#N/A", "False", "false", "true"]
SIGNS = ['"', "''", "〃", "″", '-"-', "- ” -", "„", "同上"]
WORDS = ["ditto", "dto.", "do.", "dito", "idem", "siehe oben", "jak wyżej", "viz výše"]


def row_of(*cells):
    return standardise(COLUMNS, [*cells, *[""] * 5][:5], "NO", "L1")


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("blank", PROGRAMS)
def test_a_blank_of_a_program_is_left_out_of_every_field(blank, at):
    cells = ["Una", "Berg", "Moe AS", "Buyer", "+47 22 12 34 56"]
    cells[at] = blank
    row = row_of(*cells)
    assert (FIELDS[at] in row.values, row.left_out, row.flags) == (False, {at: "placeholder"}, {})


@pytest.mark.parametrize("name", ["Nan", "NAN", "Null", "None", "True", "Na", "Do", "Dito"])
def test_people_are_called_like_blanks(name):
    assert row_of(name, "Berg").values == {"firstName": name.capitalize(), "lastName": "Berg"}
    assert row_of("Una", name).values == {"firstName": "Una", "lastName": name.capitalize()}


def test_a_company_is_called_true_and_a_job_is_not():
    assert row_of("Una", "", "True").values["company"] == "True"
    assert "title" not in row_of("Una", "", "", "True").values


@pytest.mark.parametrize("mark", SIGNS + WORDS)
def test_a_ditto_mark_is_no_value_and_is_marked(mark):
    row = row_of("Una", "Berg", mark)
    assert row.values == {"firstName": "Una", "lastName": "Berg", "remarks.Company": mark}
    assert (row.flags, row.blanks, row.left_out) == ({"remarks.Company": ["dittoMark"]}, ["title", "phone"], {})


def test_a_ditto_mark_is_marked_beside_a_value_that_has_its_word():
    row = standardise(map_columns(label_columns(["Email", "Company"])), ["una@ditto.example", "ditto"], "NO", "L1")
    assert row.flags == {"remarks.Company": ["dittoMark"]}


@pytest.mark.parametrize("mark", SIGNS)
def test_a_ditto_sign_is_no_name(mark):
    assert row_of("Una", mark).values == {"firstName": "Una", "remarks.Last name": mark}


@pytest.mark.parametrize("text", ["-", "--", "'", "Do", "Id", "same", '19"', '"Moe" AS', "'t Hart", "..."])
def test_other_signs_and_words_are_no_ditto_marks(text):
    assert not is_ditto(text)


@pytest.mark.parametrize("first", ["Nan", "NAN", "nan", "null", "False", '"', "ditto", "Una"])
@pytest.mark.parametrize("email", ["", "sales@moe.example", "una@moe.example"])
def test_a_row_has_the_lead_that_the_former_rules_gave_it_as_its_former_one(first, email):
    columns = map_columns(label_columns(["First name", "Last name", "Email", "Phone"]))
    cells = [first, "Berg", email, "+47 22 12 34 56"]
    identity = identify(columns, cells, "NO")
    no_name = first in ("Nan", "NAN", "nan", '"')
    before = former_id(email, "Berg" if no_name else f"{first} Berg", "+4722123456", identity.cells)
    assert former_lead_id(identity) == before
    assert identity.differed or lead_id(identity) == before
