"""Family names in front of the given ones that begin with particles: `Van der Berg Ana`."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.names.initials import is_initial
from easycrm.standardise.values.names.parts import Name, Orders, whole
from easycrm.standardise.values.names.syllables import is_syllables
from easycrm.standardise.values.word_lists import given_names, surnames

_PARTICLES = frozenset(
    "van von vom zu zum zur ter ten te de del da dos das du le la lo el al di den der o op 't".split()
)
_ELIDED = re.compile(r"[dl]['’][^\W\d_]{2,}")


def particles_in_front(words_of_name: list[str], orders: Orders) -> int:
    """How many words of a family name stand in front, by its particles: `Van der Berg Ana`, `d'Hondt Ana`; 0: none."""
    if _ELIDED.fullmatch(words_of_name[0]):
        return 1 if len(words_of_name) > 1 else 0
    if folded(words_of_name[0]) not in _PARTICLES:
        return 0
    is_particle = [folded(word) in _PARTICLES for word in words_of_name]
    size = is_particle.index(False) + 1 if False in is_particle else 0
    behind = words_of_name[size:]
    ends = {folded(words_of_name[0]), folded(words_of_name[-1])}
    is_eastern = not ends.isdisjoint(surnames("latin")) and all(map(is_syllables, words_of_name))
    if (
        not size
        or not behind
        or is_eastern
        or any(map(is_initial, behind))
        or folded(words_of_name[0]) in given_names()
    ):
        return 0
    is_given = folded(words_of_name[size - 1]) in given_names() and folded(behind[-1]) not in given_names()
    return 0 if is_given and orders.western != "familyFirst" else size


def with_particles_in_front(words_of_name: list[str], size: int, orders: Orders) -> Name:
    family, given = " ".join(words_of_name[:size]), " ".join(words_of_name[size:])
    return Name(given, family) if orders.western == "familyFirst" else whole(f"{family} {given}")
