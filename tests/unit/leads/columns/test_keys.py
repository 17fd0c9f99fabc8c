"""Headers that say the same are one column, however they spell it, and no others are."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.columns.keys import column_key

HEADERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WORDS = st.lists(st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8), min_size=1, max_size=4)
SPACING = st.text(" \t\u00a0\u3000-_./:;,()[]{}'\"!?*\u2013\u00b7\u200b\ufeff", max_size=3)


@given(HEADERS)
def test_the_key_of_a_key_is_itself(header: str) -> None:
    assert column_key(column_key(header)) == column_key(header)


@given(WORDS, st.data())
def test_case_spaces_and_punctuation_do_not_count(words: list[str], data: st.DataObject) -> None:
    spelled = "".join(
        data.draw(SPACING) + data.draw(st.sampled_from([word, word.upper(), word.title()])) for word in words
    )
    assert column_key(spelled + data.draw(SPACING)) == "".join(words)


@given(HEADERS)
def test_a_composed_header_is_the_decomposed_one(header: str) -> None:
    assert column_key(unicodedata.normalize("NFD", header)) == column_key(header)


@given(HEADERS.filter(lambda header: header.strip() != "" and header.isprintable()))
def test_every_header_that_can_be_seen_has_a_key(header: str) -> None:
    assert column_key(header)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Country", "COUNTRY "),
        ("E-Mail", "email"),
        ("Straße", "STRASSE"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("Ｃｏｕｎｔｒｙ", "country"),
        ("First\nname", "First name"),
        ("❤️", "❤"),
    ],
)
def test_spellings_of_one_header_are_one_column(one: str, other: str) -> None:
    assert column_key(one) == column_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Große", "Grosse Straße"),
        ("Schön", "Schon"),
        ("カキ", "ガキ"),
        ("Share", "% share"),
        ("C", "C#"),
        ("A", "A&"),
        ("Growth +", "Growth"),
        ("€", "$"),
        ("🙂", "🙁"),
        ("?", "!"),
        ("=", ""),
        ("Note", "Notes"),
    ],
)
def test_what_means_something_else_is_another_column(one: str, other: str) -> None:
    assert column_key(one) != column_key(other)
