"""Names, titles and companies as a letter would have them, whatever case they are typed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.exports.export_format import EXPORT_HEADERS
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.calming.person import calm_name
from easycrm.standardise.values.calming.phrase import calm_company, calm_title, cleaned
from easycrm.workbooks.tables import label_columns

WORDS = "VAN DER DE LA E Y 'T O'DELL MCKAY AL- HEAD OF SALES LTD. S.P.A. & CO. KG III İPEK STRAẞE ΝΊΚΟΣ ana Lee iX 3D"
texts = st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join) | st.text(max_size=12).map(
    lambda text: " ".join(text.split())
)


def without_case(text):
    """Letters without their case; dotted I is one letter, and its small form is i."""
    return text.replace("İ", "i").casefold()


# The laws


@given(texts, texts, st.booleans())
def test_calming_a_name_changes_nothing_but_case(first, last, one_cell):
    calm = calm_name(first, last, one_cell)
    assert tuple(map(without_case, calm)) == (without_case(first), without_case(last))


@given(texts, texts, st.booleans())
def test_a_calm_name_stays_as_it_is(first, last, one_cell):
    calm = calm_name(first, last, one_cell)
    assert calm_name(*calm, one_cell) == calm


@given(texts, texts, st.booleans())
def test_a_word_of_both_cases_in_a_name_is_as_it_was_meant(first, last, one_cell):
    calm = " ".join(calm_name(first, last, one_cell)).split(" ")
    for before, after in zip(f"{first} {last}".split(" "), calm, strict=True):
        assert before == after or before.isupper() or before.islower()


@given(texts)
@pytest.mark.parametrize("calm", [calm_title, calm_company])
def test_calming_a_phrase_changes_nothing_but_case_and_that_once(calm, text):
    found = calm(text)
    assert without_case(found) == without_case(text)
    assert calm(found) == found


@given(texts.filter(lambda text: not text.isupper()))
@pytest.mark.parametrize("calm", [calm_title, calm_company])
def test_a_phrase_with_a_small_letter_is_as_it_was_meant(calm, text):
    assert calm(text) == text


# Names


@pytest.mark.parametrize(
    ("first", "last", "calm"),
    [
        ("INGRID", "HALVORSEN", "Ingrid Halvorsen"),
        ("Wen Li", "GOH", "Wen Li Goh"),
        ("ANNE-SOPHIE", "O'DELL", "Anne-Sophie O'Dell"),
        ("FERGUS", "MCKAY", "Fergus McKay"),
        ("PEDRO", "MACHADO", "Pedro Machado"),
        ("ELSA", "MACK", "Elsa Mack"),
        ("PIET", "VAN DEN BROEK", "Piet van den Broek"),
        ("PIET", "VAN 'T VELD", "Piet van 't Veld"),
        ("LUIS", "DE LOS RIOS", "Luis de los Rios"),
        ("MARIA DEL PILAR", "GIL Y CANO", "Maria del Pilar Gil y Cano"),
        ("PAOLO", "DELLA ROVERE", "Paolo Della Rovere"),
        ("PIA", "DELL'ORTO", "Pia Dell'Orto"),
        ("GUY", "L'ESTRANGE", "Guy L'Estrange"),
        ("NUR'AIN", "BINTI SA'AD", "Nur'ain binti Sa'ad"),
        ("KARIM", "ABD-EL-NOUR", "Karim Abd-el-Nour"),
        ("SIETSKE", "IJPMA", "Sietske IJpma"),
        ("İPEK", "ÇELİK", "İpek Çelik"),
        ("GROẞ", "WEIẞ", "Groß Weiß"),
        ("ΝΊΚΟΣ", "ΒΛΆΧΟΣ", "Νίκος Βλάχος"),
        ("ОЛЬГА", "ЖУКОВА", "Ольга Жукова"),
    ],
)
def test_a_name_in_capitals_is_written_as_its_bearer_would(first, last, calm):
    assert " ".join(calm_name(first, last)) == calm


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("P.D.Q.", "Holm"),
        ("PDQ", "Holm"),
        ("RJ", "Holm"),
        ("OJ", "Holm"),
        ("JO", "Holm"),
        ("Ida", "H"),
        ("Ida", "Holm III"),
        ("小明", "王"),
        ("ნინო", "ბერიძე"),
        ("ayşe", "YILDIZ"),
        ("AYŞE", "YILDIZ"),
        ("AJP", "Holm"),
    ],
)
def test_initials_generations_other_scripts_and_what_is_unclear_stay_as_they_are(first, last):
    assert calm_name(first, last) == (first, last)


@pytest.mark.parametrize(("first", "calm"), [("JO", "Jo"), ("AL", "Al"), ("OJ", "OJ"), ("LI", "Li")])
def test_two_letters_in_a_name_that_shouts_are_initials_unless_they_are_a_name(first, calm):
    assert calm_name(first, "HOLM") == (calm, "Holm")


def test_a_family_name_alone_begins_with_a_capital():
    assert calm_name("", "VAN DEN BROEK").last == "Van den Broek"


def test_a_given_name_of_vietnam_is_no_particle():
    assert calm_name("THI VAN ANH", "LE") == ("Thi Van Anh", "Le")


@pytest.mark.parametrize(
    ("first", "last", "calm"),
    [
        ("ida", "holm", "Ida Holm"),
        ("bo e", "ek", "Bo E Ek"),
        ("piet", "van den broek", "Piet van den Broek"),
        ("una", "o'dell", "Una O'Dell"),
        ("ida and bo ek", "", "Ida and Bo Ek"),
    ],
)
def test_a_name_in_small_letters_is_given_its_capitals(first, last, calm):
    assert " ".join(calm_name(first, last, one_cell=True)).strip() == calm


@pytest.mark.parametrize("text", ["ida.holm", "ida@holm", "ida_holm", "user7"])
def test_what_programs_write_small_is_no_name(text):
    assert calm_name(text, "").first == text


def test_a_part_in_small_letters_is_raised_only_where_it_is_a_cell_of_its_own():
    assert calm_name("Danah", "boyle", one_cell=True) == ("Danah", "boyle")
    assert calm_name("Danah", "boyle") == ("Danah", "Boyle")


# Titles and companies


@pytest.mark.parametrize(
    ("cell", "text"),
    [("  Tin \n Sparrow ", "Tin Sparrow"), ('"Tin Sparrow"', "Tin Sparrow"), ("“Tin” Sparrow", "“Tin” Sparrow")],
)
def test_spaces_and_quotes_around_a_company_are_cleaned(cell, text):
    assert cleaned(cell) == text


@pytest.mark.parametrize(
    ("title", "calm"),
    [
        ("DIRECTOR OF PURCHASING", "Director of Purchasing"),
        ("SVP OPERATIONS APAC", "SVP Operations APAC"),
        ("CFO", "CFO"),
        ("BUYER", "Buyer"),
        ("HEAD OF IT", "Head of IT"),
        ("SR. BUYER, R&D", "Sr. Buyer, R&D"),
        ("CO-OWNER & COO", "Co-Owner & COO"),
        ("TECHNICIAN II", "Technician II"),
        ("THE ART BUYER", "The Art Buyer"),
        ("PHD STUDENT", "PhD Student"),
        ("CHEF DE L'ATELIER", "Chef de l'Atelier"),
        ("LEITER DER ENTWICKLUNG", "Leiter der Entwicklung"),
        ("ИНЖЕНЕР ПО КАЧЕСТВУ", "Инженер по Качеству"),
        ("buyer", "buyer"),
    ],
)
def test_a_title_in_capitals_keeps_only_those_of_a_letter(title, calm):
    assert calm_title(title) == calm


@pytest.mark.parametrize(
    ("company", "calm"),
    [
        ("TIN SPARROW PTE LTD", "Tin Sparrow Pte Ltd"),
        ("OLD DOLPHIN GMBH & CO. KG", "Old Dolphin GmbH & Co. KG"),
        ("AMBER KETTLE S.P.A.", "Amber Kettle S.p.A."),
        ("AMBER KETTLE SPA", "Amber Kettle SpA"),
        ("AMBER HOTEL & SPA", "Amber Hotel & Spa"),
        ("BLUE LANTERN A/S", "Blue Lantern A/S"),
        ("SINIVIITTA MEDIA OY AB", "Siniviitta Media Oy AB"),
        ("PLAVA LAMPA D.O.O.", "Plava Lampa d.o.o."),
        ("FEKETE LÁMPA KFT.", "Fekete Lámpa Kft."),
        ("GRIT & SON LLP", "Grit & Son LLP"),
        ("HOLM & CO", "Holm & Co"),
        ("HOLM UND CO. KG", "Holm und Co. KG"),
        ("CASA DEL SUR S.L.", "Casa del Sur S.L."),
        ("BIURO LAMPA SP. Z O.O.", "Biuro Lampa Sp. z o.o."),
        ("BANK OF THE NORTH", "Bank of the North"),
        ("WENDLE'S KITCHEN", "Wendle's Kitchen"),
        ("XKW DEUTSCHLAND GMBH", "XKW Deutschland GmbH"),
        ("B&Q SERVICES", "B&Q Services"),
        ("7B MEDIA INC.", "7B Media Inc."),
        ("ООО СИНИЙ ФОНАРЬ", "ООО Синий Фонарь"),
    ],
)
def test_a_company_in_capitals_keeps_abbreviations_and_has_its_legal_form_as_usual(company, calm):
    assert calm_company(company) == calm


@pytest.mark.parametrize("company", ["LANTERN", "XKW", "TALO", "X-7"])
def test_a_company_of_one_word_may_be_a_brand_and_stays(company):
    assert calm_company(company) == company


@pytest.mark.parametrize(
    ("company", "calm"),
    [("TALO AG", "TALO AG"), ("TALO S.A.", "TALO S.A."), ("TALO GMBH", "TALO GmbH"), ("LANTERN GMBH", "Lantern GmbH")],
)
def test_a_short_word_before_a_legal_form_may_be_an_abbreviation(company, calm):
    assert calm_company(company) == calm


# Rows


FIELDS = {"Name": "fullName", "Job": "title", "Company": "company", "Email": "email", "Notes": None}
COLUMNS = [MappedColumn(at, header, header, field, 1.0, "header") for at, (header, field) in enumerate(FIELDS.items())]
SHOUTED = ["INGRID HALVORSEN", "HEAD OF SALES", "TIN SPARROW LTD", "ingrid@tin.example", "CALL AGAIN"]


def test_a_row_that_shouts_is_calmed_in_its_fields_and_knows_what_was_written():
    row = standardise(COLUMNS, SHOUTED, "GB", "L1")
    assert row.values == {
        "firstName": "Ingrid",
        "lastName": "Halvorsen",
        "title": "Head of Sales",
        "company": "Tin Sparrow Ltd",
        "email": "ingrid@tin.example",
        "remarks.Notes": "CALL AGAIN",
    }
    assert row.written == {
        "firstName": "INGRID HALVORSEN",
        "lastName": "INGRID HALVORSEN",
        "title": "HEAD OF SALES",
        "company": "TIN SPARROW LTD",
    }


def test_both_parts_of_a_name_of_which_one_shouts_know_their_cell():
    row = standardise(COLUMNS, ["Wen Li GOH", "", "", "", ""], "GB", "L1")
    assert (row.values["firstName"], row.values["lastName"]) == ("Wen Li", "Goh")
    assert row.written == {"firstName": "Wen Li GOH", "lastName": "Wen Li GOH"}


def test_a_part_of_its_own_column_knows_its_own_cell():
    columns = [
        MappedColumn(at, field, field, field, 1.0, "header") for at, field in enumerate(("firstName", "lastName"))
    ]
    assert standardise(columns, ["Ida", "HOLM"], "GB", "L1").written == {"lastName": "HOLM"}


def test_a_name_with_more_in_its_cell_knows_the_whole_cell():
    row = standardise(COLUMNS, ["DR. IDA HOLM", "", "", "", ""], "GB", "L1")
    assert row.values == {"firstName": "Ida", "lastName": "Holm", "remarks.Name": "DR. IDA HOLM"}
    assert row.written == {"firstName": "DR. IDA HOLM", "lastName": "DR. IDA HOLM"}


def test_in_an_export_nothing_is_calmed():
    columns = map_columns(label_columns(EXPORT_HEADERS))
    cells = ["", "INGRID", "halvorsen", "HEAD OF SALES", "TIN SPARROW LTD", *[""] * (len(EXPORT_HEADERS) - 5)]
    row = standardise(columns, cells, "GB", "L1")
    assert (list(row.values.values()), row.written) == (cells[1:5], {})


def test_a_row_is_whose_it_was_before_it_was_calmed():
    assert identify(COLUMNS, SHOUTED, "GB").full_name == "INGRID HALVORSEN"


@pytest.mark.parametrize("first", ["Ola, MBA", "Ola PMP"])
def test_a_degree_behind_a_first_name_keeps_its_capitals(first):
    assert calm_name(first, "Wattle").first == first
