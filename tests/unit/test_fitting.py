"""Texts are cut where people would, and never larger than they may be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.fitting import ELLIPSIS, body_bytes, cut, cut_fairly, is_surely_within, sent_bytes, with_texts_cut

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
rooms = st.integers(7, 90)


@given(st.dictionaries(texts, texts | st.integers() | st.lists(texts, max_size=3), max_size=4))
def test_what_a_value_takes_is_counted_as_lambda_sends_it(content):
    def payload(value):
        return len(json.dumps({"body": json.dumps(value, ensure_ascii=False)}, ensure_ascii=False).encode())

    assert sent_bytes([content, "x"]) == payload([content, "x"]) - payload("") + 4


@given(texts)
def test_a_text_that_is_within_the_room_by_its_length_is_within_it(text):
    room = 7 * len(text)
    assert is_surely_within(len(text), room)
    assert not is_surely_within(len(text) + 1, room)
    assert max(sent_bytes(text) - sent_bytes(""), body_bytes(text)) <= room


def test_the_longest_character_is_counted_as_it_is():
    assert sent_bytes("\x01" * 9) - sent_bytes("") == 7 * 9


@given(texts, rooms)
def test_a_text_that_is_cut_fits_and_says_so(text, room):
    shorter = cut(text, room)
    assert sent_bytes(shorter) <= room
    if shorter != text:
        assert sent_bytes(text) > room
        assert shorter.endswith(ELLIPSIS)
        assert text.startswith(shorter.removesuffix(ELLIPSIS))


@pytest.mark.parametrize("letter", ["e\u0301", "👍🏽", "👩\u200d🚀", "❤\ufe0f", "q\u0323\u0307"])
def test_nothing_is_cut_in_the_middle_of_a_letter(letter):
    text = f"abc{letter}defgh"
    shorter = {cut(text, room).removesuffix(ELLIPSIS) for room in range(7, sent_bytes(text) + 1)}
    whole = {*("abc"[:count] for count in range(4)), *(f"abc{letter}{'defgh'[:count]}" for count in range(6))}
    assert {"abc", text} <= shorter <= whole


def test_accents_without_end_are_cut():
    assert cut("e" + "\u0301" * 99, 27) == "e" + "\u0301" * 9 + ELLIPSIS


@given(st.dictionaries(st.sampled_from("abcde"), texts, min_size=1), st.integers(40, 400))
def test_the_longest_texts_are_cut_to_one_length(some_texts, room):
    shorter = cut_fairly(some_texts, room)
    assert shorter.keys() == some_texts.keys()
    assert sum(map(sent_bytes, shorter.values())) <= room
    kept = [sent_bytes(text) for name, text in some_texts.items() if shorter[name] == text]
    cut_ones = [sent_bytes(text) for name, text in some_texts.items() if shorter[name] != text]
    assert max(kept, default=0) <= min(cut_ones, default=10**9)
    assert bool(cut_ones) == (sum(map(sent_bytes, some_texts.values())) > room)


@given(texts, texts, st.integers(120, 400))
def test_a_record_fits_with_the_names_of_what_was_cut(title, remarks, room):
    record = {"leadId": "L1", "title": title, "remarks": remarks}
    shorter = with_texts_cut(record, ("title", "remarks"), room)
    assert sent_bytes(shorter) <= room
    truncated = shorter.pop("truncated", [])
    assert truncated == [name for name in ("title", "remarks") if shorter[name] != record[name]]
    assert (shorter == record) == (truncated == [])
