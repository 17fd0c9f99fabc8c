"""In which order the parts of a name in Latin letters are, where no comma says it."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.names.initials import are_initials, is_initial
from easycrm.standardise.values.names.particles import particles_in_front, with_particles_in_front
from easycrm.standardise.values.names.parts import UNTOLD, Name, Orders, whole
from easycrm.standardise.values.names.romanised import is_romanised, split_romanised
from easycrm.standardise.values.names.shouted import (
    by_shouted_first,
    is_shouted_alone,
    shouted_first,
    with_shouted_last,
)
from easycrm.standardise.values.names.slavic import split_slavic
from easycrm.standardise.values.names.syllables import is_syllables
from easycrm.standardise.values.word_lists import given_names, only_given_names, surnames, words

_VIETNAMESE_MIDDLE = re.compile(r"(Văn|Van) (?=\S+$)", re.IGNORECASE)
_ARTICLES = frozenset({"el", "lo"})
_FURTHER_GENERATIONS = frozenset({"neto", "filho", "sobrinho"})
_SMALL = frozenset({"in", "op", "aan", "bij", "uit", "b"})


def in_order(first: list[str], last: str, orders: Orders = UNTOLD) -> Name:
    """The parts in the order that the name was meant in. `first` and `last`: as they are if it is given name first."""
    words_of_name = [*first, *last.split()]
    if shouted := shouted_first(words_of_name):
        return by_shouted_first(words_of_name, shouted, Name(" ".join(first), last), orders)
    if size := particles_in_front(words_of_name, orders):
        return with_particles_in_front(words_of_name, size, orders)
    if not first or not last:
        return Name(" ".join(first), last)
    initials = _by_initials_behind(words_of_name, orders)
    if initials or is_shouted_alone(last, first):
        return initials or with_shouted_last(first, last, orders)
    marked = split_slavic(words_of_name) or _marked(first, last)
    return marked or _by_initial(words_of_name, orders) or _by_words(first, last, orders)


def _by_initials_behind(words_of_name: list[str], orders: Orders) -> Name | None:
    """`Farmer J.B.`, `Farmer J B` and `Farmer JB`: whose they are, the family name or the column must tell."""
    name, *initials = words_of_name
    letters = sum(map(str.isalpha, "".join(initials)))
    if letters < 2 or is_initial(name) or not all(is_initial(word) or are_initials(word) for word in initials):
        return None
    is_family = folded(name) in surnames("latin") and folded(name) not in surnames("given_as_well")
    is_family = is_family or split_slavic([name, "".join(initials)]) is not None
    if is_family or (orders.western == "familyFirst" and folded(name) not in given_names()):
        return Name(" ".join(initials), name)
    return whole(" ".join(words_of_name))


def _marked(first: list[str], last: str) -> Name | None:
    """Names whose family name is marked by a word, or known to be of two parts."""
    patronymic = next((at for at, word in enumerate(first) if at and folded(word) in words("patronymics")), None)
    if patronymic is not None:
        return Name(" ".join(first[:patronymic]), " ".join([*first[patronymic:], last]))
    if len(first) == 1 and folded(first[0]) in surnames("vietnamese") and _VIETNAMESE_MIDDLE.match(last):
        return Name(last, first[0])
    if len(first) > 1 and folded(last) in _FURTHER_GENERATIONS:  # `Pereira Neto`: the grandson of another
        return Name(" ".join(first[:-1]), f"{first[-1]} {last}")
    if len(first) > 1 and first[-1].islower() and first[0][:1].isupper() and folded(first[-1]).strip(".") in _SMALL:
        return Name(" ".join(first[:-1]), f"{first[-1]} {last}")
    is_irish = folded(first[-1]).strip("'") == "o" and folded(last) in surnames("irish")
    is_article = folded(first[-1]) in _ARTICLES and not is_syllables(last)
    if len(first) > 1 and (is_irish or is_article):
        return Name(" ".join(first[:-1]), f"{first[-1]} {last}")
    if len(first) > 1 and {folded(first[-1]), folded(last.split()[-1])} <= surnames("iberian"):
        return Name(" ".join(first[:-1]), f"{first[-1]} {last}")
    return None


def _by_initial(words_of_name: list[str], orders: Orders) -> Name | None:
    """Names that end in one initial: of the family name, `Elizabeth B`, or of a second given name, `Farmer John B`."""
    *names, end = words_of_name
    if not is_initial(end) or any(map(is_initial, names)):
        return None
    is_lee = len(names) == 1 and folded(names[0]) in surnames("given_as_well") and orders.western != "givenFirst"
    known = [folded(word) in given_names() and not is_lee for word in names]
    if all(known):
        return Name(" ".join(names), end)
    if len(names) == 2 and known[1]:
        return Name(f"{names[1]} {end}", names[0])
    is_family = folded(names[0]) in surnames("latin") and folded(names[0]) not in surnames("given_as_well")
    if is_family and all(map(is_syllables, names[1:])):
        return Name(" ".join([*names[1:], end]), names[0])
    is_given = known[0] or (orders.western == "givenFirst" and not is_family)
    return Name(" ".join(names), end) if is_given else whole(" ".join(words_of_name))


def _by_words(first: list[str], last: str, orders: Orders) -> Name:
    """By East Asian family names and syllables, and by given names that stand last."""
    if is_romanised(first, last):
        return split_romanised(first, last, orders.eastern)
    natural = Name(" ".join(first), last)
    if len(first) > 2 and orders.western == "familyFirst" and folded(first[0]) not in given_names():
        return whole(" ".join([*first, last]))
    if " " in last or len(first) > 2 or not _may_be_family_first([*first, last], orders):
        return natural
    if orders.western == "familyFirst":
        return Name(" ".join([*first[1:], last]), first[0])
    return whole(" ".join([*first, last]))


def _may_be_family_first(words_of_name: list[str], orders: Orders) -> bool:
    """Whether a given name stands last, and none first: `Farmer Andrea`. A column of such names is believed of all."""
    if order_told(words_of_name) == "familyFirst":
        return True
    return orders.western == "familyFirst" and folded(words_of_name[0]) not in given_names()


def order_told(words_of_name: list[str]) -> str:
    """What given names say of the order of a name without particles; `""`: nothing."""
    first, *_, last = map(folded, words_of_name)
    is_known = first in given_names() or is_initial(first)
    if not is_known and (last in only_given_names() or _are_given(words_of_name[1:])):
        return "familyFirst"
    if not is_known and first in surnames("european") and last in given_names() - surnames("european"):
        return "familyFirst"
    if not is_known and first in surnames("japanese_latin") and last not in surnames("japanese_latin"):
        return "familyFirst"
    if first in surnames("iberian") and not is_known and len(words_of_name) == 2 and last not in surnames("iberian"):
        return "familyFirst"
    return "givenFirst" if first in only_given_names() and last not in given_names() else ""


def _are_given(names: list[str]) -> bool:
    """Whether several words are nothing but given names: `Farmer Douglas Joseph`."""
    return len(names) > 1 and all(folded(word) in given_names() for word in names)
