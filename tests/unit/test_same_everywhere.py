"""What several parts have to know is the same in all of them: the fields of a lead, the formats of files."""

import re
from datetime import date
from inspect import isfunction, signature
from typing import get_args

import pytest

from easycrm import bounds
from easycrm.chat.column_names import NAMES, SPOKEN
from easycrm.chat.model_reader import prompt
from easycrm.chat.rules import read_by_rules
from easycrm.folding import seen
from easycrm.header_words import headers_of
from easycrm.held import HELD, HeldReason
from easycrm.leads.columns.catalogue import catalogue_of
from easycrm.leads.columns.decisions import NOTHING_DECIDED
from easycrm.leads.columns.naming import FIELD_LABELS
from easycrm.leads.columns.readings import ENOUGH
from easycrm.leads.exports.export_format import EXPORT_HEADERS, EXPORTED, is_export_header, meanings_of
from easycrm.leads.flags import FLAGS, Flag
from easycrm.leads.lead import DERIVED, FIELDS, RULES
from easycrm.leads.list.entries import KEPT
from easycrm.leads.list.query import COLUMNS
from easycrm.leads.list.read_model import FORMAT
from easycrm.settings import MEGABYTE, settings
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.columns.ways import Way, Whose
from easycrm.standardise.rows.standardising import standardise
from easycrm.uploads import work_files
from easycrm.uploads.api.create_upload import SUFFIXES
from easycrm.uploads.record import ResultCounts
from easycrm.uploads.work_files import file_names
from easycrm.uploads.work_files.stored_leads import OUTCOMES, Outcome
from easycrm.workbooks.limits import Limits
from easycrm.workbooks.tables import WHY_NO_LEADS, Role, label_columns
from local import byte_code, patience
from local.operating import printing
from tests.documents.parameters import parameters
from tests.support.column_models import model_of
from tests.support.sam import ROOT
from tests.support.some import some, the_first

ANA = {"email": "ana@example.com", "phone": "+65 6123 4567"}
READ_MODEL = {
    3: "leadId firstName lastName title company email phone sourceFile worksheet row uploadId createdAt updatedAt "
    "createdIn version flags standardisedBy"
}

EVERY = [chr(code) for code in (*range(0x11000), *range(0xE0000, 0xE2000))]

each_field = pytest.mark.parametrize("field", FIELDS)
each_column = pytest.mark.parametrize("column", COLUMNS)


def test_every_flag_has_a_meaning_and_words_on_the_page_in_its_order():
    assert get_args(Flag) == tuple(FLAGS) == tuple(words_of_the_page("FLAGS"))


def test_the_guide_explains_the_flags_in_the_words_of_the_page():
    explained = rows_below("| mark | meaning |", document("docs/guide.md"))
    assert [mark for mark, _ in explained] == list(words_of_the_page("FLAGS").values())


def test_the_chat_and_the_documents_name_every_flag():
    assert group(1, r"^flags are: (.*)\.$", prompt(), re.M).split(", ") == list(FLAGS)
    listed = group(1, r"`filter_flags=\*`; there are (.*?), see", document("docs/reading-leads.md"), re.S)
    assert re.findall(r"`(\w+)`", listed) == list(FLAGS)


def test_every_role_has_a_reason_and_words_on_the_page():
    assert get_args(Role) == ("leads", *WHY_NO_LEADS)
    page = words_of_the_page("ROLES")
    assert page.keys() == WHY_NO_LEADS.keys()
    assert all(WHY_NO_LEADS[role].startswith(words) for role, words in page.items())


def test_every_way_of_deciding_has_words_on_the_page():
    assert set(words_of_the_page("WAYS")) == {*get_args(Way), RULES, DERIVED}


def test_of_whom_a_column_speaks_has_words_on_the_page_and_in_the_documents():
    assert set(words_of_the_page("WHOSE")) == set(get_args(Whose))
    listed = document("docs/standardising.md")
    assert [whose for whose in get_args(Whose) if f"`{whose}`" not in listed] == []


def test_the_documents_name_every_way_of_deciding():
    listed = document("docs/standardising.md")
    assert [way for way in get_args(Way) if f"`{way}`" not in listed] == []


def test_a_flag_is_mended_by_a_field():
    assert {meaning.mended_by for meaning in FLAGS.values()} <= {"", *FIELDS}


def test_every_reason_to_hold_a_row_has_words():
    assert get_args(HeldReason) == tuple(HELD)


def test_the_outcomes_of_rows_are_counted_and_printed_in_one_order():
    assert get_args(Outcome) == tuple(OUTCOMES) == printing.OUTCOMES
    assert list(ResultCounts.__annotations__) == [*OUTCOMES, "rows"]


def test_the_outcomes_are_documented_and_told_by_the_page():
    assert rows_below("| outcome | what became of the row |", document("README.md")) == list(OUTCOMES.items())
    story = group(0, r"export function story\(.*?\n\}", script("words.js"), re.S)
    assert re.findall(r"^    result\.(\w+) &&", story, re.M) == list(OUTCOMES)
    guide = rows_below("| a row is | because |", document("docs/guide.md"))
    told = re.findall(r'(?:"new (lead)"|\} ([a-z ]+)`)', story)
    assert [word for word, _ in guide] == ["a new lead", *(words for _, words in told if words)]


def group(number, pattern, text, flags=0):
    """A group of the pattern's first match, which there has to be."""
    match = re.search(pattern, text, flags)
    assert match, f"nothing matches {pattern}"
    return match[number]


def script(name):
    return document(f"frontend/js/{name}")


def words_of_the_page(name):
    """`{code: words}` of one table of the page's words."""
    table = group(1, rf"const {name} = \{{(.*?)\n\}}", script("words.js"), re.S)
    return dict(re.findall(r'^  (\w+): "(.*)",$', table, re.M))


def rows_below(header, text):
    """The first two cells of the rows of the table with this header in a document."""
    table = text.partition(f"\n{header}\n|---|---|\n")[2].partition("\n\n")[0]
    return [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in table.splitlines()]


@each_field
def test_a_column_with_a_known_header_fills_its_field(field):
    headers = [headers_of(name)[0] for name in FIELDS]
    cells = [ANA.get(name, name.capitalize()) for name in FIELDS]
    row = standardise(map_columns(label_columns(headers)), cells, "SG", "")
    assert row.values[field].replace(" ", "") == cells[FIELDS.index(field)].replace(" ", "")


@each_field
def test_an_export_is_read_back(field):
    assert meanings_of(EXPORT_HEADERS)[EXPORTED.index(field)].field == field
    assert EXPORT_HEADERS[EXPORTED.index(field)].replace(" ", "").lower() == field.lower()
    assert is_export_header(EXPORT_HEADERS)


@each_field
def test_the_chat_knows_a_field_by_its_name(field):
    assert NAMES[field]
    assert re.search(rf"\b{field}\b", prompt())


def test_who_cannot_compare_a_column_is_led_to_what_the_page_and_the_guide_have():
    with model_of([{"Rating": "high"}]) as model:
        (column,) = catalogue_of(model, NOTHING_DECIDED).columns.values()
    where = group(1, r"one: (.*), in the column", column.cannot_be_compared)
    assert f'"{where}"' in script("views/head_menu.js")
    assert f"*{where}*" in document("docs/guide.md")


def test_no_column_is_called_as_a_field_is_on_the_page_or_in_exports():
    labels = re.findall(r'\{ name: "\w+", label: "([^"]+)"', re.sub(r".*hidden: true.*", "", script("columns.js")))
    assert {*some(labels), *EXPORT_HEADERS} <= {*FIELD_LABELS}


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
    assert READ_MODEL[FORMAT].split() == list(KEPT)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_the_api_takes_can_be_chosen_and_asked_about_and_is_documented(suffix):
    assert f'"{suffix}"' in the_first(r"SUFFIXES = \[(.*?)\]", script("sending.js"))
    assert suffix in the_first(r"What is read: `(.*?)`", (ROOT / "README.md").read_text(encoding="utf-8")).split()
    asked = read_by_rules(f"leads from fair{suffix}", None, date(2026, 3, 18))
    assert asked is not None
    assert [wanted.column for wanted in asked.filters] == ["sourceFile"]


def document(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_a_megabyte_has_as_many_bytes_for_the_api_as_on_the_page_and_in_the_documents():
    on_the_page = group(1, r"maxUploadMB \* ([\d_]+)", script("views/dropzone.js"))
    documented = re.findall(r"`Max\w+MB` \|.* in MB of ([\d,]+) bytes", document("docs/parameters.md"))
    assert {int(on_the_page), *(int(number.replace(",", "")) for number in documented)} == {MEGABYTE}
    assert len(documented) == 2
    assert 'const UNITS = ["bytes", "KB", "MB"' in script("words.js")
    assert "bytes / 1000 ** power" in script("words.js")


def test_the_page_and_the_functions_show_the_same_characters_by_their_number():
    of_the_page = group(1, r"const UNSEEN =\s+/(\[.*\])/gu;", document("frontend/js/unseen.js"))
    kinds = {r"\p{Cc}": r"\x00-\x1f\x7f-\x9f", r"\p{Cs}": r"\ud800-\udfff", r"\p{Zl}": r"\u2028", r"\p{Zp}": r"\u2029"}
    for kind, characters in kinds.items():
        of_the_page = of_the_page.replace(kind, characters)
    of_the_page = re.sub(r"\\u\{(\w+)\}", lambda code: f"\\U{int(code[1], 16):08x}", of_the_page)
    assert {char for char in EVERY if re.match(of_the_page, char)} == {char for char in EVERY if seen(char) != char}


def test_every_work_file_is_documented():
    """By the first part of its name, a folder or a file."""
    names = [name for name in vars(file_names).values() if isinstance(name, str) and re.fullmatch(r"[\w.-]+", name)]
    makers = [each for each in vars(file_names).values() if isfunction(each)]
    names += [make(*[1] * len(signature(make).parameters)) for make in makers]
    of_a_folder = {file_names.BATCHES}
    made = {name.split("/")[0] for name in some(names) if not name.startswith("easycrm")} - of_a_folder
    table = document("docs/development.md").split("| file | written by | has |\n")[1].split("\n\n")[0]
    documented = re.findall(r"`([\w.-]+)[`/]", "\n".join(line.split(" | ")[0] for line in table.splitlines()))
    listed = re.findall(r"^    ([\w.-]+)\S* +\S+ +(?:[A-Z]|a retry)", work_files.__doc__ or "", re.MULTILINE)
    assert set(documented) == made == set(listed)


def test_the_page_and_the_commands_are_equally_patient_with_a_service_that_is_busy():
    of_the_page = dict(re.findall(r"^const (\w+) = ([\d_]+);", script("patience.js"), re.MULTILINE))
    tries, *pauses = (int(of_the_page[name]) for name in ("BUSY_TRIES", "SHORTEST_MS", "LONGEST_MS"))
    assert (tries, pauses) == (patience.TRIES, [1000 * patience.FIRST_PAUSE, 1000 * patience.LONGEST_PAUSE])


def test_a_start_without_byte_code_is_said_to_take_as_long_as_was_measured():
    measured = group(1, r"the times are ([\d,]+ to [\d,]+ ms)", document("benchmarks/README.md"))
    assert f"imports its code in {measured}" in byte_code.sentence({"A": True})


def test_a_file_may_be_as_large_for_the_api_as_the_template_says():
    default = {name: facts["Default"] for name, facts in parameters().items()}
    assert settings.max_upload_bytes == Limits().file_bytes == default["MaxUploadMB"] * MEGABYTE
    assert settings.max_unpacked_bytes == Limits().unpacked_bytes == default["MaxUnpackedMB"] * MEGABYTE
    assert settings.max_cells == Limits().cells == default["MaxCells"]


@pytest.mark.parametrize(
    ("bound", "name", "sentence"),
    [
        (bounds.PAGE_SIZE, "docs/reading-leads.md", r"`pageSize` 1 to ([\d,]+)"),
        (bounds.PAGE_SIZE, "docs/reading-leads.md", r"one page of at most ([\d,]+);"),
        (bounds.SEARCH_CHARACTERS, "docs/reading-leads.md", r"`q` and each filter at most ([\d,]+) characters"),
        (bounds.CHOSEN_CHARACTERS, "docs/reading-leads.md", r"filters with `=`, `!=` and `\|` ([\d,]+);"),
        (bounds.CHOSEN_CHARACTERS, "docs/reading-leads.md", r"A value of more than ([\d,]+) characters"),
        (bounds.CHOSEN_CHARACTERS, "frontend/js/filter_texts.js", r"MOST_EXACT = (\d+);"),
        (bounds.SEARCH_CHARACTERS, "frontend/js/views/filters.js", r"MOST_TYPED = (\d+);"),
        (bounds.LISTED_VALUES, "frontend/js/views/value_list.js", r"MOST_LISTED = (\d+);"),
        (bounds.LISTED_SPELLINGS, "frontend/js/views/column_parts.js", r"MOST_SPELLINGS = (\d+);"),
        (bounds.VIEW_NAME_CHARACTERS, "frontend/js/views/view_actions.js", r"MOST_LETTERS = (\d+);"),
        (bounds.QUESTION_CHARACTERS, "docs/reading-leads.md", r"`question` has at most ([\d,]+) characters"),
        (bounds.ANSWERED_ROWS, "docs/reading-leads.md", r"of a list at most ([\d,]+) leads"),
        (bounds.LISTED_LEAD_BYTES, "docs/reading-leads.md", r"room for ([\d,]+) bytes of a list"),
        (bounds.LEAD_TEXT_BYTES, "docs/reading-leads.md", r"each text is cut at ([\d,]+)\nbytes"),
        (bounds.LISTED_COLUMNS, "docs/reading-leads.md", r"An answer has ([\d,]+) columns at most"),
        (ENOUGH, "docs/reading-leads.md", r"a date where ([\d,]+)% of its values"),
        (bounds.COLUMNS_AT_ONCE, "docs/reading-leads.md", r"request decides on at most ([\d,]+) columns"),
        (bounds.COLUMN_NAME_CHARACTERS, "docs/reading-leads.md", r"`name`: 1 to ([\d,]+) characters"),
        (bounds.DECISIONS_KEPT, "docs/reading-leads.md", r"the last ([\d,]+) changes, newest"),
        (bounds.DECIDED_COLUMNS, "docs/reading-leads.md", r"decisions on about ([\d,]+) columns"),
        (bounds.DECISIONS_BYTES, "docs/decisions/0025-what-a-team-decides.md", r"([\d,]+) bytes of"),
        (bounds.VIEWS, "docs/reading-leads.md", r"at most\n([\d,]+) views"),
        (bounds.VIEW_BYTES, "docs/reading-leads.md", r"each of at most ([\d,]+) bytes"),
        (bounds.VIEW_NAME_CHARACTERS, "docs/reading-leads.md", r"name has 1 to ([\d,]+) characters"),
        (bounds.SHOWN_COLUMNS, "README.md", r"shows the first ([\d,]+) columns"),
        (bounds.SHOWN_SKIPPED, "README.md", r"([\d,]+) skipped rows"),
        (bounds.SHOWN_NOTES, "README.md", r"([\d,]+) notes"),
        (bounds.SHOWN_COLUMNS, "docs/guide.md", r"the first ([\d,]+) columns are shown"),
        (bounds.KEY_BYTES, "docs/operations.md", r"an id in a call of DynamoDB \| ([\d,]+) bytes"),
        (bounds.NAMED_CHARACTERS, "docs/standardising.md", r"company of more than ([\d,]+) characters is stored"),
        (bounds.REPORTED_CELLS, "docs/guide.md", r"At most ([\d,]+) such cells are listed"),
        (bounds.REPORTED_CELLS, "CHANGELOG.md", r"at most ([\d,]+) of a file, the others are counted"),
    ],
)
def test_a_bound_is_in_the_documents_and_on_the_page_what_it_is_in_the_code(bound, name, sentence):
    assert int(group(1, sentence, document(name)).replace(",", "")) == bound
