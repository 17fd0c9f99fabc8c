"""How a header is made of words: objects, nouns, qualifiers, and words that say of whom it speaks."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from easycrm.header_pieces import Kind, Lexicon, Meaning, parted

SOMEBODY_ELSE, PAYER, THING, COMPANY, PERSON = "somebodyElse", "payer", "thing", "company", "person"
BILLING = "billing"

_SPECIFIC = ("fax", "email", "mobile", "phone", "firstName", "lastName", "title", "country", "fullName", "company")
"""What a header with several objects holds: the first of them. `Company phone` is a phone."""

_NOUNS_OF = {"fax": ("fax", "phone"), "mobile": ("mobile", "phone")}
"""By object: whose nouns may stand beside it, if not its own alone."""

_REACHING = frozenset({"fax", "email", "mobile", "phone"})
_ORDER = ("second", "home", "direct", "switchboard", "work", "main")
"""Which of several qualifiers counts: the first."""

_QUALIFIED = {
    "email": {"second": "otherEmail", "home": "otherEmail", "switchboard": "companyEmail"},
    "phone": {"second": "otherPhone", "home": "homePhone", "direct": "directPhone", "switchboard": "companyPhone"},
    "mobile": {"second": "otherPhone"},
    "fullName": {"switchboard": "company", "work": "company", "second": "", "home": ""},
    "firstName": {"second": ""},
    "lastName": {"second": ""},
    "title": {"second": "", "home": ""},
    "company": {"second": "", "home": ""},
}
"""By object: the key that a qualifier makes of it, `""` for none. What is not listed leaves the object what it is."""


class HeaderReading(NamedTuple):
    """What the words of a header say.

    `key`: what its column holds, a key of the vocabulary, or None. `whose`: of whom it speaks: `person`, `company`,
    `somebodyElse`, `payer` (who is the lead if nobody else is), `billing` (of an address, whosever it is), `thing`, or
    `""` where its words leave that open. `number`: which of several, `Phone 2`; 0 for none.
    `exact`: whether all of its words are known and fit together. `objects`: all that its words say a column may hold.
    """

    key: str | None
    whose: str
    exact: bool
    objects: tuple[str, ...] = ()
    number: int = 0


NOTHING = HeaderReading(None, "", exact=False)


def read_words(words: Sequence[str], lexicon: Lexicon) -> HeaderReading:
    """What the words of a header mean together."""
    pieces = parted(words, lexicon)
    return _together([piece for piece in pieces if piece], all(pieces)) if any(pieces) else NOTHING


def says_whose_alone(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words name the person, and nothing that a column could hold: `Contact`, `Name of the guest`."""
    return _names_the_person(parted(words, lexicon))


def _names_the_person(pieces: Sequence[Collection[Meaning]]) -> bool:
    """Whether pieces name the person and nothing else: `Patient`, `Our guest`."""
    naming = [piece for piece in pieces if may_be_the_person(piece)]
    return bool(naming) and all(may_be_the_person(piece) or Meaning("filler") in piece for piece in pieces)


def _together(pieces: Sequence[Collection[Meaning]], all_known: bool) -> HeaderReading:
    objects = _objects(pieces)
    ordered = tuple(name for name in _SPECIFIC if name in objects)
    whose = _whose(pieces)
    all_known = all_known and whose != ""
    item = _main_object(ordered, pieces)
    if not ordered or (item == "fullName" and _only_says_whose(pieces)):
        kinds = _names(pieces, "qualifier") & set(_ORDER)
        if not kinds and whose == PERSON and any(_is_attribute(piece, "") for piece in pieces):
            return HeaderReading(None, THING, exact=all_known, objects=ordered)  # `Customer ID`, `Attendee #`
        key = _qualified("phone", kinds) if all_known and kinds else None  # `Work` over numbers is a phone
        whose = COMPANY if key == "companyPhone" else whose
        is_named = whose in (SOMEBODY_ELSE, PAYER, BILLING, THING)
        may_name = ("fullName",) if key is None and all_known and _names_the_person(pieces) else ()
        is_exact = all_known and is_named  # a person's name may be made of such words, and heads no column
        key = None if is_exact else key
        return HeaderReading(key, whose if all_known or is_named else "", is_exact, may_name)
    if item is None:
        return HeaderReading(None, whose if all_known else "", exact=False, objects=ordered)
    kinds = _qualifiers(pieces, item)
    if whose in (SOMEBODY_ELSE, PAYER) or (whose == BILLING and not _speaks_of_attribute(pieces, item)):
        return HeaderReading(_qualified(item, kinds) or item, whose, all_known, ordered)
    if whose == THING or _speaks_of_attribute(pieces, item):
        return HeaderReading(None, THING, all_known, ordered)
    number = max(map(int, _names(pieces, "number")), default=0)
    key = _qualified(item, kinds | ({"second"} if 1 < number < 10 and item not in _REACHING - {"email"} else set()))
    whose = COMPANY if key in ("companyEmail", "companyPhone") else whose
    return HeaderReading(key or None, whose if all_known else "", all_known, ordered, number)


def _objects(pieces: Sequence[Collection[Meaning]]) -> set[str]:
    """What a column may hold. `Nom` is the family name or the whole one; beside other words, the whole."""
    objects = _names(pieces, "object")
    if "firstName" in objects:
        return objects
    whole = Meaning("object", "fullName")
    family = [piece for piece in pieces if Meaning("object", "lastName") in piece]
    return objects - {"lastName"} if family and all(whole in piece for piece in family) else objects


def _only_says_whose(pieces: Sequence[Collection[Meaning]]) -> bool:
    """Whether the words for people in it only say whose: `Contact: Home`."""
    naming = [piece for piece in pieces if Meaning("object", "fullName") in piece]
    qualified = any(meaning.kind == "qualifier" and meaning.name in _ORDER for piece in pieces for meaning in piece)
    return qualified and all(Meaning("qualifier", PERSON) in piece for piece in naming)


def _names(pieces: Sequence[Collection[Meaning]], kind: Kind) -> set[str]:
    return {meaning.name for piece in pieces for meaning in piece if meaning.kind == kind}


def _whose(pieces: Sequence[Collection[Meaning]]) -> str:
    """Of whom the pieces speak; `""` for a word that means the person in one language and somebody else in another."""
    for name in (SOMEBODY_ELSE, PAYER, BILLING, THING):
        speaking = [piece for piece in pieces if Meaning("whose", name) in piece and not _holds_else(piece)]
        if any(not may_be_the_person(piece) for piece in speaking):
            return name
        if speaking and name == SOMEBODY_ELSE:
            return ""
    return PERSON


def may_be_the_person(piece: Collection[Meaning]) -> bool:
    """Whether a piece may name the person, whatever else it may be."""
    return bool({Meaning("qualifier", PERSON), Meaning("object", "fullName")} & set(piece))


def _holds_else(piece: Collection[Meaning]) -> bool:
    """Whether it also says that a column holds something else than a name: `pais` are parents in one language only."""
    return any(meaning.kind == "object" and meaning.name != "fullName" for meaning in piece)


def _main_object(objects: Sequence[str], pieces: Sequence[Collection[Meaning]]) -> str | None:
    """Which of the objects a header is about; None where two of them contradict each other."""
    if not objects:
        return None
    first, *others = objects
    if "country" in objects and first in _REACHING:
        return None
    if first in ("email", "mobile", "phone") and ("email" in others or ("phone" in others and first == "email")):
        return None
    if {"firstName", "lastName"} <= {first, *others}:
        return "fullName"
    if first == "title" and "country" in others:
        return "country"
    if first == "fullName" and "company" in others:
        return "company" if _is_persons_company(pieces) else None
    return first


def _is_persons_company(pieces: Sequence[Collection[Meaning]]) -> bool:
    """Whether a word for people only says whose company it is: `Contact company`, and not `Company contact`."""
    is_last = len(pieces) > 1 and Meaning("object", COMPANY) in pieces[-1] and may_be_the_person(pieces[-2])
    return is_last or any(Meaning("noun", COMPANY) in piece for piece in pieces)


def _qualifiers(pieces: Sequence[Collection[Meaning]], item: str) -> set[str]:
    """The kinds of qualifiers beside an object."""
    beside = [piece for piece in pieces if not any(m.kind == "noun" and m.name == item for m in piece)]
    kinds = _names(beside, "qualifier")
    if item in _REACHING and any(Meaning("object", COMPANY) in piece for piece in beside):
        kinds.add("switchboard")
    return kinds


def _qualified(item: str, kinds: Collection[str]) -> str:
    keys = _QUALIFIED.get(item, {})
    kind = next((kind for kind in _ORDER if kind in kinds), "")
    return keys.get(kind, item)


def _speaks_of_attribute(pieces: Sequence[Collection[Meaning]], item: str) -> bool:
    """Whether it is a column about the object: `Email status`, or `E-mail display name`, where another name is last."""
    names_last = item in _REACHING and Meaning("object", "fullName") in pieces[-1]
    return any(_is_attribute(piece, item) for piece in pieces) or (
        names_last and Meaning("qualifier", PERSON) not in pieces[-1]
    )


def _is_noun_of(meaning: Meaning, item: str) -> bool:
    """Whether it names an object, or changes nothing beside it."""
    return meaning.name == item or (meaning.kind == "noun" and meaning.name in _NOUNS_OF.get(item, ()))


def _is_attribute(piece: Collection[Meaning], item: str) -> bool:
    kinds = {meaning.kind for meaning in piece if meaning.kind not in ("noun", "object") or _is_noun_of(meaning, item)}
    return "other" in kinds and kinds.isdisjoint(("noun", "object", "qualifier", "filler"))
