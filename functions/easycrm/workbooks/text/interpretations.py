"""What bytes may mean: the ways to read the words of a list, the likeliest first."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from easycrm.workbooks.text.known_encodings import ENCODINGS, RARE_LANGUAGES, Encoding, is_spoken
from easycrm.workbooks.text.letters import WordCost, word_cost

_CELL = re.compile(rb'[^,;\t"\r\n]*[\x80-\xff][^,;\t"\r\n]*')
_WORD = re.compile(rb"[^ ]+")
_CELLS = 200
_CELL_BYTES = 100
_OTHER_LANGUAGE = 8
"""How surprising a word of another language is in a list, in nats."""
_MARGIN = 7
"""By how many nats a reading has to be likelier than one of other letters: about a thousand times."""
_MOST_ODD = 0.25
"""What share of the foreign characters may be out of place."""
_MOST_NATS = 5.5
"""What is more surprising than this, for each byte, is no text."""
_CHOICES = 5
_OF_THESE_DAYS = 2
"""The rarity of what programs still write: the encodings of Windows and those of East Asia."""
_RARITIES = {encoding.codec: encoding.rarity or 0 for encoding in ENCODINGS.values()}


class Interpretation(NamedTuple):
    """The words under one encoding, and the language that most of them are in.

    `cost`: how surprising that is, in nats; `is_sensible`: whether it is like text at all.
    """

    cost: int
    codec: str
    language: str
    words: tuple[str, ...]
    is_sensible: bool


def foreign_cells(sample: bytes) -> list[bytes]:
    """The different cells that are not ASCII, first those with bytes that are in none before.

    Whatever the encoding, a comma, semicolon, tab or quote is no part of another character.
    """
    cells = dict.fromkeys(cell.strip()[:_CELL_BYTES] for cell in _CELL.findall(sample))
    seen: set[int] = set()
    telling = []
    for cell in cells:
        if not seen.issuperset(cell):
            seen.update(cell)
            telling.append(cell)
    return list(dict.fromkeys([*telling, *cells]))[:_CELLS]


def interpretations(cells: Sequence[bytes]) -> list[Interpretation]:
    """Every way to read the cells, the likeliest first; of those with the same letters, the usual encoding first."""
    words = list(dict.fromkeys(word for cell in cells for word in _WORD.findall(cell)))
    ways = sorted(_interpreted(words))
    first: dict[tuple[str, ...], Interpretation] = {}
    for one in ways:
        first.setdefault(one.words, one)
    return sorted(ways, key=lambda one: (first[one.words].cost, one.words, _RARITIES[one.codec]))


def decided(ways: Sequence[Interpretation], country: str) -> str | None:
    """The codec of the reading that is right, or, if two are about as likely, the one of the upload's country."""
    rivals = _rivals(ways)
    if len(rivals) > 1:
        rivals = [one for one in rivals if is_spoken(one.language, country)]
    return rivals[0].codec if len(rivals) == 1 else None


def choices(ways: Sequence[Interpretation]) -> list[Interpretation]:
    """The readings of different letters that somebody who knows the list should look at."""
    return list(_different(one for one in ways if one.is_sensible))[:_CHOICES]


def _rivals(ways: Sequence[Interpretation]) -> list[Interpretation]:
    """The likeliest reading, and those of other letters that are not much less likely; none if it makes no sense.

    Of a single word, `€` or `Citroën`, an encoding of DOS or the Macintosh is always about as likely, but not as usual:
    where the likeliest encoding is the most usual one, those that no program of these days writes are no rivals.
    """
    if not ways or not ways[0].is_sensible:
        return []
    near = (one for one in ways if one.cost < ways[0].cost + _MARGIN and one.is_sensible)
    if _RARITIES[ways[0].codec] == 0:
        near = (one for one in near if _RARITIES[one.codec] <= _OF_THESE_DAYS)
    return list(_different(near))


def _different(ways: Iterator[Interpretation]) -> Iterator[Interpretation]:
    seen = set()
    for one in ways:
        if one.words not in seen:
            seen.add(one.words)
            yield one


def _interpreted(words: Sequence[bytes]) -> Iterator[Interpretation]:
    for encoding in ENCODINGS.values():
        if encoding.rarity is not None:
            try:
                decoded = tuple(word.decode(encoding.codec) for word in words)
            except UnicodeDecodeError:
                continue
            yield _likeliest(encoding, decoded)


def _likeliest(encoding: Encoding, words: tuple[str, ...]) -> Interpretation:
    """The words in the language that most of them are in; single ones may be of another."""
    costs = {language: [word_cost(word, language) for word in words] for language in encoding.languages}
    cheapest = [
        min(
            cost.dearer(_OTHER_LANGUAGE + RARE_LANGUAGES.get(language, 0))
            for language, cost in zip(costs, column, strict=True)
        )
        for column in zip(*costs.values(), strict=True)
    ]
    size = sum(len(word.encode(encoding.codec)) for word in words)
    return min(
        _interpretation(encoding, language, words, list(map(min, column, cheapest)), size)
        for language, column in costs.items()
    )


def _interpretation(
    encoding: Encoding, language: str, words: tuple[str, ...], costs: Sequence[WordCost], size: int
) -> Interpretation:
    nats = sum(cost.nats for cost in costs) + (encoding.rarity or 0) + RARE_LANGUAGES.get(language, 0)
    fits = sum(cost.odd for cost in costs) <= _MOST_ODD * sum(cost.foreign for cost in costs)
    return Interpretation(nats, encoding.codec, language, words, fits and nats <= _MOST_NATS * size)
