"""Two names are one person's as long as they have anything in common."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.person_names import PersonName, contradict

words = st.text("abdeéñøßжα王", min_size=1, max_size=6)
names = st.builds(PersonName, words | st.just(""), words | st.just(""))


def split(name):
    """The name by its parts, and whole, as a cell that nobody could split has it."""
    first, _, last = name.rpartition(" ")
    return [PersonName(first or last, last if first else ""), PersonName(name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I. HOLM", "Ida Holm"),
        ("I HOLM", "Ida Berg"),
        ("Holm, Ida", "Ida Holm"),
        ("Ida M. Holm", "Ida Holm"),
        ("Ida Holm-Berg", "Berg, I."),
        ("Ida Holm", "Ida Berg"),
        ("Hans Müller", "Peter Mueller"),
        ("Łukasz Nowak", "Lukasz Wójcik"),
        ("Øystein Dahl", "Oeystein Berg"),
        ("Mike", "Michael Tan"),
        ("Sara Ek", "Sarah Bo"),
        ("Jean-Pierre Roux", "Jeanpierre Dax"),
        ("idaholm", "Ida Holm"),
        ("O'Brien", "OBrien"),
    ],
)
def test_a_word_an_initial_or_a_near_spelling_in_common_is_enough(one, other):
    assert not any(contradict(*pair) or contradict(*pair[::-1]) for pair in product(split(one), split(other)))


@pytest.mark.parametrize(("one", "other"), [("王伟", "Wei Wang"), ("Иван Петров", "Ivan Petrov"), ("김철수", "金哲洙")])
def test_names_of_different_scripts_cannot_be_compared(one, other):
    assert not any(contradict(*pair) for pair in product(split(one), split(other)))


@pytest.mark.parametrize(
    ("one", "first", "last"),
    [
        ("田中花子", "花子", "田中"),
        ("田中花子", "花子", "佐藤"),
        ("김철수", "철수", "김"),
        ("花子", "", "田中花子"),
        ("欧阳娜娜", "娜娜", "欧阳"),
    ],
)
def test_a_name_that_is_one_word_has_the_parts_of_it_in_common(one, first, last):
    assert not contradict(PersonName(one), PersonName(first, last))
    assert not contradict(PersonName(first, last), PersonName(one))


@pytest.mark.parametrize(
    ("one", "first", "last"), [("田中花子", "太郎", "佐藤"), ("김철수", "영희", "이"), ("王伟", "娜", "李")]
)
def test_names_of_one_word_may_have_nothing_in_common(one, first, last):
    assert contradict(PersonName(one), PersonName(first, last))
    assert contradict(PersonName(first, last), PersonName(one))


@pytest.mark.parametrize("suffix", ["Jr.", "III", "IV", "PhD", "MD", "Esq."])
def test_a_suffix_in_common_makes_nobody_the_same(suffix):
    assert contradict(PersonName("Ola", f"Farmer {suffix}"), PersonName("Ida", f"Wattle {suffix}"))


@pytest.mark.parametrize("nothing", ["", "-", "Mr", "Dr."])
def test_what_is_no_name_contradicts_nothing(nothing):
    assert not contradict(PersonName(nothing), PersonName("Ida", "Holm"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ola Farmer", "Ida Holm"),
        ("Ana Li", "Bob Ray"),
        ("Mr Holm", "Mr Dahl"),
        ("Maria de la Cruz", "Juan de Souza"),
        ("Ola Hansen", "Per Jensen"),
        ("Ida Olsen", "Per Nilsen"),
        ("王伟", "李小明"),
        ("राम", "मीरा"),
        ("Иван Петров", "Олег Смирнов"),
    ],
)
def test_names_with_nothing_in_common_are_two_peoples(one, other):
    assert all(contradict(*pair) and contradict(*pair[::-1]) for pair in product(split(one), split(other)))


@given(names, names)
def test_it_does_not_matter_which_name_comes_first(one, other):
    assert contradict(one, other) == contradict(other, one)


@given(names)
def test_no_name_contradicts_itself_however_it_is_written(name):
    shouted, turned = PersonName(name.first.upper(), name.last.upper()), PersonName(f"{name.last}, {name.first}")
    assert not any(contradict(name, other) for other in (name, shouted, turned, PersonName(name.whole)))
