"""A row that speaks of several people is marked; one person with several names or emails is not."""

import pytest

from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

COLUMNS = map_columns(label_columns(["Name", "Email", "Company"]))
SEVERAL = [
    ("Una Berg & Lars Moe", ""),
    ("Una & Lars Moe", ""),
    ("Una Berg and Lars Moe", ""),
    ("Una Berg und Lars Moe", ""),
    ("Herr und Frau Moe", ""),
    ("Moe, Una and Lars", ""),
    ("Inés Vega y Luis Mora", ""),
    ("Anne et Jean Roux", ""),
    ("UNA AND LARS MOE", ""),
    ("Una B. or Lars C. Moe", ""),
    ("Una Berg; Lars Moe", ""),
    ("Una Berg / Lars Moe", ""),
    ("Una Berg\nLars Moe", ""),
    ("Una Berg, Lars Moe, Tor Lie", ""),
    ("Una Berg", "una@moe.example; lars@moe.example"),
    ("Una Berg", "una.berg@moe.example / lars.lie@lie.example"),
    ("", "una.berg@moe.example, lars.lie@lie.example"),
    ("", "Una Berg <una@moe.example>, Lars Lie <lars@lie.example>"),
    ("Una Berg <una@moe.example>, Lars Lie <lars@lie.example>", ""),
]
ONE = [
    ("Una Berg", "una@moe.example, una.berg@mail.example"),
    ("Una Berg", "una@moe.example; info@moe.example"),
    ("Una Berg", "una@moe.example; sunshine77@mail.example"),
    ("Una Berg", "uberg@moe.example; una.berg@moe.example"),
    ("Una Berg", "una.berg@moe.example / una.lie@moe.example"),
    ("Una Berg", "Una Berg <una@moe.example>; Una <una.b@mail.example>"),
    ("Luis Ortega y Gasset", ""),
    ("Luis Ortega y Gasset III", ""),
    ("Berg, Una", ""),
    ("Berg, Una Marie", ""),
    ("Una Berg / CEO", ""),
    ("Una Berg; Head of Sales and Marketing", ""),
    ("Una Berg, Moe GmbH & Co. KG", ""),
    ("Anders And", ""),
    ("JOHN A VAN BERG JR", ""),
    ("john e van berg", ""),
    ("Kim Ja Young", ""),
    ("kim ja young", ""),
    ("Mary Dan Berg Moe", ""),
    ("Dana Or Levi Moe", ""),
    ("Una Berg", ""),
]


def row_of(name, email, company=""):
    return standardise(COLUMNS, [name, email, company], "NO", "L1")


def marks(row):
    return [flag for flags in row.flags.values() for flag in flags]


@pytest.mark.parametrize(("name", "email"), SEVERAL)
def test_a_row_of_several_people_is_marked(name, email):
    assert marks(row_of(name, email)).count("severalPeople") == 1


@pytest.mark.parametrize(("name", "email"), SEVERAL)
def test_who_is_not_the_lead_stays_in_sight(name, email):
    shown = " ".join(row_of(name, email).values.values()).casefold()
    words = f"{name} {email}".replace(",", "").replace(";", "").casefold().split()
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(("name", "email"), ONE)
def test_one_person_is_not_marked_as_several(name, email):
    assert "severalPeople" not in marks(row_of(name, email))


def test_two_companies_are_not_two_people():
    assert "severalPeople" not in marks(row_of("Una Berg", "una@moe.example", "Moe & Lie"))
