"""East Slavic names, which are written in both orders: a patronymic or an ending says which word is the family name."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.names.parts import Name
from easycrm.standardise.values.word_lists import given_names

_PATRONYMIC = re.compile(r".{2,}(?:[ое]вич|[ьм]ич|[ое]вна|ична|івна|[oe]vich|[oe]vych|[oei]vna|ichna)")
_ONLY_PATRONYMIC = re.compile(r"[а-яі]+|.+na")
_FAMILY = re.compile(r".{3,}(?:[ое]ва?|[сц]ь?кии|[сц]кая|[сц]ька|енко|швили)|.{3,}(?:[oe]va?|sk[iy]{1,2}|enko|shvili)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WITH_PATRONYMIC = 3
_GIVEN = frozenset({"любов"})


def split_slavic(words_of_name: list[str]) -> Name | None:
    """A name that is family first; None for all others.

    >>> split_slavic(["Орлова", "Нина", "Павловна"]), split_slavic(["Орлов", "Н.П."])
    (Name(first='Нина Павловна', last='Орлова', sure=True), Name(first='Н.П.', last='Орлов', sure=True))
    >>> split_slavic(["Нина", "Орлова"]), split_slavic(["Roman", "Peter", "Orlovich"])
    (None, None)
    """
    if words_of_name[0].isascii() and len(words_of_name) != _WITH_PATRONYMIC:
        return None
    first, *others = map(folded, words_of_name)
    is_family_first = _ends_in_patronymic(first, others) or _has_family_name_first(first, others)
    return Name(" ".join(words_of_name[1:]), words_of_name[0]) if is_family_first else None


def _ends_in_patronymic(first: str, others: list[str]) -> bool:
    """Whether a patronymic stands last. In Latin letters those of men are family names as well."""
    if len(others) != _WITH_PATRONYMIC - 1 or not _PATRONYMIC.fullmatch(others[1]) or _PATRONYMIC.fullmatch(others[0]):
        return False
    return first not in given_names() and bool(_ONLY_PATRONYMIC.fullmatch(others[1]) or _FAMILY.fullmatch(first))


def _has_family_name_first(first: str, others: list[str]) -> bool:
    """Whether the first word has the ending of family names, and no other has, in Cyrillic letters."""
    if not others or not _CYRILLIC.match(first):
        return False
    return _is_family(first) and not any(map(_is_family, others))


def _is_family(word: str) -> bool:
    return word not in _GIVEN and bool(_FAMILY.fullmatch(word))
