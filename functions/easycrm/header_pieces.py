"""A header parted into pieces: words, joined or alone, and parts of compounds, with what each may mean."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from easycrm.folding import folded

Kind = Literal["object", "noun", "qualifier", "whose", "filler", "other", "number", "unjoined"]

_CAMEL = re.compile(
    r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_PLUS_ONE = re.compile(r"^\s*\+\s*1\b")
_NUMBER_SIGN = re.compile(r"#|№|\bn[º°]", re.IGNORECASE)
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LINKS = ("", "s", "n", "en", "es", "er")
_LONGEST_JOINED = 5  # words
_LONGEST_COMPOUND = 40  # letters
_SHORTEST_PIECE = 3
_SHORTEST_LAST = 2  # `Faxnr`
_SHORTEST_END = 4


class Meaning(NamedTuple):
    """What a piece of a header may be. `name`: the object, the kind of the qualifier, or of whom it speaks."""

    kind: Kind
    name: str = ""


Lexicon = Mapping[str, Collection[Meaning]]
"""By folded piece without spaces: what it may be."""


UNJOINED = Meaning("unjoined")
"""Of a piece that is one word alone: as several words, as in `direct phone`, these say more one by one."""


def split_words(header: str) -> list[str]:
    """The words of a header, folded: case that changes within a word, signs and digits part them.

    `+1` before others is who comes along.

    >>> split_words("contactFirstName"), split_words("E-mail_2 (work)"), split_words("Attendee #")
    (['contact', 'first', 'name'], ['e', 'mail', '2', 'work'], ['attendee', 'number'])
    """
    header = _PLUS_ONE.sub("plus one ", header)
    text = folded(_CAMEL.sub(" ", _NUMBER_SIGN.sub(" number ", header)))
    return "".join(char if is_of_a_word(char) else " " for char in text).split()


def is_of_a_word(char: str) -> bool:
    """Whether it is a letter, a digit, or a vowel sign, which is a mark to Unicode and part of the word."""
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def parted(words: Sequence[str], lexicon: Lexicon) -> Sequence[Collection[Meaning]]:
    """What each piece may be, empty for unknown words: the fewest unknown ones, then the fewest pieces."""
    best: list[list[Collection[Meaning]]] = [[]]
    for end in range(1, len(words) + 1):
        first = max(0, end - _LONGEST_JOINED)
        joined = (
            [*best[start], lexicon["".join(words[start:end])]]
            for start in range(first, end)
            if _is_piece(words[start:end], lexicon)
        )
        alone = [] if _is_piece(words[end - 1 : end], lexicon) else [[*best[-1], *_of_word(words[end - 1], lexicon)]]
        best.append(min((*joined, *alone), key=lambda pieces: (pieces.count(()), len(pieces))))
    return best[-1]


def _of_word(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    if word.isdigit():
        yield (Meaning("number", word),)
    else:
        yield from _of_compound(word, lexicon)


def _is_piece(words: Sequence[str], lexicon: Lexicon) -> bool:
    known = lexicon.get("".join(words), ())
    return bool(known) and (len(words) == 1 or UNJOINED not in known)


def _of_compound(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    """The pieces of one long word, such as `Kontaktnachname` or `公司电话`, or an unknown one."""
    unspaced = bool(_UNSPACED.search(word))
    parts = (
        _compound_parted(word, lexicon, 1 if unspaced else _SHORTEST_PIECE) if len(word) <= _LONGEST_COMPOUND else None
    )
    if parts is not None:
        yield from parts
        return
    yield ()
    yield from _known_in(word, lexicon) if unspaced else _known_end(word, lexicon)


def _compound_parted(word: str, lexicon: Lexicon, shortest: int) -> list[Collection[Meaning]] | None:
    """The fewest known pieces that make the whole word; None if there are none."""
    best: list[list[Collection[Meaning]] | None] = [[], *([None] * len(word))]
    for end in range(1, len(word) + 1):
        is_last = end == len(word)
        for start in range(end - (min(shortest, _SHORTEST_LAST) if is_last else shortest), -1, -1):
            before, piece = best[start], word[start:end]
            known = before is not None and (lexicon.get(piece) or _linked(piece, lexicon, shortest, is_last))
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
        if size > 1 or (size and is_object(lexicon[word[at]])):
            yield lexicon[word[at : at + size]]
        at += size or 1


def _known_end(word: str, lexicon: Lexicon) -> Iterator[Collection[Meaning]]:
    """The object that an unknown compound ends with, as in `Betreuertelefon`."""
    ends = (lexicon.get(word[at:], ()) for at in range(1, len(word) - _SHORTEST_END + 1))
    yield from [next((piece for piece in ends if is_object(piece)), ())]


def is_object(piece: Collection[Meaning]) -> bool:
    """Whether a piece may say what a column holds."""
    return any(meaning.kind == "object" for meaning in piece)
