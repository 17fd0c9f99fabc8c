"""Full names in both orders and many scripts."""

import nameparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.standardise.values.names import is_plain, split_name


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Tan, Wei Ling", "Wei Ling", "Tan"),
        ("van Gogh, Vincent", "Vincent", "van Gogh"),
        ("Mary Ann Evans", "Mary Ann", "Evans"),
        ("J. R. R. Tolkien", "J. R. R.", "Tolkien"),
        ("Jack MA", "Jack", "MA"),
        ("VAN DER BERG Jan", "Jan", "VAN DER BERG"),
        ("DE LA CRUZ Maria", "Maria", "DE LA CRUZ"),
        ("J.R.R. Tolkien", "J.R.R.", "Tolkien"),
        ("TJ Thistlewood", "TJ", "Thistlewood"),
        ("TAN A. B.", "A. B.", "TAN"),
    ],
)
def test_a_western_name_is_split_in_either_order(written, first, last):
    assert split_name(written) == (first, last, True)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("Ludwig van der Berg", "van der Berg"),
        ("Maria de la Cruz", "de la Cruz"),
        ("Ahmad bin Abdullah", "bin Abdullah"),
        ("Siti Nurhaliza binti Tarudin", "binti Tarudin"),
        ("Suresh s/o Raman", "s/o Raman"),
        ("José María García López", "García López"),
    ],
)
def test_a_family_name_keeps_its_particles_and_both_its_parts(written, last):
    assert split_name(written).last == last


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("林志明", "志明", "林"),
        ("陳 美玲", "美玲", "陳"),
        ("歐陽娜娜", "娜娜", "歐陽"),
        ("高橋一郎", "一郎", "高橋"),
        ("星野 さくら", "さくら", "星野"),
        ("星野さくら", "さくら", "星野"),
        ("김민준", "민준", "김"),
        ("マイケル・ジャクソン", "マイケル", "ジャクソン"),
        ("Dr 林志明", "志明", "林"),
        ("高橋様", "", "高橋"),
        ("林先生", "", "林"),
    ],
)
def test_a_name_in_an_east_asian_script_is_family_first(written, first, last):
    assert split_name(written) == (first, last, True)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Chua Jun Hao", "Jun Hao", "Chua"),
        ("Wei Ling Tan", "Wei Ling", "Tan"),
        ("TAN Wei Ling", "Wei Ling", "TAN"),
        ("Nguyễn Thị Hương", "Thị Hương", "Nguyễn"),
        ("Kim Min-jun", "Min-jun", "Kim"),
        ("Tan Mei Hua Grace", "Mei Hua Grace", "Tan"),
        ("Grace Tan Mei Hua", "Grace Mei Hua", "Tan"),
        ("Nguyen Van An", "Van An", "Nguyen"),
        ("Kim van Dam", "Kim", "van Dam"),
        ("Lee Anderson", "Lee", "Anderson"),
        ("Lee Meyer", "Lee", "Meyer"),
        ("Lee Harvey Oswald", "Lee Harvey", "Oswald"),
        ("Jean DUPONT", "Jean", "DUPONT"),
    ],
)
def test_the_order_of_a_name_in_latin_letters_is_seen_from_its_family_name(written, first, last):
    assert split_name(written) == (first, last, True)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Dr. Rhys Thistlewood", "Rhys", "Thistlewood"),
        ("Prof. Dr. Hans-Peter Müller", "Hans-Peter", "Müller"),
        ("Dr. med. Eva Lindqvist", "Eva", "Lindqvist"),
        ("Prof. Dr.rer. nat. Eva Lindqvist", "Eva", "Lindqvist"),
        ("Mr. Lee", "", "Lee"),
        ("Dato' Sri Ahmad Zaki", "Ahmad", "Zaki"),
        ("Ms Tan Mei Hua", "Mei Hua", "Tan"),
        ("Marcus Welby, MD", "Marcus", "Welby"),
    ],
)
def test_honorifics_and_degrees_are_no_part_of_a_name(written, first, last):
    assert split_name(written)[:2] == (first, last)


@pytest.mark.parametrize("written", ["Judge Reinhold", "Dean Martin", "Major Tom", "Van Johnson", "Mohd. Faizal"])
def test_a_given_name_that_is_a_word_is_kept(written):
    assert " ".join(split_name(written)[:2]) == written


@pytest.mark.parametrize("written", ["None", "Null", "Madonna", "Prince", "Do", "Van", "Ma"])
def test_a_single_word_is_a_whole_name(written):
    assert split_name(written) == (written, "", True)


@pytest.mark.parametrize(
    "written", ["Ana & Bob Miller", "Kim Lee", "田中华", "A, B, C", "林志明 David", "David 林志明"]
)
def test_a_name_that_can_be_read_in_two_ways_stays_whole(written):
    assert split_name(written) == (written, "", False)


def test_the_email_settles_what_the_name_leaves_open():
    assert split_name("Tan Guo Yang", "guoyang.tan@x.co") == ("Guo Yang", "Tan", True)


@given(st.from_regex(r"[A-ZÉØ][a-zéø]{2,8}( [A-ZÉØ][a-zéø]{2,8}){1,2}", fullmatch=True).filter(is_plain))
def test_a_plain_name_is_what_nameparser_takes_it_for(written):
    parsed = nameparser.parse(written)
    *given_names, family = written.split()
    assert (f"{parsed.given} {parsed.middle}".split(), parsed.family) == (given_names, family)
