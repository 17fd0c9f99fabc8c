"""Names of which one part is in capitals, which mark the family name, unless they are initials or a given name."""

from easycrm.folding import folded
from easycrm.standardise.values.names.initials import LONGEST_INITIALS, are_initials, is_initial
from easycrm.standardise.values.names.parts import Name, Orders, whole
from easycrm.standardise.values.names.syllables import is_syllables
from easycrm.standardise.values.word_lists import given_names, only_given_names, surnames

_LONGEST_SHORT = 2


def shouted_first(words_of_name: list[str]) -> int:
    """How many words at the beginning are in capitals: `TAN Wei Ling` and `VAN DER BERG Jan` mark the family name.

    0 where others are, too. Initials are no family name, and one initial behind a name marks none.
    """
    shouts = [word.isupper() and len(word) > 1 and not are_initials(word) for word in words_of_name]
    leading = shouts.index(False) if False in shouts else 0
    is_initial_alone = leading == len(words_of_name) - 1 and is_initial(words_of_name[-1])
    return 0 if any(shouts[leading:]) or is_initial_alone else leading


def by_shouted_first(words_of_name: list[str], shouted: int, natural: Name, orders: Orders) -> Name:
    """The capitals in front are the family name's; two or three may be initials, and `ANA Farmer` is not meant so."""
    family, names = words_of_name[:shouted], words_of_name[shouted:]
    reverse = Name(" ".join(names), " ".join(family))
    if shouted > 1 or orders.western == "familyFirst":
        return reverse
    name, is_family = folded(family[0]), _is_short_family_name(family[0])
    known = [folded(word) in given_names() for word in names]
    if len(name) <= _LONGEST_SHORT and not is_family:
        return whole(" ".join(words_of_name)) if all(known) else natural
    is_given = name in (given_names() if len(name) <= LONGEST_INITIALS else only_given_names())
    is_told = any(known) or not is_given or (is_family and all(map(is_syllables, names)))
    return reverse if is_told else whole(" ".join(words_of_name))


def is_shouted_alone(last: str, first: list[str]) -> bool:
    """`Wei Ling MA`, and no initial."""
    return last.isupper() and len(last) > 1 and "." not in last and not any(word.isupper() for word in first)


def with_shouted_last(first: list[str], last: str, orders: Orders) -> Name:
    """The capitals behind are the family name's, but for a given name behind another word, or two unknown letters."""
    known = folded(first[0]) in given_names()
    is_given = folded(last) in only_given_names()
    is_short = len(last) <= _LONGEST_SHORT and not (_is_short_family_name(last) or all(map(is_syllables, first)))
    is_told = known or orders.western == "givenFirst" or not (is_given or is_short)
    return Name(" ".join(first), last) if is_told else whole(" ".join([*first, last]))


def _is_short_family_name(word: str) -> bool:
    return folded(word) in surnames("latin") or folded(word) in surnames("rarer")
