"""The lists of the folder `headers`, a file for each language, as pieces that headers are made of."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from easycrm.folding import folded
from easycrm.header_grammar import read_words
from easycrm.header_pieces import UNJOINED, Lexicon, Meaning, is_of_a_word, split_words

_FOLDER = Path(__file__).with_name("headers")
_LISTS = frozenset({"language", "ordinary", "unspecific", "fillers", "objects", "nouns", "qualifiers", "whose"})
UNSPECIFIC = "unspecific"
"""The key of a word that heads columns and says nothing of what is in them."""

OBJECTS = ("firstName", "lastName", "title", "company", "email", "phone", "mobile", "fax", "country")
"""Keys whose whole headers may be pieces of a longer one, too: `Lead: Job title`."""

_WHOLE_PIECES = {
    "homePhone": (Meaning("object", "phone"), Meaning("qualifier", "home")),
}
"""Listed objects that say more than what a column holds."""


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


@cache
def sections() -> dict[str, dict[str, Any]]:
    """Each language's lists by its code. English is first: where two languages differ, the later one is heard."""
    files = sorted(_FOLDER.glob("*.toml"), key=lambda file: (file.stem != "en", file.stem))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def vocabulary() -> Vocabulary:
    by_language = sections().values()
    whole = {folded_header(word): UNSPECIFIC for section in by_language for word in section.get(UNSPECIFIC, ())}
    for section in by_language:
        for key in section.keys() - _LISTS:
            whole |= {folded_header(header): key for header in section[key]}
    whole.pop("", None)  # `@` alone has no letters
    return Vocabulary(
        whole=whole,
        lexicon=_lexicon(),
        last_words=frozenset(words_of(word) for section in by_language for word in section["nouns"]["other"]),
        ordinary=frozenset(folded_header(word) for section in by_language for word in section["ordinary"]),
    )


def common_headers() -> Iterator[str]:
    """The headers that are listed whole, and the words for what columns hold."""
    for section in sections().values():
        for key in section.keys() - (_LISTS - {UNSPECIFIC}):
            yield from section[key]
        for words in section["objects"].values():
            yield from words


def english_headers(keys: Sequence[str]) -> Iterator[str]:
    """Those of them that are English and of some keys."""
    section = sections()["en"]
    for key in keys:
        yield from (*section.get(key, ()), *section["objects"].get(key, ()))


def _lexicon() -> Lexicon:
    lexicon: dict[str, set[Meaning]] = {}
    for section in sections().values():
        ordinary = {folded_header(word) for word in section["ordinary"]}
        for meaning, word in _pieces_of(section):
            piece = "".join(split_words(word))
            if piece and not (meaning.kind == "object" and piece in ordinary and word not in _listed_objects(section)):
                lexicon.setdefault(piece, set()).add(meaning)
    for piece in [piece for piece, words in _spaced_pieces().items() if _is_made_of_pieces(words, lexicon)]:
        lexicon[piece].add(UNJOINED)
    return lexicon


def _spaced_pieces() -> dict[str, list[str]]:
    """The words of each object and noun of several words, by piece."""
    listed = (
        split_words(word)
        for section in sections().values()
        for meaning, word in _pieces_of(section)
        if meaning.kind in ("object", "noun")
    )
    return {"".join(words): words for words in listed if len(words) > 1}


def _is_made_of_pieces(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the words of a piece mean as much, or more, when they are read one by one: `direct phone`."""
    piece = "".join(words)
    meanings = lexicon.get(piece, ())
    if not meanings or any(meaning.kind not in ("object", "noun") for meaning in meanings):
        return False
    runs = ("".join(words[first:last]) for first, last in combinations(range(len(words) + 1), 2))
    reading = read_words(words, {run: lexicon[run] for run in runs if run in lexicon and run != piece})
    names = {meaning.name for meaning in meanings if meaning.kind == "object"}
    return bool(reading.objects) if not names else reading.exact and set(reading.objects[:1]) == names


def _listed_objects(section: Mapping[str, Any]) -> set[str]:
    return {word for words in section["objects"].values() for word in words}


def _pieces_of(section: Mapping[str, Any]) -> Iterator[tuple[Meaning, str]]:
    """Every piece that a language's lists name, with what it may be."""
    yield from (
        (Meaning("object", key), word)
        for key in OBJECTS
        for word in section.get(key, ())
        if len(word) > 1 and not word[-1].isdigit()
    )
    for key, words in section["objects"].items():
        yield from ((meaning, word) for word in words for meaning in _WHOLE_PIECES.get(key, (Meaning("object", key),)))
    yield from ((Meaning("qualifier", kind), word) for kind, words in section["qualifiers"].items() for word in words)
    yield from ((Meaning("whose", name), word) for name, words in section.get("whose", {}).items() for word in words)
    yield from ((Meaning("filler"), word) for word in section.get("fillers", ()))
    yield from (
        (Meaning("other"), word)
        for word in (*section.get("remarks", ()), *section.get(UNSPECIFIC, ()))
        if not word[-1].isdigit()
    )
    for key, words in section["nouns"].items():
        yield from ((Meaning("other") if key == "other" else Meaning("noun", key), word) for word in words)
