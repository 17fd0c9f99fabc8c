"""The one vocabulary of headers: what the words of a column's header mean, in the languages of the folder `headers`."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.folding import folded

_FOLDER = Path(__file__).with_name("headers")
_LONGEST = 60  # letters of a header that is known
_LONGEST_KEPT = 300  # characters; longer texts are not kept for the next who asks
_REMEMBERED = 4096
_LIST_NUMBER = re.compile(r"\D\d$")
_LISTS = frozenset({"language", "ordinary", "unspecific", "objects", "nouns", "qualifiers"})
UNSPECIFIC = "unspecific"
"""The key of a word that heads columns and says nothing of what is in them."""

REACHING = frozenset({"email", "otherEmail", "phone", "mobile", "homePhone"})
"""Keys of columns that reach a person."""

NAMING = frozenset({"leadId", "firstName", "lastName", "fullName", "company"})
"""Keys of columns that name a person or a company."""

_QUALIFIED = {
    "email": {"work": "email", "main": "email", "person": "email", "home": "otherEmail", "second": "otherEmail"},
    "phone": {"work": "phone", "main": "phone", "person": "phone", "home": "homePhone", "second": "mobile"},
    "mobile": {"work": "mobile", "main": "mobile", "person": "mobile"},
    "fax": {},
    "company": {},
    "fullName": {"person": "fullName"},
}
"""By object: the key that each kind of qualifier makes of it. Without a qualifier the object is the key."""

_NOUNS_OF = {"fax": "phone"}
_EVERYWHERE = ("email", "fax")
"""Objects whose English words stand in headers of all languages."""


class Vocabulary(NamedTuple):
    """The files of the folder `headers` with their texts folded.

    `whole`: header -> key; `objects`: object, as it stands in headers made of words -> key; `nouns` and `qualifiers`:
    by object and by kind; `hints`: words that hint at a key inside of a longer header -> key; `last_words`: the last
    words of headers of all kinds; `ordinary`: headers that are everyday words.
    """

    whole: Mapping[str, str]
    objects: Mapping[str, str]
    nouns: Mapping[str, frozenset[str]]
    qualifiers: Mapping[str, str]
    hints: Mapping[str, str]
    last_words: frozenset[str]
    ordinary: frozenset[str]


def folded_header(header: str) -> str:
    """A header as people mean it.

    >>> folded_header("E-Mail address"), folded_header("Prénom")
    ('emailaddress', 'prenom')
    """
    return "".join(char for char in folded(header) if char.isalnum())


def words_of(header: str) -> str:
    """The words of a header, folded, with a space between two.

    >>> words_of("E-Mail_Address:")
    'e mail address'
    """
    return " ".join("".join(char if char.isalnum() else " " for char in folded(header)).split())


def meaning_of(header: str) -> str | None:
    """The key of the vocabulary that a header is known by, whole or made of words; None for one that is not known.

    A number at its end makes no difference.

    >>> meaning_of("Work E-mail Address"), meaning_of("Telefon privat"), meaning_of("Phone 3"), meaning_of("Kuku")
    ('email', 'homePhone', 'phone', None)
    """
    key = _key_of(header) or (_key_of(header.strip()[:-1]) if _LIST_NUMBER.search(header.strip()) else None)
    return None if key == UNSPECIFIC else key


def is_header(text: str) -> bool:
    """Whether a text is known as a header, if only as one that says nothing of what is in its column.

    Numbers count: `Group 3` is a value.

    >>> is_header("Booth"), is_header("Delegate"), is_header("Booth 3"), is_header("Ida Holm")
    (True, True, False, False)
    """
    return _key_of(text) is not None


def _key_of(header: str) -> str | None:
    return _remembered_key(header) if len(header) <= _LONGEST_KEPT else None


@lru_cache(_REMEMBERED)
def _remembered_key(header: str) -> str | None:
    return _meaning(folded_header(header))


def _meaning(text: str) -> str | None:
    if not text or len(text) > _LONGEST:
        return None
    return _vocabulary().whole.get(text) or next(_keys_made_of(text), None)


def made_of_words(header: str) -> str | None:
    """The key of a header by its words alone, as if it were not listed whole.

    >>> made_of_words("Private phone"), made_of_words("Phone of the hotel")
    ('homePhone', None)
    """
    return next(_keys_made_of(folded_header(header)), None)


def _keys_made_of(text: str) -> Iterator[str]:
    """The keys of a folded header that is an object with nouns and at most one qualifier beside it, in any order."""
    vocabulary = _vocabulary()
    for name, item in vocabulary.objects.items():
        before, is_there, after = text.partition(name)
        if is_there:
            kinds = [*_qualifier(before, item), *_qualifier(after, item)]
            if len(kinds) == 2:
                yield from _keys(item, [kind for kind in kinds if kind])


def _keys(item: str, kinds: Sequence[str]) -> Iterator[str]:
    if not kinds and item != "fullName":  # a bare name is listed whole: whose it is depends on the language
        yield item
    elif len(kinds) == 1 and kinds[0] in _QUALIFIED[item]:
        yield _QUALIFIED[item][kinds[0]]


def _qualifier(text: str, item: str) -> list[str]:
    """`[kind]` of the qualifier that stands on one side of an object, `[""]` for nouns or nothing, `[]` otherwise."""
    vocabulary = _vocabulary()
    if not text or text in vocabulary.qualifiers:
        return [vocabulary.qualifiers.get(text, "")]
    nouns = vocabulary.nouns[item]
    shorter = {text.removeprefix(noun) for noun in nouns} | {text.removesuffix(noun) for noun in nouns}
    return next((kind for rest in sorted(shorter - {text}) if (kind := _qualifier(rest, item))), [])


def is_ordinary(header: str) -> bool:
    """Whether a header is an everyday word as well, such as `Last`, `Office` or `Guest`."""
    return folded_header(header) in _vocabulary().ordinary


def objects_in(header: str) -> tuple[str, ...]:
    """The keys of all words in the header that say what a column holds, in the order of the vocabulary.

    >>> objects_in("What is your email?"), objects_in("Assistant's phone")
    (('email',), ('phone', 'assistant'))
    """
    return _remembered_objects(header) if len(header) <= _LONGEST_KEPT else _objects_in(header)


def _objects_in(header: str) -> tuple[str, ...]:
    spaced = f" {words_of(header)} "
    hints = _vocabulary().hints
    return tuple(dict.fromkeys(hints[word] for word in hints if _stands_in(word, spaced)))


_remembered_objects = lru_cache(_REMEMBERED)(_objects_in)


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


def _stands_in(word: str, spaced: str) -> bool:
    """Whether a word stands in a text; in scripts without spaces between words it may stand anywhere."""
    return (f" {word} " if word.isascii() else word) in spaced


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
def all_headers() -> Mapping[str, str]:
    """Every folded header -> key, what two words of one language make among them: what a misspelt one is close to."""
    made = {folded_header(header): key for section in _languages().values() for header, key in _made_of_two(section)}
    return made | {header: key for header, key in _vocabulary().whole.items() if key != UNSPECIFIC}


def _made_of_two(section: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The headers that an object of a language is alone, and with one of its nouns or qualifiers, with their keys."""
    for item, qualified in _QUALIFIED.items():
        names = [*_objects(section, item), *(_objects(_languages()["en"], item) if item in _EVERYWHERE else ())]
        beside = [(word, key) for kind, key in qualified.items() for word in section["qualifiers"].get(kind, ())]
        if item != "fullName":
            yield from ((name, item) for name in names)
            beside += [(noun, item) for noun in section["nouns"].get(_NOUNS_OF.get(item, item), ())]
        for name, (word, key) in product(names, beside):
            yield f"{name} {word}", key
            yield f"{word} {name}", key


def _objects(section: Mapping[str, Any], item: str) -> Sequence[str]:
    """What stands for an object in headers made of words. For a name these are the nouns: a contact's name."""
    words: Sequence[str] = section["nouns" if item == "fullName" else "objects"].get(item, ())
    return words


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
        objects={
            folded_header(word): item for item in _QUALIFIED for section in sections for word in _objects(section, item)
        },
        nouns={item: _folded(sections, "nouns", _NOUNS_OF.get(item, item)) for item in _QUALIFIED},
        qualifiers={
            folded_header(word): kind
            for section in sections
            for kind, words in section["qualifiers"].items()
            for word in words
        },
        hints={
            words_of(word): key for section in sections for key, words in section["objects"].items() for word in words
        },
        last_words=frozenset(words_of(word) for section in sections for word in section["nouns"]["other"]),
        ordinary=frozenset(folded_header(word) for section in sections for word in section["ordinary"]),
    )


def _folded(sections: Iterable[Mapping[str, Any]], lists: str, name: str) -> frozenset[str]:
    return frozenset(folded_header(word) for section in sections for word in section[lists].get(name, ()))
