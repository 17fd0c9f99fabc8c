"""The one vocabulary of headers: what the words of a column's header mean, in the languages of the folder `headers`."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache

from easycrm.header_grammar import (
    BILLING,
    COMPANY,
    NOTHING,
    PAYER,
    PERSON,
    SOMEBODY_ELSE,
    THING,
    HeaderReading,
    read_words,
    says_whose_alone,
)
from easycrm.header_pieces import split_words
from easycrm.header_vocabulary import OBJECTS, UNSPECIFIC, folded_header, sections, vocabulary, words_of

_LONGEST = 60  # letters of a header that is known
_LONGEST_KEPT = 300  # characters; longer texts are not kept for the next who asks
_REMEMBERED = 4096

_KINDS = {
    "otherEmail": "email",
    "companyEmail": "email",
    "mobile": "phone",
    "directPhone": "phone",
    "otherPhone": "phone",
    "homePhone": "phone",
    "companyPhone": "phone",
}

REACHING = frozenset({"email", "phone", *_KINDS})
"""Keys of columns that reach a person."""

NAMING = frozenset({"leadId", "firstName", "lastName", "fullName", "company"})
"""Keys of columns that name a person or a company."""

_PARTS = re.compile(r"(.+?)\s*(?:::+|[:/_.]|\s-)\s*([^:/_.]+)$")
_TYPO = 0.85  # how close a misspelt word is to a known one, from 0 to 1
_LONG_ENOUGH_FOR_TYPOS = 6
_LONG_ENOUGH_FOR_SWAPS = 4


def kind_of(key: str | None) -> str | None:
    """The field that a key of the vocabulary is a kind of: `homePhone` is a phone.

    >>> kind_of("homePhone"), kind_of("fullName"), kind_of(None)
    ('phone', 'fullName', None)
    """
    return _KINDS.get(key, key) if key else None


def read_header(header: str) -> HeaderReading:
    """What a header says its column holds, and of whom it speaks: known whole, or by its words.

    >>> read_header("Work E-mail Address")[:3], read_header("Assistant's e-mail")[:3]
    (('email', 'person', True), ('email', 'somebodyElse', True))
    >>> read_header("Best phone to call")[:3]
    ('phone', '', False)
    """
    return _remembered(header) if len(header) <= _LONGEST_KEPT else NOTHING


@lru_cache(_REMEMBERED)
def _remembered(header: str) -> HeaderReading:
    known = vocabulary()
    by_words = read_words(split_words(header), known.lexicon)
    key = known.whole.get(folded_header(header.replace("#", " number "))) if len(header) <= _LONGEST else None
    if key is None:
        return by_words if by_words.exact else _by_last_part(header) or _respelt(header) or by_words
    if key in REACHING and by_words.exact and by_words.key in REACHING:
        return by_words  # which says more: `Direct phone`
    if key in ("remarks", UNSPECIFIC):
        whose = by_words.whose if by_words.whose in (SOMEBODY_ELSE, PAYER, BILLING) else THING
        return HeaderReading(key, whose, exact=True)
    pieces = known.lexicon.get(folded_header(header), ())
    if key == "fullName" and SOMEBODY_ELSE in {meaning.name for meaning in pieces}:
        return HeaderReading(key, "", exact=False, objects=(key,))  # Slovak `host` is a guest
    whose = COMPANY if key == "companyPhone" else PAYER if by_words.whose == PAYER else PERSON
    return HeaderReading(key, whose, exact=True, objects=by_words.objects)


def _by_last_part(header: str) -> HeaderReading | None:
    """What a header means whose last part is known whole, behind words of the person: `Contact: Last`."""
    parts = _PARTS.match(header)
    key = vocabulary().whole.get(folded_header(parts[2])) if parts else None
    if not parts or key not in (*OBJECTS, "fullName"):
        return None
    is_person = says_whose_alone(split_words(parts[1]), vocabulary().lexicon)
    return HeaderReading(key, PERSON, exact=True, objects=(key,)) if is_person else None


def _respelt(header: str) -> HeaderReading | None:
    """What a header would mean if its unknown words were the known ones that they are close to. Never exact."""
    words = split_words(header)
    lexicon = vocabulary().lexicon
    spelt = [word if word in lexicon else _swapped_back(word) or _close_to(word) for word in words]
    return read_words(spelt, lexicon)._replace(exact=False, whose="") if spelt != words else None


def _swapped_back(word: str) -> str:
    """The known word that has two neighbouring letters behind its first the other way round: `phnoe`."""
    places = range(1, len(word) - 1) if len(word) >= _LONG_ENOUGH_FOR_SWAPS else ()
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places)
    return next((known for known in swapped if known in vocabulary().lexicon), "")


def _close_to(word: str) -> str:
    """The known word that a misspelt one is closest to, among those with its first letter; itself if none is close."""
    if len(word) < _LONG_ENOUGH_FOR_TYPOS:
        return word
    possible = [piece for piece in _pieces_by_letter().get(word[0], ()) if abs(len(piece) - len(word)) <= 1]
    return next(iter(get_close_matches(word, possible, n=1, cutoff=_TYPO)), word)


@cache
def _pieces_by_letter() -> Mapping[str, Sequence[str]]:
    by_letter: dict[str, list[str]] = {}
    for piece in vocabulary().lexicon:
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
    return folded_header(header) in vocabulary().ordinary


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
    return not vocabulary().last_words.isdisjoint(words_of(header).split())


@cache
def headers_of(key: str) -> tuple[str, ...]:
    """The English headers of a key that are listed whole or are its objects, and no everyday words: how people call it.

    >>> headers_of("lastName")
    ('last name', 'surname', 'family name', 'lname')
    """
    english = sections()["en"]
    known = map(words_of, (*english.get(key, ()), *english["objects"].get(key, ())))
    return tuple(dict.fromkeys(header for header in known if not is_ordinary(header)))


def languages() -> tuple[str, ...]:
    """The languages of the vocabulary, in English."""
    return tuple(section["language"] for section in sections().values())
