"""The one vocabulary of headers: every language finds its lists, and everyday words make no header row."""

import tomllib
from pathlib import Path

import pytest

from easycrm import header_words
from easycrm.header_vocabulary import folded_header, words_of
from easycrm.header_words import (
    NAMING,
    REACHING,
    headers_of,
    is_header,
    is_ordinary,
    languages,
    meaning_of,
    reaches,
    read_header,
)
from easycrm.standardise.columns.mapping import map_columns
from tests.support.sam import ROOT
from tests.support.workbooks.build import Read, read_text, xlsx

FOLDER = Path(header_words.__file__).with_name("headers")
SECTIONS = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))}
LISTS = ("ordinary", "unspecific", "fillers", "language", "objects", "nouns", "qualifiers", "whose")
KEYS = NAMING | REACHING | {"title", "fax", "honorific", "country", "remarks"}
TRIPLES = ("fullName", "company", "title")
FIELDS = ("firstName", "lastName", *TRIPLES, "email", "phone", "mobile", "fax", "country", "honorific")
PEOPLE = [("Ida Holm", "Nord", "Buyer"), ("Bo Lind", "Syd", "Founder"), ("Cy Ek", "Vast", "Clerk")]

LEADS = [["Name"], ["Ida Holm"]]

each_language = pytest.mark.parametrize("language", SECTIONS)


def listed(language, key):
    """The headers of a key in one language, listed whole or its objects."""
    section = SECTIONS[language]
    return [*section.get(key, ()), *section["objects"].get(key, ())]


@each_language
@pytest.mark.parametrize("place", [0, 1, -1])
def test_two_worksheets_without_emails_are_read_in_every_language(tmp_path, language, place):
    header = [listed(language, key)[min(place, len(listed(language, key)) - 1)] for key in TRIPLES]
    read = Read(xlsx(tmp_path / "fair.xlsx", Monday=[header, *PEOPLE], Tuesday=[header, *PEOPLE]))
    assert [[row.cells for row in rows] for _, rows in read.tables] == [PEOPLE, PEOPLE]
    assert [table.header_row for table, _ in read.tables] == [1, 1]
    assert [column.header for column in read.tables[0][0].columns] == header


@pytest.mark.parametrize("header", ["Delegate|Org|Occupation", "Teilnehmer|Betrieb|Beruf", "Name|Company|Title"])
def test_two_worksheets_are_read_whichever_words_head_them(tmp_path, header):
    titles = header.split("|")
    read = Read(xlsx(tmp_path / "fair.xlsx", One=[titles, *PEOPLE], Two=[["Our list"], titles, *PEOPLE]))
    assert [len(rows) for _, rows in read.tables] == [3, 3]
    assert [column.field for column in map_columns(read.tables[1][0].columns)] == list(TRIPLES)


@each_language
def test_rows_of_everyday_words_are_rows(tmp_path, language):
    words = SECTIONS[language]["ordinary"]
    rows = [[f"K{number}", *words[number : number + 3]] for number in range(len(words) - 2)]
    lines = "\n".join("\t".join(row) for row in rows)
    read = read_text(tmp_path, f"Kuku\tLala\tLulu\tLele\n{lines}\n")
    assert read.labels == ["Kuku", "Lala", "Lulu", "Lele"]
    assert [list(cells) for cells in read.cells] == rows


def test_a_call_log_of_everyday_words_keeps_its_rows_beneath_a_known_header(tmp_path):
    rows = [
        ["Ida", "Last", "Direct", "Call"],
        [],
        ["First", "Direct", "Call", "Office"],
        ["Bo", "Call", "Guest", "Last"],
    ]
    read = read_text(tmp_path, "\n".join(",".join(row) for row in [["Name", "Try", "Way", "Step"], *rows]) + "\n")
    assert [list(cells) for cells in read.cells] == [row for row in rows if row]


@pytest.mark.parametrize("titles", [["Office", "Floor"], ["Direct", "Transfers"], ["Division", "Number"]])
def test_everyday_words_make_no_list_of_people(tmp_path, titles):
    read = Read(xlsx(tmp_path / "a.xlsx", Lists=[titles, ["North", "3"], ["South", "4"]], Leads=LEADS))
    assert read.reports["Lists"].role == "lookup"


@pytest.mark.parametrize("titles", [["Guest", "Table"], ["First", "Last"], ["Visitor", "Badge"]])
def test_everyday_words_for_people_make_one(tmp_path, titles):
    read = Read(xlsx(tmp_path / "a.xlsx", Lists=[titles, ["Ida", "Holm"], ["Bo", "Lind"]], Leads=LEADS))
    assert read.reports["Lists"].role == "leads"


@each_language
def test_every_language_has_what_finding_and_mapping_ask_for(language):
    section = SECTIONS[language]
    assert section.keys() - set(LISTS) <= KEYS
    assert all(listed(language, key) for key in (*TRIPLES, "phone"))
    assert all((section["nouns"]["other"], section["ordinary"], section["fillers"]))


@each_language
@pytest.mark.parametrize("key", FIELDS)
def test_every_language_has_a_word_for_every_field(language, key):
    assert [header for header in listed(language, key) if read_header(header).key == key]


@each_language
@pytest.mark.parametrize("kind", ["work", "main", "direct", "switchboard", "home", "second", "person"])
def test_every_language_tells_which_of_several_it_is(language, kind):
    assert len(SECTIONS[language]["qualifiers"][kind]) >= 3


@each_language
def test_every_language_tells_whose_it_is(language):
    whose = SECTIONS[language]["whose"]
    assert len(whose["somebodyElse"]) >= 15
    assert len(whose["payer"]) >= 10
    assert len(whose["thing"]) >= 15


def phones(language, words):
    """A header of each word beside each word for a phone in a language."""
    phones = SECTIONS[language]["objects"]["phone"]
    return [f"{word} {phone}" for word in words for phone in phones if word != phone]


@each_language
@pytest.mark.parametrize(("kind", "key"), [("home", "homePhone"), ("direct", "directPhone")])
def test_a_phone_is_told_from_others_by_the_words_of_every_language(language, kind, key):
    known = [read_header(header) for header in phones(language, SECTIONS[language]["qualifiers"][kind])]
    assert sum(reading.key == key for reading in known) >= len(known) * 0.9


@each_language
def test_a_phone_of_somebody_else_is_nobody_elses_in_every_language(language):
    own = set(SECTIONS[language]["qualifiers"]["person"])
    others = [word for word in SECTIONS[language]["whose"]["somebodyElse"] if word not in own]
    known = [read_header(header).whose for header in phones(language, others)]
    assert known.count("somebodyElse") >= len(known) * 0.95


@each_language
def test_faxes_and_pagers_are_no_phones_in_every_language(language):
    faxes = listed(language, "fax")
    assert [header for header in faxes if read_header(header).key in REACHING] == []


@each_language
def test_every_listed_header_means_its_key(language):
    section = SECTIONS[language]
    readings = [read_header(header) for key in section.keys() - set(LISTS) for header in section[key]]
    wrong = [reading for reading in readings if not reading.exact and reading.key is None]
    assert wrong == []


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Work E-mail Address", "email"),
        ("E-Mail-Adresse (geschäftlich)", "email"),
        ("Private Email", "otherEmail"),
        ("Attendee Email", "email"),
        ("Telefon privat", "homePhone"),
        ("Office Tel No.", "phone"),
        ("Cell Phone Number", "mobile"),
        ("Numéro de téléphone professionnel", "phone"),
        ("Nome del cliente", "fullName"),
        ("Guest Name", "fullName"),
        ("公司电话号码", "companyPhone"),
        ("회사 전화번호", "companyPhone"),
        ("Рабочий телефон", "phone"),
        ("Số điện thoại cá nhân", "homePhone"),
        ("Phone 3", "phone"),
        ("Email Status", "remarks"),
        ("Company ID", "remarks"),
        ("Telephone exchange", None),
        ("Hotel", None),
        ("", None),
        ("e" * 5000, None),
    ],
)
def test_a_header_is_made_of_qualifier_noun_and_object(header, key):
    assert meaning_of(header) == key


def test_a_word_that_says_nothing_of_its_column_has_no_meaning_and_is_a_header():
    assert (meaning_of("Booth"), is_header("Booth"), is_header("Kuku")) == (None, True, False)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Compnay", "company"),
        ("Work Telefone Nubmer", "phone"),
        ("Teelfon privat", "homePhone"),
        ("Frist Nmae", "firstName"),
    ],
)
def test_a_misspelt_word_is_read_as_the_one_it_is_close_to_and_never_surely(header, key):
    assert (read_header(header).key, read_header(header).exact) == (key, False)


def test_everyday_words_reach_nobody_and_are_no_name_for_a_column():
    assert [reaches(header) for header in ("Office", "Mail", "Rufnummer")] == [False, True, True]
    assert not any(is_ordinary(header) for key in KEYS for header in headers_of(key))


@pytest.mark.parametrize("text", ["E-Mail_Address:", "Straße", "전화번호", "ご担当者名", "  N°  de tél.  "])
def test_folding_twice_is_folding_once(text):
    assert folded_header(folded_header(text)) == folded_header(text)
    assert words_of(words_of(text)) == words_of(text)


def test_the_documents_name_the_languages():
    sentence = f"{', '.join(languages()[:-1])} and {languages()[-1]}"
    assert sentence in " ".join((ROOT / "docs" / "standardising.md").read_text(encoding="utf-8").split())


def test_a_name_made_of_words_that_say_whose_heads_no_column():
    assert not is_header("Bo Ek")
    assert read_header("Bo Ek").key is None
