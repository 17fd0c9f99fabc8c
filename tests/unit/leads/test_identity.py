"""A row's identity decides its lead's id, and nothing else does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.identity import Identity, folded_name, is_lead_id, lead_id

ANN = Identity("", "ann.lee@example.com", "Ann Lee", "+6561234567", (("Name", "Ann Lee"), ("Booth", "7")))
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
identities = st.builds(
    Identity,
    stored_lead_id=st.just(""),
    email=st.sampled_from(("", "ann@example.com", "info@example.com")),
    full_name=texts,
    phone=st.sampled_from(("", "+6561234567", "+6561234568")),
    cells=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
)
words = st.text("abcdeéñøßжα", min_size=1, max_size=6)


@st.composite
def spellings(draw):
    """A name, and the same name in another order, case, Unicode form and punctuation."""
    name = draw(st.lists(words, min_size=1, max_size=4))
    form = draw(st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
    case = draw(st.sampled_from((str.upper, str.lower, str.title, str.casefold)))
    joint = draw(st.sampled_from((" ", ", ", "-", "  ", ". ", "\t")))
    return " ".join(name), joint.join(case(unicodedata.normalize(form, word)) for word in draw(st.permutations(name)))


@given(identities)
def test_an_id_has_the_form_of_an_id(identity):
    assert is_lead_id(lead_id(identity))


@given(identities)
def test_an_id_is_a_pure_function_of_the_row(identity):
    assert lead_id(identity) == lead_id(Identity(*identity))


@pytest.mark.parametrize(
    ("identity", "known"),
    [
        (ANN, "LVTZMQYRRBWWSNPTJ6ADMA"),
        (ANN._replace(email="info@example.com"), "LKB3CS0ZFK586ET4P36ATM"),
        (ANN._replace(email=""), "LM8FZF94YVDZSA6YHZXH98"),
        (ANN._replace(email="", phone=""), "LYGBQVC71QA79PD9V623RE"),
    ],
    ids=["email", "role address", "name and phone", "cells"],
)
def test_ids_stay_what_they_are_in_stored_tables(identity, known):
    assert lead_id(identity) == known


@given(spellings())
def test_a_name_in_another_spelling_is_the_same_name(spelling):
    plain, other = spelling
    assert folded_name(plain) == folded_name(other)


@given(spellings(), st.sampled_from(("info@example.com", "")))
def test_the_same_person_in_another_spelling_has_the_same_id(spelling, email):
    one, other = (ANN._replace(full_name=name, email=email) for name in spelling)
    assert lead_id(one) == lead_id(other)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Li, Zoë", "li zoe"),
        ("ZOE\u0308 LI", "li zoe"),
        ("Straße", "strasse"),
        ("Ａｎｎ Ｌｅｅ", "ann lee"),
        ("O'Brien-Smith", "brien o smith"),
        ("王小明", "王小明"),
        ("- . -", ""),
    ],
)
def test_a_folded_name_has_no_case_marks_punctuation_or_order(name, folded):
    assert folded_name(name) == folded


@pytest.mark.parametrize(("one", "other"), [("राम", "मीरा"), ("राम", "रमा"), ("ราตรี", "รตา"), ("கமலா", "கமல்")])
def test_vowel_signs_tell_names_apart(one, other):
    assert folded_name(one) != folded_name(other)


@pytest.mark.parametrize(
    "change",
    [
        {"full_name": "Bob Tan"},
        {"phone": "+6561234568"},
        {"cells": ()},
    ],
)
def test_an_email_alone_decides(change):
    assert lead_id(ANN._replace(**change)) == lead_id(ANN)


@pytest.mark.parametrize("email", ["bob@example.com", "ann.lee@example.org", "ann.lee+fair@example.com", ""])
def test_another_email_is_another_lead(email):
    assert lead_id(ANN._replace(email=email)) != lead_id(ANN)


@pytest.mark.parametrize(
    ("change", "same"),
    [({"full_name": "Bob Tan"}, False), ({"phone": ""}, True), ({"cells": ()}, True)],
    ids=["name", "phone", "cells"],
)
def test_a_role_address_is_told_apart_by_the_name_alone(change, same):
    shared = ANN._replace(email="sales@example.com")
    assert (lead_id(shared._replace(**change)) == lead_id(shared)) is same


@pytest.mark.parametrize(
    ("change", "same"),
    [({"full_name": "Bob Tan"}, False), ({"phone": "+6561234568"}, False), ({"cells": ()}, True)],
    ids=["name", "phone", "cells"],
)
def test_without_email_name_and_phone_decide(change, same):
    called = ANN._replace(email="")
    assert (lead_id(called._replace(**change)) == lead_id(called)) is same


@pytest.mark.parametrize("missing", [{"full_name": "-"}, {"phone": ""}])
def test_without_email_and_without_name_or_phone_the_cells_decide(missing):
    bare = ANN._replace(email="", **missing)
    assert lead_id(bare) != lead_id(bare._replace(cells=(*bare.cells, ("Hall", "2"))))


@given(identities, st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(identity, random):
    shuffled = random.sample(identity.cells, len(identity.cells))
    assert lead_id(identity._replace(cells=tuple(shuffled))) == lead_id(identity)


@given(st.lists(st.tuples(texts, texts), max_size=3), st.lists(st.tuples(texts, texts), max_size=3))
def test_other_cells_are_another_lead(one, other):
    ids = [lead_id(Identity("", "", "", "", tuple(cells))) for cells in (one, other)]
    assert (ids[0] == ids[1]) is (sorted(one) == sorted(other))


def test_kinds_of_identity_never_meet():
    parts = ("ann@example.com", "ann")
    kinds = [
        Identity("", parts[0], "", "", ()),
        Identity("", "info@example.com", "ann", "", ()),
        Identity("", "", "ann", "info@example.com", ()),
        Identity("", "", "", "", (("info@example.com", "ann"),)),
    ]
    assert len({lead_id(identity) for identity in kinds}) == len(kinds)


def test_a_row_that_names_a_stored_lead_speaks_of_it():
    stored = lead_id(ANN)
    assert lead_id(Identity(stored, "bob@example.com", "Bob Tan", "", ())) == stored


@given(identities, st.sampled_from(LETTERS))
def test_a_wrong_check_digit_is_never_a_lead_id(identity, letter):
    made = lead_id(identity)
    assert is_lead_id(made[:-1] + letter) is (letter == made[-1])


def test_the_check_digit_finds_nearly_every_mistyped_letter():
    made = lead_id(ANN)
    mistyped = [made[:at] + letter + made[at + 1 :] for at in range(1, 21) for letter in LETTERS if letter != made[at]]
    assert sum(map(is_lead_id, mistyped)) < len(mistyped) / 16


@pytest.mark.parametrize("text", ["", "L", "lead", lead_id(ANN)[:-1], lead_id(ANN) + "0", lead_id(ANN).lower()])
def test_other_texts_are_no_lead_ids(text):
    assert not is_lead_id(text)
