"""The one vocabulary of headers: what the words of a column's header mean, in the languages of the folder `headers`."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.folding import folded
from easycrm.header_grammar import (
    COMPANY,
    NOTHING,
    PAYER,
    PERSON,
    SOMEBODY_ELSE,
    THING,
    HeaderReading,
    Lexicon,
    Meaning,
    is_of_a_word,
    read_words,
    split_words,
)

_FOLDER = Path(__file__).with_name("headers")
_LONGEST = 60  # letters of a header that is known
_LONGEST_KEPT = 300  # characters; longer texts are not kept for the next who asks
_REMEMBERED = 4096
_LISTS = frozenset({"language", "ordinary", "unspecific", "fillers", "objects", "nouns", "qualifiers", "whose"})
UNSPECIFIC = "unspecific"
"""The key of a word that heads columns and says nothing of what is in them."""

REACHING = frozenset(
    {"email", "otherEmail", "companyEmail", "phone", "directPhone", "mobile", "otherPhone", "homePhone", "companyPhone"}
)
"""Keys of columns that reach a person."""

NAMING = frozenset({"leadId", "firstName", "lastName", "fullName", "company"})
"""Keys of columns that name a person or a company."""

_OBJECTS = ("firstName", "lastName", "title", "company", "email", "phone", "mobile", "fax", "country")
"""Keys whose whole headers may be pieces of a longer one, too: `Lead: Job title`."""

_WHOLE_PIECES = {
    "homePhone": (Meaning("object", "phone"), Meaning("qualifier", "home")),
    "assistant": (Meaning("whose", SOMEBODY_ELSE),),
}
"""Listed objects that say more than what a column holds."""

_TYPO = 0.85  # how close a misspelt word is to a known one, from 0 to 1
_LONG_ENOUGH_FOR_TYPOS = 6


class Vocabulary(NamedTuple):
    """The lists of all languages, with their texts folded.

    `whole`: header -> key; `lexicon`: what each piece of a header may be; `last_words`: the last words of headers of
    all kinds; `ordinary`: headers that are everyday words.
    """

    whole: Mapping[str, str]
    lexicon: Lexicon
    last_words: frozenset[str]
    ordinary: frozenset[str]


def folded_header(header: str) -> str:
    """A header as people mean it.

    >>> folded_header("E-Mail address"), folded_header("Prénom")
    ('emailaddress', 'prenom')
    """
    return "".join(char for char in folded(header) if is_of_a_word(char))


def words_of(header: str) -> str:
    """The words of a header, folded, with a space between two.

    >>> words_of("E-Mail_Address:")
    'e mail address'
    """
    return " ".join("".join(char if is_of_a_word(char) else " " for char in folded(header)).split())


def read_header(header: str) -> HeaderReading:
    """What a header says its column holds, and of whom it speaks: known whole, or by its words.

    >>> read_header("Work E-mail Address")[:3], read_header("Assistant's e-mail")[:3]
    (('email', 'person', True), (None, 'somebodyElse', True))
    >>> read_header("Best phone to call")[:3]
    ('phone', '', False)
    """
    return _remembered(header) if len(header) <= _LONGEST_KEPT else NOTHING


@lru_cache(_REMEMBERED)
def _remembered(header: str) -> HeaderReading:
    vocabulary = _vocabulary()
    by_words = read_words(split_words(header), vocabulary.lexicon)
    key = vocabulary.whole.get(folded_header(header.replace("#", " number "))) if len(header) <= _LONGEST else None
    if key is None:
        return by_words if by_words.exact else _respelt(header) or by_words
    if key in ("remarks", UNSPECIFIC):
        whose = by_words.whose if by_words.whose in (SOMEBODY_ELSE, PAYER) else THING
        return HeaderReading(key, whose, exact=True)
    if key == "assistant":
        return HeaderReading(None, SOMEBODY_ELSE, exact=True, objects=by_words.objects)
    whose = COMPANY if key == "companyPhone" else PERSON
    return HeaderReading(key, whose, exact=True, objects=by_words.objects)


def _respelt(header: str) -> HeaderReading | None:
    """What a header would mean if its unknown words were the known ones that they are close to. Never exact."""
    words = split_words(header)
    lexicon = _vocabulary().lexicon
    spelt = [word if word in lexicon or len(word) < _LONG_ENOUGH_FOR_TYPOS else _close_to(word) for word in words]
    return read_words(spelt, lexicon)._replace(exact=False, whose="") if spelt != words else None


def _close_to(word: str) -> str:
    """The known word that a misspelt one is closest to, among those with its first letter; itself if none is close."""
    possible = [piece for piece in _pieces_by_letter().get(word[0], ()) if abs(len(piece) - len(word)) <= 1]
    return next(iter(get_close_matches(word, possible, n=1, cutoff=_TYPO)), word)


@cache
def _pieces_by_letter() -> Mapping[str, Sequence[str]]:
    by_letter: dict[str, list[str]] = {}
    for piece in _vocabulary().lexicon:
        by_letter.setdefault(piece[0], []).append(piece)
    return by_letter


def meaning_of(header: str) -> str | None:
    """The key that a header is known by, whole or made of words; None for one that is not, or that speaks of others.

    >>> meaning_of("Work E-mail Address"), meaning_of("Telefon privat"), meaning_of("Assistant's phone")
    ('email', 'homePhone', None)
    """
    reading = read_header(header)
    if not reading.exact or reading.key == UNSPECIFIC or (reading.whose == SOMEBODY_ELSE and reading.key != "remarks"):
        return None
    return reading.key


def is_header(text: str) -> bool:
    """Whether a text is known as a header, if only as one that says nothing of what is in its column.

    Numbers count: `Group 3` is a value.

    >>> is_header("Booth"), is_header("Delegate"), is_header("Booth 3"), is_header("Ida Holm")
    (True, True, False, False)
    """
    reading = read_header(text)
    return reading.exact and (reading.key is not None or bool(reading.objects))


def is_ordinary(header: str) -> bool:
    """Whether a header is an everyday word as well, such as `Last`, `Office` or `Guest`."""
    return folded_header(header) in _vocabulary().ordinary


def objects_in(header: str) -> tuple[str, ...]:
    """The keys of all words in the header that say what a column may hold.

    >>> objects_in("What is your email?"), objects_in("Assistant's phone")
    (('email',), ('phone',))
    """
    return read_header(header).objects


def reaches(header: str) -> bool:
    """Whether a header, or a word of it, says that its column reaches somebody: an email or a phone number.

    >>> reaches("Handynummer"), reaches("Best phone to call"), reaches("Office")
    (True, True, False)
    """
    if meaning_of(header) in REACHING:
        return not is_ordinary(header)
    return not REACHING.isdisjoint(objects_in(header))


def has_noun(header: str) -> bool:
    """Whether a word of the header is one of those that headers of all kinds end with: `Date of visit`."""
    return not _vocabulary().last_words.isdisjoint(words_of(header).split())


@cache
def headers_of(key: str) -> tuple[str, ...]:
    """The English headers of a key that are listed whole or are its objects, and no everyday words: how people call it.

    >>> headers_of("lastName")
    ('last name', 'surname', 'family name', 'lname', 'second name')
    """
    english = _languages()["en"]
    known = map(words_of, (*english.get(key, ()), *english["objects"].get(key, ())))
    return tuple(dict.fromkeys(header for header in known if not is_ordinary(header)))


def languages() -> tuple[str, ...]:
    """The languages of the vocabulary, in English."""
    return tuple(section["language"] for section in _languages().values())


@cache
def _languages() -> dict[str, dict[str, Any]]:
    """By code, a file for each; English first, because where two languages differ the later one is heard."""
    files = sorted(_FOLDER.glob("*.toml"), key=lambda file: (file.stem != "en", file.stem))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def _vocabulary() -> Vocabulary:
    sections = _languages().values()
    whole = {folded_header(word): UNSPECIFIC for section in sections for word in section.get(UNSPECIFIC, ())}
    for section in sections:
        for key in section.keys() - _LISTS:
            whole |= {folded_header(header): key for header in section[key]}
    return Vocabulary(
        whole=whole,
        lexicon=_lexicon(),
        last_words=frozenset(words_of(word) for section in sections for word in section["nouns"]["other"]),
        ordinary=frozenset(folded_header(word) for section in sections for word in section["ordinary"]),
    )


def _lexicon() -> Lexicon:
    lexicon: dict[str, set[Meaning]] = {}
    for section in _languages().values():
        ordinary = {folded_header(word) for word in section["ordinary"]}
        for meaning, word in _pieces_of(section):
            piece = "".join(split_words(word))
            if piece and not (meaning.kind == "object" and piece in ordinary and word not in _listed_objects(section)):
                lexicon.setdefault(piece, set()).add(meaning)
    hiding = [piece for piece, spaced in _spaced_nouns().items() if _hides_an_object(lexicon[piece], spaced, lexicon)]
    return {piece: meanings for piece, meanings in lexicon.items() if piece not in hiding}


def _spaced_nouns() -> dict[str, list[str]]:
    """The words of the nouns of several words, by piece."""
    nouns = (
        split_words(word) for section in _languages().values() for words in section["nouns"].values() for word in words
    )
    return {"".join(words): words for words in nouns if len(words) > 1}


def _hides_an_object(meanings: Collection[Meaning], words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a piece is a noun alone, whose words mean more when they are read one by one: `số điện thoại`."""
    if any(meaning.kind != "noun" for meaning in meanings):
        return False
    runs = ("".join(words[first:last]) for first, last in combinations(range(len(words) + 1), 2))
    shorter = {run: lexicon[run] for run in runs if run in lexicon and run != "".join(words)}
    return bool(read_words(words, shorter).objects)


def _listed_objects(section: Mapping[str, Any]) -> set[str]:
    return {word for words in section["objects"].values() for word in words}


def _pieces_of(section: Mapping[str, Any]) -> Iterator[tuple[Meaning, str]]:
    """Every piece that a language's lists name, with what it may be."""
    yield from (
        (Meaning("object", key), word)
        for key in _OBJECTS
        for word in section.get(key, ())
        if len(word) > 1 and not word[-1].isdigit()
    )
    for key, words in section["objects"].items():
        yield from ((meaning, word) for word in words for meaning in _WHOLE_PIECES.get(key, (Meaning("object", key),)))
    yield from ((Meaning("qualifier", kind), word) for kind, words in section["qualifiers"].items() for word in words)
    yield from ((Meaning("whose", name), word) for name, words in section.get("whose", {}).items() for word in words)
    yield from ((Meaning("filler"), word) for word in section.get("fillers", ()))
    yield from ((Meaning("other"), word) for word in (*section.get("remarks", ()), *section.get(UNSPECIFIC, ())))
    for key, words in section["nouns"].items():
        yield from ((Meaning("other") if key == "other" else Meaning("noun", key), word) for word in words)
