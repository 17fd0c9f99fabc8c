"""Names that can be read in two orders, and what the other names of their column say."""

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.values.names import Orders, split_name
from easycrm.workbooks.tables import label_columns

EITHER = ["Yang Chen", "Kim Lee", "Feng Qin"]
FAMILY_FIRST, GIVEN_FIRST = ["Tan Wei Ling", "Wang Xiaoming"], ["Wei Ling Tan", "Xiaoming Wang"]


def orders_of(names, header="Name"):
    rows = [[name] for name in names]
    return map_columns(label_columns([header]), gather(1, rows))[0].orders


@pytest.mark.parametrize("name", EITHER)
def test_a_name_of_two_family_names_is_nobodys_to_split_alone(name):
    assert split_name(name) == (name, "", False)


@pytest.mark.parametrize(
    ("others", "order"),
    [(FAMILY_FIRST, "familyFirst"), (GIVEN_FIRST, "givenFirst"), (FAMILY_FIRST + GIVEN_FIRST, ""), (EITHER, "")],
)
def test_the_other_names_of_the_column_tell_the_order(others, order):
    assert orders_of([*others, "Ben Okoro", *EITHER]).eastern == order


def test_one_name_alone_tells_no_order():
    assert orders_of([FAMILY_FIRST[0], *EITHER]) == Orders()


def test_what_western_names_tell_says_nothing_of_eastern_ones():
    assert orders_of(["Julie Wattle", "Sarah Farmer", "Yang Chen"]) == Orders("", "givenFirst")


def test_a_column_that_is_no_full_name_has_no_order():
    assert orders_of(FAMILY_FIRST, "Company") == Orders()


@pytest.mark.parametrize("name", EITHER)
def test_a_name_is_read_in_the_order_of_its_column(name):
    one, other = name.split()
    assert split_name(name, orders=Orders("familyFirst", "")) == (other, one, True)
    assert split_name(name, orders=Orders("givenFirst", "")) == (one, other, True)


@pytest.mark.parametrize("name", ["Wattle Julie", "Wattle Charles Robert", "Zubiri Sarah", "Herrera Xanthe"])
def test_a_given_name_that_stands_last_is_marked_and_a_column_of_such_names_is_believed(name):
    family, given = name.split(maxsplit=1)
    assert split_name(name) == (name, "", False)
    assert split_name(name, orders=Orders("", "familyFirst")) == (given, family, True)


@pytest.mark.parametrize("name", ["Julie Wattle", "Julie Charles", "Xanthe Thomas", "Xanthe Martin", "J. Kelly Ray"])
def test_a_given_name_that_stands_first_or_is_a_family_name_as_well_is_not_marked(name):
    assert split_name(name).sure


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("MURIEL H", "MURIEL", "H"),
        ("Julie B.", "Julie", "B."),
        ("Wattle Julie B", "Julie B", "Wattle"),
        ("Mary Ann B", "Mary Ann", "B"),
        ("Tan W", "W", "Tan"),
        ("JRR Wattle", "JRR", "Wattle"),
        ("AJP Wattle", "AJP", "Wattle"),
        ("OTA Kenji", "Kenji", "OTA"),
        ("VON Ida", "Ida", "VON"),
        ("NG Wei Ling", "Wei Ling", "NG"),
        ("Ng Wei Ling", "Wei Ling", "Ng"),
        ("Wang Xiaoming", "Xiaoming", "Wang"),
        ("Le Van An", "Van An", "Le"),
        ("Pat O Brien", "Pat", "O Brien"),
        ("Magda El Zarki", "Magda", "El Zarki"),
        ("Maria Silva dos Santos", "Maria", "Silva dos Santos"),
        ("Ana Paula Silva Pereira", "Ana Paula", "Silva Pereira"),
        ("Wm. Farmer", "Wm.", "Farmer"),
    ],
)
def test_initials_and_family_names_of_several_words_are_known(name, first, last):
    assert split_name(name) == (first, last, True)


@pytest.mark.parametrize("name", ["Wattle B", "Lee P.", "Lee Manning", "King Julie"])
def test_what_can_be_read_in_two_ways_is_marked(name):
    assert split_name(name) == (name, "", False)


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("ychen@x.co", ("Yang", "Chen", True)),
        ("cyang@x.co", ("Chen", "Yang", True)),
        ("yang.chen@x.co", ("Yang Chen", "", False)),
        ("info@x.co", ("Yang Chen", "", False)),
    ],
)
def test_an_email_settles_the_order_only_where_it_has_one_part_as_an_initial(email, expected):
    assert split_name("Yang Chen", email) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fu Ming Hao", ("Fu Ming Hao", "", False)),
        ("Tim Mo Pan", ("Tim Mo", "Pan", True)),
        ("Lim Zhi Yong", ("Zhi Yong", "Lim", True)),
        ("Yong Zhi Lim", ("Yong Zhi", "Lim", True)),
        ("Fu Ming HAO", ("Fu Ming", "HAO", True)),
    ],
)
def test_three_syllables_are_a_name_in_either_order_unless_a_word_tells_it(name, expected):
    assert split_name(name) == expected
