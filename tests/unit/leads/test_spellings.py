"""Cells of an export that had the texts of several headers: what is typed into them, and where it comes to."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from easycrm.folding import folded
from easycrm.leads.columns.joined_texts import SEPARATOR, joined
from easycrm.leads.exports.spellings import Head, told_in_row

HEAD = Head("Place", "Place")
BERLIN_AND_BONN = {"Town": "Berlin", "City": "Bonn"}
texts = st.sampled_from(["Berlin", "BERLIN", "Bonn", "Berlin; Mitte", "Rome", "a; b; c", ";"])
several = st.dictionaries(st.sampled_from(["Town", "City", "Place", "TOWN"]), texts, min_size=2)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Berlin; Bonn", {"Town": "Berlin", "City": "Bonn"}),
        ("Berlin; Bonn; Rome", {"Town": "Berlin; Rome", "City": "Bonn"}),
        ("Rome; Berlin; Oslo; Bonn", {"Town": "Berlin; Rome; Oslo", "City": "Bonn"}),
        ("Bonn; Berlin", {"Town": "Berlin", "City": "Bonn"}),
        ("Bonn; Rome", {"Town": "Rome", "City": "Bonn"}),
        ("Rome; Oslo", {"Town": "Rome", "City": "Oslo"}),
        ("Bonn", {"City": "Bonn"}),
        ("Rome", {"Town": "Rome"}),
        ("BERLIN; Bonn", {"Town": "BERLIN", "City": "Bonn"}),
        ("", {}),
    ],
)
def test_a_text_that_is_still_there_stays_under_its_header(cell, values):
    told = told_in_row(cell, HEAD, BERLIN_AND_BONN)
    assert (told.values, sorted(told.blanks)) == (values, sorted(BERLIN_AND_BONN.keys() - values.keys()))


def test_a_text_that_has_a_separator_is_known_as_a_whole():
    kept = {"Town": "Berlin; Mitte", "City": "Bonn"}
    assert told_in_row("Berlin; Mitte; Bonn; Rome", HEAD, kept).values == {
        "Town": "Berlin; Mitte; Rome",
        "City": "Bonn",
    }


def test_headers_that_say_the_same_are_corrected_together():
    assert told_in_row("Rome", HEAD, {"Town": "Berlin", "City": "BERLIN"}).values == {"Town": "Rome", "City": "Rome"}


@given(several)
def test_a_cell_that_nobody_touched_says_what_it_said(kept):
    assert told_in_row(joined(kept.values()), HEAD, kept) == (kept, ())


@settings(max_examples=500)
@given(several, st.sampled_from(["Rome", "Oslo", "Oslo; Kiel"]))
def test_a_text_that_is_added_changes_no_other_and_blanks_none(kept, added):
    assume(len({*map(folded, kept.values())}) > 1 and not any(added in text for text in kept.values()))
    values, blanks = told_in_row(f"{joined(kept.values())}{SEPARATOR}{added}", HEAD, kept)
    first = next(iter(kept))
    assert (values, [*blanks]) == (kept | {first: f"{kept[first]}{SEPARATOR}{added}"}, [])
