"""Names that are read wrongly, and in silence, where capitals, initials, particles and endings are not asked."""

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.names import Orders, split_name
from easycrm.workbooks.tables import label_columns


def read(name):
    columns = map_columns(label_columns(["Name"]), gather(1, [[name]]))
    return standardise(columns, [name], "", "L1")


def flags_of(name):
    return {flag for flags in read(name).flags.values() for flag in flags}


@pytest.mark.parametrize("name", ["ET Wattle", "AJ Holm", "OJ Farmer", "EM Wattle", "AJP Wattle"])
def test_two_or_three_capitals_before_a_quiet_name_are_initials_and_stay(name):
    initials, family = name.split()
    values = read(name).values
    assert (values["firstName"], values["lastName"]) == (initials, family)


def test_initials_before_a_family_name_of_several_words_are_all_the_first_name():
    assert split_name("AJ de la Wattle") == ("AJ", "de la Wattle", True)


@pytest.mark.parametrize("name", ["WU Xiaoping", "HO Chi Fai", "LEE Wei Ling", "TAN Amy", "OTA Kenji", "ROY Camille"])
def test_short_family_names_in_capitals_stand_first(name):
    family, given = name.split(maxsplit=1)
    assert split_name(name) == (given, family, True)


@pytest.mark.parametrize(
    "name", ["ANA Wattle", "MAX Wattle", "KIM Wattle", "JULIE Wattle", "Wattle ANA", "Wattle JULIE"]
)
def test_a_given_name_in_capitals_is_no_family_name_in_silence(name):
    assert split_name(name) == (name, "", False)


def test_the_column_says_that_a_given_name_in_capitals_is_a_family_name():
    assert split_name("KIM Wattle", orders=Orders("", "familyFirst")) == ("Wattle", "KIM", True)
    assert split_name("Wattle JULIE", orders=Orders("", "givenFirst")) == ("Wattle", "JULIE", True)


@pytest.mark.parametrize("name", ["Wattle J.B.", "Wattle J. B.", "Wattle JB", "Wattle J B", "Wattle AM", "Julie J.B."])
def test_initials_behind_one_word_are_marked(name):
    assert split_name(name) == (name, "", False)


@pytest.mark.parametrize("name", ["Tan K.L.", "Tan K L", "Орлов Н.П."])
def test_initials_behind_a_family_name_are_the_given_names(name):
    family, given = name.split(maxsplit=1)
    assert split_name(name) == (given, family, True)


def test_the_column_says_whose_initials_stand_behind():
    assert split_name("Wattle J.B.", orders=Orders("", "familyFirst")) == ("J.B.", "Wattle", True)


@pytest.mark.parametrize(
    "name",
    ["Van Damme Luc", "Van der Holm Jan", "El Zarki Youssef", "De Silva Nimal", "de la Holm Juan", "d'Holm Sofie"],
)
def test_particles_in_front_of_two_names_are_marked_and_a_column_of_such_names_is_believed(name):
    family, given = name.rsplit(maxsplit=1)
    assert split_name(name) == (name, "", False)
    assert split_name(name, orders=Orders("", "familyFirst")) == (given, family, True)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Van Jeremy Wattle", "Van Jeremy", "Wattle"),
        ("La Shawn K. Wattle", "La Shawn K.", "Wattle"),
        ("Van Anh Nguyen", "Van Anh", "Nguyen"),
        ("Ola van der Holm", "Ola", "van der Holm"),
    ],
)
def test_particles_that_are_given_names_are_not_marked(name, first, last):
    assert split_name(name) == (first, last, True)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Орлов Пётр Ильич", "Пётр Ильич", "Орлов"),
        ("ОРЛОВА НИНА ПАВЛОВНА", "НИНА ПАВЛОВНА", "ОРЛОВА"),
        ("Мельник Нина Павлівна", "Нина Павлівна", "Мельник"),
        ("Нина Павловна Орлова", "Нина Павловна", "Орлова"),
        ("Орлова Нина", "Нина", "Орлова"),
        ("Нина Орлова", "Нина", "Орлова"),
        ("Любов Мельник", "Любов", "Мельник"),
        ("Orlova Nina Pavlovna", "Nina Pavlovna", "Orlova"),
        ("Orlov Petr Pavlovich", "Petr Pavlovich", "Orlov"),
        ("Peter John Pavlovich", "Peter John", "Pavlovich"),
        ("Petr Ilyich Pavlovich", "Petr Ilyich", "Pavlovich"),
    ],
)
def test_a_patronymic_or_an_ending_tells_the_order_of_slavic_names(name, first, last):
    assert split_name(name) == (first, last, True)


def test_two_people_around_a_comma_are_not_one():
    assert not split_name("Орлов Иван, Ткачева Анна").sure


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Đặng Thu Thảo", "Thu Thảo", "Đặng"),
        ("Phạm Minh Đức", "Minh Đức", "Phạm"),
        ("LE VAN AN", "VAN AN", "LE"),
        ("Ana Wattle Neto", "Ana", "Wattle Neto"),
        ("Ola in 't Veld", "Ola", "in 't Veld"),
        ("Faiz Nur b. Holm", "Faiz Nur", "b. Holm"),
        ("Gino Lo Russo", "Gino", "Lo Russo"),
    ],
)
def test_family_names_are_whole_in_other_languages(name, first, last):
    assert split_name(name) == (first, last, True)


@pytest.mark.parametrize("names", [["Wattle Zsuzsanna", "Holm Katalin"], ["Kókai Éva", "Bíró Réka"]])
def test_a_column_of_hungarian_names_is_family_name_first(names):
    orders = map_columns(label_columns(["Name"]), gather(1, [[name] for name in names]))[0].orders
    assert orders.western == "familyFirst"


@pytest.mark.parametrize("name", ["Müller Hans", "Nagy Ferenc", "Smith John"])
def test_a_frequent_family_name_before_a_given_name_is_marked(name):
    assert not split_name(name).sure
    assert split_name(" ".join(reversed(name.split()))).sure


@pytest.mark.parametrize("name", ["WATTLE AS", "WATTLE AG", "Wattle SpA", "Wattle A/S"])
def test_a_company_among_names_is_marked_whatever_its_capitals(name):
    assert not split_name(name).sure


@pytest.mark.parametrize("name", ["ANA SA", "LIM CO", "Ana Co"])
def test_a_family_name_like_a_legal_form_is_one(name):
    assert split_name(name).sure


@pytest.mark.parametrize(
    ("name", "calm"), [("WATTLE TOOLS GMBH", "Wattle Tools GmbH"), ("IBM", "IBM"), ("BOB", "Bob"), ("TJ", "TJ")]
)
def test_a_company_or_an_abbreviation_among_names_keeps_its_capitals(name, calm):
    assert read(name).values["firstName"] == calm


def test_a_rank_in_capitals_behind_a_name_is_none_of_it():
    values = read("Ola Wattle CEO").values
    assert (values["firstName"], values["lastName"], values["remarks.Name"]) == ("Ola", "Wattle", "Ola Wattle CEO")


@pytest.mark.parametrize("name", ["Ana Wattle, Nordlys", "Not provided", "Keine Angabe", "Mrs."])
def test_what_may_be_no_name_is_marked(name):
    assert "nameUnsure" in flags_of(name)


@pytest.mark.parametrize("name", ["Ola Wattle Manager", "OLA WATTLE VP SALES", "Sales Manager"])
def test_a_job_where_a_family_name_would_stand_is_marked(name):
    assert not split_name(name).sure


@pytest.mark.parametrize("name", ["Ola Head", "Head, Ola Mae", "Ola E. Head", "Head"])
def test_a_family_name_that_is_a_job_as_well_is_not_marked(name):
    assert split_name(name).sure


def test_a_name_of_four_words_is_not_cut_in_a_column_of_family_names_first():
    assert not split_name("Wattle Holm Ola Mae", orders=Orders("", "familyFirst")).sure


def test_a_family_name_after_particles_may_be_a_given_name_in_a_column_of_family_names_first():
    assert split_name("Di Stefano Xanthe Mae", orders=Orders("", "familyFirst")) == ("Xanthe Mae", "Di Stefano", True)


def test_japanese_family_names_in_front_are_marked():
    assert not split_name("Suzuki Hanako").sure
    assert split_name("Hanako Suzuki") == ("Hanako", "Suzuki", True)


@pytest.mark.parametrize("name", ["Ravi a/l Muthu", "KAVITHA A/P RAMAN", "Anand s/o Rajan", "Ute von und zu Holm"])
def test_one_person_with_a_word_between_names_is_not_several(name):
    assert "severalPeople" not in flags_of(name)


@pytest.mark.parametrize("name", ["田中太郎、山本花子", "王伟；李娜", "김민준/이서연"])
def test_people_in_a_list_without_spaces_are_several(name):
    assert "severalPeople" in flags_of(name)
