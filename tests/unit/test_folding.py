"""A text is found by what other keyboards and other people write for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.folding import FORMS_END, folded, other_forms, searched_forms

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def finds(query: str, text: str) -> bool:
    """Whether a text is found by a query, as the list does it: any form of the one in any form of the other."""
    stored = FORMS_END.join([folded(text), other_forms(text)])
    return any(form in stored for form in searched_forms(query))


@given(TEXTS)
def test_a_text_is_found_by_itself(text: str) -> None:
    assert finds(text, text)
    assert finds(folded(text), text)


@given(TEXTS)
def test_a_form_has_no_capital_and_no_sign_that_the_index_uses(text: str) -> None:
    for form in (other_forms(text).split(FORMS_END), searched_forms(text)):
        assert all(folded(each) == each for each in form)


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_a_text_of_plain_letters_has_no_other_form(text: str) -> None:
    assert other_forms(text) == ""


@pytest.mark.parametrize(
    ("query", "text"),
    [
        *(
            ("mueller", "Müller"),
            ("muller", "Müller"),
            ("MÜLLER", "Mueller"),
            ("Müller", "Muller"),
            ("müller", "MÜLLER"),
        ),
        *(("strasse", "Straße"), ("Straße", "STRASSE"), ("jorgensen", "Jørgensen"), ("joergensen", "Jørgensen")),
        *(
            ("Jørgensen", "Joergensen"),
            ("aarhus", "Århus"),
            ("arhus", "Århus"),
            ("Århus", "Aarhus"),
            ("lukasz", "Łukasz"),
        ),
        *(("Łukasz", "Lukasz"), ("isik", "Işık"), ("dang", "Đặng"), ("aero", "Ærø"), ("angstroem", "Ångström")),
        *(("wang wei", "王伟"), ("wangwei", "王伟"), ("王伟", "王伟"), ("wei", "王伟"), ("chongqing", "重庆")),
        *(("lu", "吕"), ("lv", "吕"), ("lyu", "吕"), ("lü", "吕"), ("zeng", "曾"), ("shan", "单"), ("ouyang", "欧阳")),
        *(("shanghai", "上海 Novak"), ("novak", "上海 Novak"), ("yu chi", "尉迟"), ("nue", "虐")),
    ],
)
def test_a_text_is_found_by_its_forms(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), [("muller", "Mueller"), ("wei wang", "王伟")])
def test_a_text_is_not_found_across_its_forms_or_by_the_form_of_another(query: str, text: str) -> None:
    assert not finds(query, text)
