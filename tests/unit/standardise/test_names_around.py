"""What stands around a name and is none of it, and cells that speak of no one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.standardise.values.names import split_name


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Farmer, Ida, Jr.", "Ida", "Farmer"),
        ("FARMER JR, IDA M", "IDA M", "FARMER"),
        ("Ida Farmer III", "Ida", "Farmer"),
        ("Smith, John Jr.", "John", "Smith"),
        ("Okoro, Ben, MBA, PMP", "Ben", "Okoro"),
        ("Ben Okoro, Ph. D.", "Ben", "Okoro"),
        ("Ben Okoro PhD", "Ben", "Okoro"),
        ("Ben Okoro, MBA/CPA", "Ben", "Okoro"),
        ("OKORO, MBA, QZXP, BEN", "BEN", "OKORO"),
        ("Ida Lee, MA", "Ida", "Lee"),
        ("Ida M. Farmer V", "Ida M.", "Farmer"),
        ("Tan Wei Ling, PhD", "Wei Ling", "Tan"),
        ("林志明, MA", "志明", "林"),
    ],
)
def test_suffixes_and_degrees_are_in_neither_part(written, first, last):
    assert split_name(written) == (first, last, True)


@pytest.mark.parametrize("family", "Ma Do An Le Yu I V Ba Ed Pa Ng Si Ko Vi Cap Junge Esquivel Mba".split())
def test_a_family_name_that_looks_like_a_suffix_or_a_word_is_kept(family):
    assert split_name(f"Gwendolyn {family}") == ("Gwendolyn", family, True)


@pytest.mark.parametrize("written", ["Jack MA", "JACK MA", "Jack DO", "Wei Ling MA"])
def test_a_degree_without_which_no_family_name_were_left_is_one(written):
    *first, last = written.split()
    assert split_name(written) == (" ".join(first), last, True)


@pytest.mark.parametrize("written", ["Ida Farmer MA", "IDA FARMER DO", "LEE, MA", "Ida Farmer V", "FARMER IDA, MA"])
def test_what_may_be_a_degree_or_a_name_is_marked(written):
    assert split_name(written) == (written, "", False)


@pytest.mark.parametrize("written", ["Farmer, J.R.", "Farmer, A.B.", "Farmer, TJ", "Farmer, I. V."])
def test_initials_behind_a_comma_are_no_degree(written):
    assert split_name(written) == (written.removeprefix("Farmer, "), "Farmer", True)


@pytest.mark.parametrize(
    "around",
    [
        "1. {}", "12) {}", "(3) {}", "#4 {}", "- {}", "• {}", '"{}"', "({})", "{} [External]", "{} (she/her)",
        "{}, she/her", "{} they/them", "{} - CEO", "{} | Head of Sales", "{}, Head of Sales", "{} (Tin Sparrow Ltd)",
        "{}, Tin Sparrow Ltd", "{} attorney at law", "Dr. {}", "Judge {}", "Rev. {}", "Ms {} -", "{},",
        "【VIP】{}", "{} {{guest}}",
    ],
)  # fmt: skip
def test_numbers_titles_brackets_roles_and_pronouns_are_no_part_of_a_name(around):
    assert split_name(around.format("Ida Wattle")) == ("Ida", "Wattle", True)


@pytest.mark.parametrize("written", ["김민준 씨", "김민준씨", "김민준님"])
def test_korean_honorifics_are_no_part_of_a_name(written):
    assert split_name(written) == ("민준", "김", True)


@pytest.mark.parametrize(
    "written",
    [
        "Ida Wattle - Nordwind", "Ida/Bob Wattle", "Tan Ah Kow @ Tan Ah Beng", "Wattle: Ida", "Ida 7 Wattle",
        "Ida M, Wattle", "Ida Mrs, Wattle", "Ida Wattle, B", "Her Majesty Queen Ida", "Lim Wei; Tan Mei",
    ],
)  # fmt: skip
def test_what_the_rules_do_not_understand_stays_whole_and_is_marked(written):
    assert split_name(written) == (written, "", False)


@pytest.mark.parametrize(
    "written",
    [
        "Ida & Bob Wattle", "Juan y Maria", "Juan y Maria Wattle", "ANNA E MARIA", "Ida und Bob Wattle",
        "Ana e João Lima", "Ida Wattle and Bob Roy", "Peter Wattle, Julia Roy", "Mr. and Mrs. Wattle", "Ida + Bob",
    ],
)  # fmt: skip
def test_several_people_are_not_split_like_one(written):
    assert split_name(written) == (written, "", False)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("IDA E WATTLE", "IDA E", "WATTLE"),
        ("ida e wattle", "ida e", "wattle"),
        ("Ida Y Wattle", "Ida Y", "Wattle"),
        ("Ida E. Wattle", "Ida E.", "Wattle"),
        ("Santiago Ramón y Cajal", "Santiago", "Ramón y Cajal"),
        ("Ramón y Cajal, Santiago", "Santiago", "Ramón y Cajal"),
        ("Lim En Hui", "En Hui", "Lim"),
    ],
)
def test_one_letter_between_names_is_an_initial_and_a_family_name_may_have_an_and(written, first, last):
    assert split_name(written) == (first, last, True)


@pytest.mark.parametrize(
    "written",
    [
        "Tin Sparrow Ltd",
        "Tin Sparrow Logistics",
        "Nordwind AG",
        "Salted Fern GmbH",
        "Fern & Kettle",
        "Otter S.A.",
        "青い株式会社",
    ],
)
def test_a_company_in_the_column_of_names_is_not_split_like_a_person(written):
    assert split_name(written) == (written, "", False)


@pytest.mark.parametrize("written", ["Se Ri", "Kumar Sa", "Aaron As", "Ag Bancroft"])
def test_a_name_that_is_a_legal_form_as_well_is_a_name(written):
    assert split_name(written).sure


_names = st.from_regex(r"[A-Z][a-z]{2,7}( [A-Z][a-z]{2,7}){0,3}", fullmatch=True)
_fronts = st.sampled_from(["", "1. ", "#2 ", "Dr. ", "Ms ", "(", "- "])
_ends = st.sampled_from(["", ", Jr.", " III", ", MBA", " [x]", ", she/her", " - CEO", " / ", ")", " & Co", "; x", ", "])


@given(_fronts, _names, _ends)
def test_every_name_is_in_a_part_or_whole_and_marked(front, name, end):
    written = f"{front}{name}{end}"
    found = split_name(written)
    words = f"{found.first} {found.last}".split()
    assert found.first == " ".join(written.split()) if not found.sure else words
    assert all(word in written for word in words)
