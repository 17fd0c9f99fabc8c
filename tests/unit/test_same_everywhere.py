"""What several parts have to know is the same in all of them: the fields of a lead, the formats of files."""

import re
from datetime import date

import pytest

from easycrm.chat.column_names import NAMES, SPOKEN
from easycrm.chat.model_reader import prompt
from easycrm.chat.rules import read_by_rules
from easycrm.header_words import headers_of
from easycrm.leads.exports.export_format import EXPORT_HEADERS, is_export_header, meaning_of
from easycrm.leads.lead import FIELDS
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.read_model import FORMAT
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.uploads.api.create_upload import SUFFIXES
from easycrm.workbooks.tables import label_columns
from tests.support.sam import ROOT
from tests.support.some import the_first

ANA = {"email": "ana@example.com", "phone": "+65 6123 4567"}
READ_MODEL = {
    2: "leadId firstName lastName title company email phone remarks sourceFile worksheet row uploadId createdAt "
    "updatedAt createdIn version flags standardisedBy"
}

each_field = pytest.mark.parametrize("field", FIELDS)
each_column = pytest.mark.parametrize("column", COLUMNS)


def script(name):
    return (ROOT / "frontend" / "js" / name).read_text(encoding="utf-8")


@each_field
def test_a_column_with_a_known_header_fills_its_field(field):
    headers = [headers_of(name)[0] for name in FIELDS]
    cells = [ANA.get(name, name.capitalize()) for name in FIELDS]
    row = standardise(map_columns(label_columns(headers)), cells, "SG", "")
    assert row.values[field].replace(" ", "") == cells[FIELDS.index(field)].replace(" ", "")


@each_field
def test_an_export_is_read_back(field):
    assert meaning_of(COLUMNS.index(field)) == field
    assert EXPORT_HEADERS[COLUMNS.index(field)].replace(" ", "").lower() == field.lower()
    assert is_export_header(EXPORT_HEADERS)


@each_field
def test_the_chat_knows_a_field_by_its_name(field):
    assert NAMES[field]
    assert re.search(rf"\b{field}\b", prompt())


@each_column
def test_the_chat_can_speak_of_a_column(column):
    assert SPOKEN[column]


@each_column
def test_the_table_of_the_page_has_a_column(column):
    assert f'name: "{column}"' in script("columns.js")


@each_field
def test_the_page_shows_a_field_of_one_lead_and_of_a_worksheet(field):
    assert field in re.findall(r'"(\w+)"', the_first(r"const FIELDS = \[(.*?)\]", script("views/lead.js")))
    assert f"  {field}: " in the_first(r"const FIELDS = \{(.*?)\}", script("words.js"))


def test_a_read_model_with_other_columns_has_another_format():
    """Raise FORMAT with the columns, and say here what they are: an older file is then asked to be rebuilt."""
    assert READ_MODEL[FORMAT].split() == list(COLUMNS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_the_api_takes_can_be_chosen_and_asked_about_and_is_documented(suffix):
    assert f'"{suffix}"' in the_first(r"SUFFIXES = \[(.*?)\]", script("sending.js"))
    assert suffix in the_first(r"What is read: `(.*?)`", (ROOT / "README.md").read_text(encoding="utf-8")).split()
    asked = read_by_rules(f"leads from fair{suffix}", None, date(2026, 3, 18))
    assert asked is not None
    assert [wanted.column for wanted in asked.filters] == ["sourceFile"]
