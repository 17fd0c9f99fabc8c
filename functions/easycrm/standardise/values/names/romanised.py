"""East Asian names in Latin letters, in either order."""

from easycrm.folding import folded
from easycrm.standardise.values.names.parts import Name, Order, whole
from easycrm.standardise.values.names.syllables import are_syllables, is_pinyin, is_syllables
from easycrm.standardise.values.word_lists import given_names, surnames


def is_romanised(first: list[str], last: str) -> bool:
    """Whether a name has a family name that East Asian ones have, first or last, and its syllables."""
    if _is_family(first[0]) or (_is_family(last) and are_syllables(first)) or _adds_name_in_front(first, last):
        return True
    return _are_nothing_but_syllables(first, last)


def split_romanised(first: list[str], last: str, order: Order = "") -> Name:
    """The parts by family names and syllables; a name that can be read in both orders as its column has it.

    >>> split_romanised(["Tan", "Wei"], "Ling"), split_romanised(["Wei", "Ling"], "Tan")
    (Name(first='Wei Ling', last='Tan', sure=True), Name(first='Wei Ling', last='Tan', sure=True))
    >>> split_romanised(["Kim"], "Lee").sure, split_romanised(["Kim"], "Lee", "givenFirst")
    (False, Name(first='Kim', last='Lee', sure=True))
    """
    if _adds_name_in_front(first, last):
        return Name(f"{first[0]} {first[2]} {last}", first[1])
    natural, reverse = Name(" ".join(first), last), Name(" ".join([*first[1:], last]), first[0])
    if _are_nothing_but_syllables(first, last):
        return {"familyFirst": reverse, "givenFirst": natural}.get(order, whole(" ".join([*first, last])))
    is_whole = (
        is_syllables(last) or len(first) > 2 or _is_joined(last)
    )  # `Tan Mei Hua Grace` adds a name to a whole one
    if not _is_family(first[0]) or not is_whole or not are_syllables(first[1:]):
        return natural
    if not _may_be_either(first, last):
        return reverse
    weak = [folded(word) in surnames("given_as_well") for word in (first[0], last)]
    if len(first) > 1 and weak[0] is not weak[1]:  # `Lim Zhi Yong`, `Yong Zhi Lim`
        return reverse if weak[1] else natural
    return reverse if order == "familyFirst" else natural if order == "givenFirst" else whole(" ".join([*first, last]))


def order_told_by_family(words_of_name: list[str]) -> Order:
    """What family names say of the order of a name whose words are all syllables; `""`: nothing."""
    first, last = words_of_name[0], words_of_name[-1]
    if not all(is_syllables(word) or _is_joined(word) for word in words_of_name) or _is_family(first) is _is_family(
        last
    ):
        return ""
    family, other = (first, last) if _is_family(first) else (last, first)
    if folded(family) in surnames("given_as_well") and folded(other) in surnames("rarer"):
        return ""
    return "familyFirst" if family == first else "givenFirst"


def _are_nothing_but_syllables(first: list[str], last: str) -> bool:
    """Three syllables, none of them a known family name, are a name in either order."""
    if len(first) != 2 or _is_family(first[0]) or _is_family(last) or folded(first[0]) in given_names():
        return False
    return are_syllables([*first, last]) and min(map(len, (*first, last))) > 1


def _may_be_either(first: list[str], last: str) -> bool:
    """Whether the last word may be the family name as well as the first."""
    is_common = _is_family(last)
    if len(first) > 1 or is_common:
        return is_common
    is_rare = folded(last) in surnames("rarer") or _is_joined(last)  # `Lee Manning`
    return folded(first[0]) in surnames("given_as_well") and is_rare


def _is_joined(word: str) -> bool:
    return is_pinyin(word) and folded(word) not in given_names()


def _is_family(word: str) -> bool:
    return folded(word).replace("đ", "d") in surnames("latin")


def _adds_name_in_front(first: list[str], last: str) -> bool:
    """`Grace Tan Wei Ling`: a Western name in front of a whole one."""
    if len(first) != 3 or _is_family(first[0]):
        return False
    return _is_family(first[1]) and are_syllables([first[2], last]) and not is_syllables(first[0])
