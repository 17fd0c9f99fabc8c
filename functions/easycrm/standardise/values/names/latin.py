"""In which order the parts of a name in Latin letters are, where no comma says it."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.names.parts import UNTOLD, Name, Orders, whole
from easycrm.standardise.values.names.romanised import is_romanised, split_romanised
from easycrm.standardise.values.names.syllables import is_syllables
from easycrm.standardise.values.word_lists import given_names, only_given_names, surnames, words

_INITIALS = re.compile(r"(?:[^\W\d_]\.?)(?:[^\W\d_]\.)*")
_SPEAKABLE = re.compile(r"[^aeiouwy]{0,3}[aeiouwy]+(?:[bdfgklmnprstxz]|ng|nh|ch|ck|[lnr][dgkmnpst]|s[st]|ll)?"
                        r"|[aeiouy][^aeiouwy][aeiouy]")  # fmt: skip
_VIETNAMESE_MIDDLE = re.compile(r"(Văn|Van) (?=\S+$)")
_PARTICLES_IN_FRONT = frozenset({"el"})
_LONGEST_INITIALS = 3
_VOWELS = set("aeiouy")


def in_order(first: list[str], last: str, orders: Orders = UNTOLD) -> Name:
    """The parts in the order that the name was meant in. `first` and `last`: as they are if it is given name first."""
    words_of_name = [*first, *last.split()]
    if shouted := _shouted_first(words_of_name):
        return Name(" ".join(words_of_name[shouted:]), " ".join(words_of_name[:shouted]))
    if not first or not last or _is_shouted_alone(last, first):
        return Name(" ".join(first), last)
    marked = _marked(first, last)
    return marked or _by_initial(words_of_name, orders) or _by_words(first, last, orders)


def _shouted_first(words_of_name: list[str]) -> int:
    """How many words at the beginning are in capitals: `TAN Wei Ling` and `VAN DER BERG Jan` mark the family name.

    0 where others are, too. Initials are no family name, and one initial behind a name marks none.
    """
    shouts = [word.isupper() and len(word) > 1 and not are_initials(word) for word in words_of_name]
    leading = shouts.index(False) if False in shouts else 0
    is_initial_alone = leading == len(words_of_name) - 1 and is_initial(words_of_name[-1])
    return 0 if any(shouts[leading:]) or is_initial_alone else leading


def _is_shouted_alone(last: str, first: list[str]) -> bool:
    """`Wei Ling MA`, and no initial."""
    return last.isupper() and len(last) > 1 and "." not in last and not any(word.isupper() for word in first)


def are_initials(word: str) -> bool:
    """`J.R.R.`, and `TJ` and `AJP`, but not `NG`."""
    if "." in word:
        return bool(_INITIALS.fullmatch(word))
    if word.isupper() and 1 < len(word) <= _LONGEST_INITIALS and folded(word) not in surnames("latin"):
        is_speakable = _VOWELS & set(folded(word)) if len(word) == 2 else _SPEAKABLE.fullmatch(folded(word))
        return not is_speakable
    return False


def is_initial(word: str) -> bool:
    """One letter, with or without a full stop."""
    return len(word.strip(".")) == 1


def _marked(first: list[str], last: str) -> Name | None:
    """Names whose family name is marked by a word, or known to be of two parts."""
    patronymic = next((at for at, word in enumerate(first) if at and folded(word) in words("patronymics")), None)
    if patronymic is not None:
        return Name(" ".join(first[:patronymic]), " ".join([*first[patronymic:], last]))
    if len(first) == 1 and folded(first[0]) in surnames("vietnamese") and _VIETNAMESE_MIDDLE.match(last):
        return Name(last, first[0])
    is_irish = folded(first[-1]).strip("'") == "o" and folded(last) in surnames("irish")
    if len(first) > 1 and (is_irish or folded(first[-1]) in _PARTICLES_IN_FRONT):
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
    if first in surnames("iberian") and not is_known and len(words_of_name) == 2 and last not in surnames("iberian"):
        return "familyFirst"
    return "givenFirst" if first in only_given_names() and last not in given_names() else ""


def _are_given(names: list[str]) -> bool:
    """Whether several words are nothing but given names: `Farmer Douglas Joseph`."""
    return len(names) > 1 and all(folded(word) in given_names() for word in names)
