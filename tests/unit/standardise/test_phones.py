"""Phones in many spellings, and the evidence for where they are dialled."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.folding import digits_of
from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.phones import Region, read_phone

SINGAPORE = [Region("SG", "upload")]
GERMANY = [Region("DE", "upload")]
EXTENSIONS = (
    """
App. 5|app 5|Apparat 5|Nebenstelle 5|Nst. 5|Durchw. 5|Durchwahl: 5|DW 5|-DW5|DW -5|(DW 5)|Kl. 5|(Kl. 5)|Klappe 5|x5
ext. 5|extn 5|EXT 5|;ext=5|, App. 5|poste 5|int. 5|interno 5|anexo 5|ramal 5|extensión 5|anknytning 5|toestel 5|tst. 5
samb. 5|内線5|内線 5|（内線５）|內線5|分机5|分機 5|转5|轉5|доб. 5|внутр. 5|#5
""".strip()
    .replace("\n", "|")
    .split("|")
)
LABELS = [
    "home",
    "HOME",
    "(Büro)",
    "privat",
    "desk",
    "Zentrale",
    "inter",
    "Apt 5",
    "会社",
    "ask for Kl. 5",
]
HEADERS = {"Phone": "phone", "Fax": None, "Country": None, "Email": "email", "Mobile": None}
ALSO = {"Country": "country", "Mobile": "phone"}


def row(country="SG", **cells):
    columns = [MappedColumn(at, h, h, HEADERS[h], 1.0, "header", ALSO.get(h)) for at, h in enumerate(cells)]
    return standardise(columns, list(cells.values()), country, "L1")


def text_of(cell, regions):
    phone = read_phone(cell, regions)
    assert phone
    return phone.text


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9774 2152", "+6597742152"),
        ("65 9774 2152", "+6597742152"),
        ("(+65) 9774-2152", "+6597742152"),
        ("0044 161 496 0929", "+441614960929"),
        ("011 44 161 496 0929", "+441614960929"),
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("Tel: +65 6123 4567 ext 12", "+6561234567;ext=12"),
        ("6123 4567 / 9123 4567", "+6561234567"),
        ("+6591234567; +49 171 3920045", "+6591234567"),
        ("+65 9123 4567 (ask for Ana)", "+6591234567"),
        ("６５ ９１２３ ４５６７", "+6591234567"),
        ("6597742152.0", "+6597742152"),
        ("+65 6123 4567, 91234567", "+6561234567"),
        ("6123 4567; 9123 4567", "+6561234567"),
        ("6123 4567, ext. 12", "+6561234567;ext=12"),
        ("6123 4567 Durchwahl 12", "+6561234567;ext=12"),
        ("6123 4567 ramal 12", "+6561234567;ext=12"),
    ],
)
def test_a_number_is_read_in_any_spelling(cell, number):
    assert text_of(cell, SINGAPORE) == number


@pytest.mark.parametrize("cell", ["see card", "12345", "49 30 23125123", "030 23125123", "+65 123"])
def test_no_country_code_is_guessed_for_a_number_that_does_not_fit(cell):
    assert read_phone(cell, SINGAPORE) is None


def test_leeds_is_not_abroad_although_it_begins_with_011():
    assert text_of("0113 496 0929", [Region("GB", "upload")]) == "+441134960929"


def test_a_landline_without_its_zero_is_no_evidence_for_germany():
    assert read_phone("97742152", [Region("DE", "countryColumn", conclusive=True), *SINGAPORE]) is None


@pytest.mark.parametrize(
    ("cells", "number", "evidence"),
    [
        ({"Phone": "+49 171 3920045", "Country": "Singapore"}, "+491713920045", "number"),
        ({"Phone": "011 49 171 3920045", "Country": "USA"}, "+491713920045", "number"),
        ({"Phone": "011 49 171 3920045"}, "+491713920045", "number"),
        ({"Phone": "0171 3920045", "Country": "Deutschland"}, "+491713920045", "countryColumn"),
        ({"Phone": "0171 3920045", "Country": "ドイツ"}, "+491713920045", "countryColumn"),
        ({"Phone": "030 23125123", "Mobile": "+49 171 3920045"}, "+493023125123", "numberBeside"),
        ({"Phone": "030 23125123", "Email": "ana@x.de"}, "+493023125123", "emailDomain"),
        ({"Phone": "9774 2152", "Email": "ana@x.de"}, "+6597742152", "upload"),
        ({"Phone": "9774 2152", "Email": "ana@x.io"}, "+6597742152", "upload"),
    ],
)
def test_the_rows_own_evidence_comes_before_the_uploads_country(cells, number, evidence):
    found = row(**cells)
    assert (found.values["phone"], found.phone_evidence) == (number, evidence)


def test_a_country_column_is_not_overruled_by_the_uploads_country():
    found = row(Phone="9774 2152", Country="Germany")
    assert (found.values["phone"], found.flags) == ("9774 2152", {"phone": ["phoneUnverified"]})


def test_a_country_that_was_inferred_is_flagged():
    assert row(Phone="030 23125123", Email="ana@x.de").flags == {"phone": ["phoneCountryInferred"]}


def test_a_mobile_speaks_where_the_phone_is_missing():
    found = row(Phone="", Mobile="9774 2152")
    assert (found.values, found.blanks) == ({"phone": "+6597742152"}, [])


def test_a_mobile_goes_to_the_remarks_where_there_is_a_phone():
    assert row(Phone="6123 4567", Mobile="9774 2152").values["remarks.Mobile"] == "9774 2152"


@pytest.mark.parametrize(
    "cell",
    ["+65 6123 4567 / +65 9123 4567", "6123 4567, 9123 4567", "6123 4567\n61234567890", "6123 4567 or 6123 4568"],
)
def test_a_second_number_in_a_cell_is_not_lost_however_similar(cell):
    assert row(Phone=cell).values == {"phone": "+6561234567", "remarks.Phone": cell}


@pytest.mark.parametrize("cell", ["+65 6123 4567", "0065 6123-4567", "(65) 61234567", "6123 4567", "Tel. 6123 4567"])
def test_a_cell_that_the_number_wholly_says_is_no_remark(cell):
    assert row(Phone=cell).values == {"phone": "+6561234567"}


def test_a_trunk_zero_in_brackets_is_part_of_the_number():
    assert row(Phone="+49 (0)30 23125123").values == {"phone": "+493023125123"}


def test_a_fax_is_never_the_phone():
    assert row(Fax="6123 4567").values == {"remarks.Fax": "6123 4567"}


def test_a_long_cell_of_brackets_is_read_in_linear_time():
    """Quadratic time would take minutes here."""
    assert text_of("(" * 300_000 + " +65 9123 4567", SINGAPORE) == "+6591234567"


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("number", ["0049 89 636-48018", "+49 89 63648018", "089 63648018"])
def test_an_extension_is_known_by_its_word(number, extension):
    assert text_of(f"{number} {extension}", GERMANY) == "+498963648018;ext=5"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_extension_that_is_stored_is_no_remark(extension):
    assert row("DE", Phone=f"089 63648018 {extension}").values == {"phone": "+498963648018;ext=5"}


@pytest.mark.parametrize(
    "behind", ["Kl. 5 Grundschule", "Kl. 5b", "Kl. 12345678", "app 5 installed", "Kl.", "ext 12345678"]
)
def test_a_word_that_also_means_something_else_is_an_extension_only_at_the_end(behind):
    cell = f"089 63648018 {behind}"
    assert row("DE", Phone=cell).values == {"phone": "+498963648018", "remarks.Phone": cell}


def test_an_extension_in_the_middle_of_a_cell_is_read():
    assert text_of("089 63648018 DW 12 (vormittags)", GERMANY) == "+498963648018;ext=12"


def test_the_extension_of_a_second_number_is_not_that_of_the_first():
    assert text_of("W: 089 63648018 M: 0171 3920045 App. 5", GERMANY) == "+498963648018"


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("number", ["0049 89 636-48018", "089 63648018"])
def test_a_label_behind_a_number_is_no_digit_and_is_kept(number, label):
    cell = f"{number} {label}"
    assert row("DE", Phone=cell).values == {"phone": "+498963648018", "remarks.Phone": cell}


@pytest.mark.parametrize("label", ["home:", "Büro", "会社"])
def test_a_label_before_a_number_is_no_digit_and_is_kept(label):
    cell = f"{label} 089 63648018"
    assert row("DE", Phone=cell).values == {"phone": "+498963648018", "remarks.Phone": cell}


@pytest.mark.parametrize("cell", ["+1 800 FLOWERS", "1-800-FLOWERS"])
def test_a_number_in_letters_is_kept_as_text(cell):
    found = row("US", Phone=cell)
    assert (found.values, found.flags) == ({"remarks.Phone": cell}, {"remarks.Phone": ["phoneUnverified"]})


@pytest.mark.parametrize(
    "cell",
    ["+49 89 636 FLOWERS", "0049 89 636abc48018", "+49 89 636äb48018", "+49 89 63O48018", "+49 89 6364 xxxx",
     "+49 89 636 xxx 48018", "1 800 555 ABCD", "089 636-FLOWERS; -"],
)  # fmt: skip
def test_a_number_with_letters_for_digits_is_not_cut_short(cell):
    found = row("DE", Phone=cell)
    assert (found.values, found.flags) == ({"phone": cell}, {"phone": ["phoneUnverified"]})


def test_the_letters_for_a_carrier_in_brazil_are_no_part_of_the_number():
    assert text_of("(0xx11) 98765-4321", [Region("BR", "upload")]) == "+5511987654321"


def test_a_long_vowel_mark_is_a_dash_in_japan():
    assert text_of("０３ー１２３４ー５６７８ 内線１２", [Region("JP", "upload")]) == "+81312345678;ext=12"


def test_letters_are_no_evidence_for_a_country():
    """By the keypad, the mobile would be a number of Ontario."""
    assert row(Phone="9774 2152", Mobile="+1 416 FLOWERS").phone_evidence == "upload"


NUMBERS = [
    "+49 89 63648018",
    "0049 89 636-48018",
    "089 636",
    "6123 4567",
    "+1 212 555 0123",
    "０３ー１２３４ー５６７８",
    "٠٨٩ ٦٣٦٤٨٠١٨",
]
parts = st.sampled_from([*NUMBERS, *EXTENSIONS, *LABELS, "FLOWERS", "ABC", "xxxx"]) | st.text(
    "+0123459abzABZ xéß内. -/(,;", max_size=8
)
lettered = st.lists(parts, min_size=1, max_size=5).flatmap(
    lambda some: st.sampled_from(["", " "]).map(lambda gap: gap.join(some))
)


@given(lettered, st.sampled_from(["SG", "DE", "US", "GB", "FR", "JP", "AT", "NL", "MY"]))
def test_every_digit_of_a_number_is_a_digit_of_its_cell_or_of_the_calling_code(cell, country):
    found = read_phone(cell, [Region(country, "upload")])
    if found:
        number, _, extension = found.text.partition(";ext=")
        national = number.removeprefix(f"+{phonenumbers.parse(number).country_code}")
        digits = iter(digits_of(cell))
        assert all(digit in digits for digit in national + extension)
