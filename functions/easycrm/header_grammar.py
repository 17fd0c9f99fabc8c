"""How a header is made of words: objects, nouns, qualifiers, and words that say of whom it speaks."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from easycrm.folding import folded

Kind = Literal["object", "noun", "qualifier", "whose", "filler", "other", "number", "unjoined"]

SOMEBODY_ELSE, PAYER, THING, COMPANY, PERSON = "somebodyElse", "payer", "thing", "company", "person"
BILLING = "billing"

_CAMEL = re.compile(
    r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_NUMBER_SIGN = re.compile(r"#|№|\bn[º°]", re.IGNORECASE)
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LINKS = ("", "s", "n", "en", "es", "er")
_LONGEST_JOINED = 5  # words
_LONGEST_COMPOUND = 40  # letters
_SHORTEST_PIECE = 3
_SHORTEST_END = 4
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


class Meaning(NamedTuple):
    """What a piece of a header may be. `name`: the object, the kind of the qualifier, or of whom it speaks."""

    kind: Kind
    name: str = ""


Lexicon = Mapping[str, Collection[Meaning]]
"""By folded piece without spaces: what it may be."""


UNJOINED = Meaning("unjoined")
"""Of a piece that is one word alone: as several words, as in `direct phone`, these say more one by one."""


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


def split_words(header: str) -> list[str]:
    """The words of a header, folded: case that changes within a word, signs and digits part them.

    >>> split_words("contactFirstName"), split_words("E-mail_2 (work)"), split_words("Attendee #")
    (['contact', 'first', 'name'], ['e', 'mail', '2', 'work'], ['attendee', 'number'])
    """
    text = folded(_CAMEL.sub(" ", _NUMBER_SIGN.sub(" number ", header)))
    return "".join(char if is_of_a_word(char) else " " for char in text).split()


def is_of_a_word(char: str) -> bool:
    """Whether it is a letter, a digit, or a vowel sign, which is a mark to Unicode and part of the word."""
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def read_words(words: Sequence[str], lexicon: Lexicon) -> HeaderReading:
    """What the words of a header mean together."""
    pieces = list(_pieces(words, lexicon))
    return _together([piece for piece in pieces if piece], all(pieces)) if any(pieces) else NOTHING


def says_whose_alone(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words name the person, and nothing that a column could hold: `Contact`, `Name of the guest`."""
    pieces = list(_pieces(words, lexicon))
    return bool(pieces) and all(may_be_the_person(piece) or Meaning("filler") in piece for piece in pieces)


def _pieces(words: Sequence[str], lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    """What each piece may be, empty for unknown words: as many words as are known together are one piece."""
    at = 0
    while at < len(words):
        size = next((size for size in range(_LONGEST_JOINED, 0, -1) if _is_piece(words[at : at + size], lexicon)), 0)
        if size:
            yield lexicon["".join(words[at : at + size])]
        elif words[at].isdigit():
            yield [Meaning("number", words[at])]
        else:
            yield from _of_compound(words[at], lexicon)
        at += size or 1


def _is_piece(words: Sequence[str], lexicon: Lexicon) -> bool:
    known = lexicon.get("".join(words), ())
    return bool(known) and (len(words) == 1 or UNJOINED not in known)


def _of_compound(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    """The pieces of one long word, such as `Kontaktnachname` or `公司电话`, or an unknown one."""
    unspaced = bool(_UNSPACED.search(word))
    parts = _parted(word, lexicon, 1 if unspaced else _SHORTEST_PIECE) if len(word) <= _LONGEST_COMPOUND else None
    if parts is not None:
        yield from parts
        return
    yield ()
    yield from _known_in(word, lexicon) if unspaced else _known_end(word, lexicon)


def _parted(word: str, lexicon: Lexicon, shortest: int) -> list[Collection[Meaning]] | None:
    """The fewest known pieces that make the whole word; None if there are none."""
    best: list[list[Collection[Meaning]] | None] = [[], *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - shortest), -1, -1):
            before, piece = best[start], word[start:end]
            known = before is not None and (lexicon.get(piece) or _linked(piece, lexicon, shortest, end == len(word)))
            if before is not None and known and (best[end] is None or len(before) + 1 <= len(best[end] or ())):
                best[end] = [*before, known]
    return best[-1]


def _linked(piece: str, lexicon: Lexicon, shortest: int, last: bool) -> Collection[Meaning] | None:
    """A piece with the letters that link it to the next one: `Kontaktsname`."""
    if last or shortest == 1:
        return None
    stems = (piece.removesuffix(link) for link in _LINKS if link and piece.endswith(link))
    return next((lexicon[stem] for stem in stems if len(stem) > _SHORTEST_PIECE and stem in lexicon), None)


def _known_in(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    at = 0
    while at < len(word):
        size = next((size for size in range(8, 0, -1) if word[at : at + size] in lexicon), 0)
        if size > 1 or (size and _is_object(lexicon[word[at]])):
            yield lexicon[word[at : at + size]]
        at += size or 1


def _known_end(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    """The object that an unknown compound ends with, as in `Betreuertelefon`."""
    ends = (lexicon.get(word[at:], ()) for at in range(1, len(word) - _SHORTEST_END + 1))
    yield from [next((piece for piece in ends if _is_object(piece)), ())]


def _is_object(piece: Collection[Meaning]) -> bool:
    return any(meaning.kind == "object" for meaning in piece)


def _together(pieces: Sequence[Collection[Meaning]], all_known: bool) -> HeaderReading:
    objects = _names(pieces, "object")
    ordered = tuple(name for name in _SPECIFIC if name in objects)
    whose = _whose(pieces)
    all_known = all_known and whose != ""
    item = _main_object(ordered, pieces)
    if not ordered or (item == "fullName" and _only_says_whose(pieces)):
        kinds = _names(pieces, "qualifier") & set(_ORDER)
        key = _qualified("phone", kinds) if all_known and kinds else None  # `Work` over numbers is a phone
        is_named = whose in (SOMEBODY_ELSE, PAYER, BILLING, THING)
        return HeaderReading(key, whose if all_known or is_named else "", exact=all_known and is_named)
    if item is None:
        return HeaderReading(None, whose, exact=False, objects=ordered)
    kinds = _qualifiers(pieces, item)
    if whose in (SOMEBODY_ELSE, PAYER) or (whose == BILLING and not _speaks_of_attribute(pieces, item)):
        return HeaderReading(_qualified(item, kinds) or item, whose, all_known, ordered)
    if whose == THING or _speaks_of_attribute(pieces, item):
        return HeaderReading(None, THING, all_known, ordered)
    number = max(map(int, _names(pieces, "number")), default=0)
    key = _qualified(item, kinds | ({"second"} if 1 < number < 10 and item not in _REACHING - {"email"} else set()))
    whose = COMPANY if key in ("companyEmail", "companyPhone") else whose
    return HeaderReading(key or None, whose if all_known else "", all_known, ordered, number)


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
        return "company" if any(Meaning("noun", "company") in piece for piece in pieces) else None
    return first


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
