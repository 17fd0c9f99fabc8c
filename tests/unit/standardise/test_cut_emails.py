"""No email is made by cutting or joining what people wrote; what only says what follows does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.standardise.columns.mapping import MappedColumn
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.emails import read_emails

WORDS = st.text("abcdefghijklmnoprstuvæøåéç", min_size=3, max_size=9)


@pytest.mark.parametrize(
    "cell",
    ["ana novak@x.example", "Ana Novak@x.example", "Ana Maria Novak@x.example", "ana maria novak@x.example",
     "a novak@x.example", "van dyk@x.example", "ana. novak@x.example", "ana,novak@x.example", "ana .novak@x.example",
     "ana@x.exampleben.okoro@y.example", "ana@x.exampleben@y.example", "ana@@x.example", "ana @x.example",
     "12~ana@x.example", "12^ana@x.example", "x§ana@x.example", "a!ana@x.example", "email=ana@x.example",
     "ana@x .example", "ana@x.co .uk", "ana@x.co. uk", "ana@x. example"],
)  # fmt: skip
def test_no_email_is_made_by_cutting_or_joining(cell):
    assert read_emails(cell)[:2] == ((), True)


@pytest.mark.parametrize(
    "cell",
    ["Ana Novak <ana@x.example>", "mail: ana@x.example", "Mail ana@x.example", "E-Mail ana@x.example",
     "Correo ana@x.example", "sähköposti ana@x.example", "メール ana@x.example", "почта ana@x.example",
     "ana@x.example (work)", "ana@x.example work", "write to ana@x.example please", "escribir a ana@x.example",
     "Ana Novak ana@x.example", "Ana Maria ana@x.example", "Ana Novak ana@x.example, +44 20 7946 0018",
     "Ana Novak, ana@x.example", "Ana Maria Novak - ana@x.example", "+44 20 7946 0018 ana@x.example",
     "1) ana@x.example",     "Ana,ana@x.example", "• ana@x.example", "•ana@x.example", "ana@x.example. Thanks",
     "Booth 12\nana@x.example"],
)  # fmt: skip
def test_what_stands_around_an_email_does_not_hide_it(cell):
    assert read_emails(cell)[:2] == (("ana@x.example",), False)


@pytest.mark.parametrize(
    "cell",
    ["a@x.example b@y.example", "a@x.example,b@y.example", "a@x.example or b@y.example", "a@x.example\tb@y.example"],
)
def test_emails_beside_each_other_are_whole(cell):
    assert read_emails(cell)[:2] == (("a@x.example", "b@y.example"), False)


def test_a_whole_email_behind_a_cut_one_is_read_and_the_cell_is_marked():
    assert read_emails("ana novak@x.example; ben@y.example")[:2] == (("ben@y.example",), True)


@given(WORDS, st.sampled_from([" ", "  ", "\u00a0", "~", "^", "§", "!", "="]), WORDS)
def test_two_words_before_the_at_sign_are_no_email_of_the_second(first, glue, last):
    """Unless the first announces one, or is part of the second; in Italian `posta` does, and no such name is given."""
    whole = {f"{first}{glue}{last}@x.example".strip()}
    found = read_emails(f"{first}{glue}{last}@x.example").valid
    assert first in last or not found or read_emails(f"{first} anything@x.example").valid, whole


@given(WORDS, WORDS)
def test_a_name_in_capitals_with_its_own_address_is_read(first, last):
    cell = f"{first.title()} {last.title()} {first}.{last}@x.example"
    assert read_emails(cell).valid == (f"{first}.{last}@x.example",)


def test_a_cut_email_stays_in_the_remarks_and_is_marked():
    columns = [MappedColumn(0, "Name", "Name", "fullName", 1.0, "header"),
               MappedColumn(1, "Email", "Email", "email", 1.0, "header")]  # fmt: skip
    found = standardise(columns, ["Ana Novak", "ana novak@x.example"], "GB", "L1")
    assert found.values == {"firstName": "Ana", "lastName": "Novak", "remarks.Email": "ana novak@x.example"}
    assert found.flags == {"remarks.Email": ["emailInvalid"]}
