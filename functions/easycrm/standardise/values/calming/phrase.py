"""Titles and companies as a letter would have them: one line, without quotes, calmed where all of it shouts."""

import re
from collections.abc import Sequence
from functools import lru_cache

from easycrm.bounds import NAMED_CHARACTERS
from easycrm.folding import folded
from easycrm.leads.companies import legal_forms
from easycrm.standardise.values.calming.capitals import (
    has_vowel,
    is_unclear,
    letters_in,
    lowered,
    spellings,
    spelt,
    with_case_of,
)
from easycrm.standardise.values.word_lists import surnames

_PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’", "`": "`"}
_AROUND = ".,;:!?()[]{}\"'“”„«»"
_JOINED = re.compile(r"[.&+/@]")
_ELIDED = re.compile(r"(?<![^\W\d_])(?:[DL]|QU)(?=['’][^\W\d_]{2})")
_AND = frozenset({"&", "+", "AND", "ET", "UND", "Y", "E"})
_BEHIND_AND = frozenset({"co"})
_SHORT = 3
_LONGEST_ACRONYM = 5


def cleaned(text: str) -> str:
    """One line without outer quotes.

    >>> cleaned('"Novak  Optics"')
    'Novak Optics'
    """
    text = " ".join(text.split())
    while len(text) > 2 and _PAIRS.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def calm_title(title: str) -> str:
    """A title that is all capitals, with those of a letter; abbreviations keep theirs.

    >>> calm_title("HEAD OF SALES"), calm_title("VP SALES EMEA"), calm_title("Head of SALES")
    ('Head of Sales', 'VP Sales EMEA', 'Head of SALES')
    """
    return _calm_title(title) if _shouts(title) else title


@lru_cache(maxsize=20_000)
def _calm_title(title: str) -> str:
    words = title.split(" ")
    words = [_word(word, is_inside=0 < at < len(words) - 1) for at, word in enumerate(words)]
    return " ".join([words[0], *(_ELIDED.sub(lambda match: match.group().lower(), word) for word in words[1:])])


def calm_company(company: str) -> str:
    """A company that is all capitals, with those of a letter, legal forms as they are usually written.

    One word alone stays: it may be an abbreviation or a brand. So does a short one before a legal form.

    >>> calm_company("NOVAK OPTICS PTE. LTD."), calm_company("SAP GMBH & CO. KG"), calm_company("NORD")
    ('Novak Optics Pte. Ltd.', 'SAP GmbH & Co. KG', 'NORD')
    """
    return _calm_company(company) if _shouts(company) else company


def _shouts(text: str) -> bool:
    return text.isupper() and len(text) <= NAMED_CHARACTERS and not is_unclear(text)


@lru_cache(maxsize=20_000)
def _calm_company(company: str) -> str:
    words = company.split(" ")
    forms = _legal_forms(words)
    names = [at for at, word in enumerate(words) if at not in forms and word not in _AND and letters_in(word)]
    kept = names if len(names) == 1 and _may_be_brand(words, names[0], alone=not forms) else []
    last = names[-1] if names else 0
    return " ".join(
        _legal_form(word) if at in forms else word if at in kept else _word(word, _is_inside(words, at, last))
        for at, word in enumerate(words)
    )


def _may_be_brand(words: Sequence[str], at: int, alone: bool) -> bool:
    """Whether the only word of a company may be meant to be capitals; `Novak & Co` is a name."""
    is_short = alone or len(words[at]) <= _LONGEST_ACRONYM
    return is_short and len(letters_in(words[at])) == 1 and not _AND.intersection(words[at + 1 : at + 2])


def _is_inside(words: Sequence[str], at: int, last: int) -> bool:
    """Whether a word is neither the first nor the last of the name, but `and` before a legal form is inside."""
    return at > 0 and (at < last or (at + 1 < len(words) and words[at] in _AND))


@lru_cache(maxsize=20_000)
def _word(word: str, is_inside: bool) -> str:
    """A word of a title or company that is all capitals."""
    core = word.strip(_AROUND)
    small = core.casefold()
    if small in spellings("abbreviations"):
        return with_case_of(word, spellings("abbreviations")[small])
    if small in spellings("small_words") and is_inside and word[0] not in "([{":
        return lowered(word)
    if any(map(str.isdigit, word)) or small in spellings("acronyms"):
        return word
    if _JOINED.search(core) and all(len(letters) <= _SHORT for letters in letters_in(core)):
        return word
    return spelt(word, _may_be_abbreviation)


def _may_be_abbreviation(letters: str) -> bool:
    """What cannot be spoken, or is short and no word."""
    small = letters.casefold()
    if len(small) == 1:
        return True
    if small in spellings("acronyms") or not has_vowel(small):
        return True
    is_word = any(small in spellings(name) for name in ("short_words", "small_words", "abbreviations"))
    return len(small) <= _SHORT and not is_word and folded(small) not in surnames("latin")


def _legal_forms(words: Sequence[str]) -> set[int]:
    """Where the legal forms are; a word that may be another word is one if nothing but such forms comes behind it."""
    sure, likely = legal_forms("anywhere"), legal_forms("at_the_end")
    forms, ends = set(), True
    for at in range(len(words) - 1, 0, -1):
        key = _key(words[at])
        is_joined = words[at - 1] in _AND and key not in _BEHIND_AND
        if key in sure or (key in likely and ends and not is_joined):
            forms.add(at)
        ends = ends and (key in sure or key in likely or words[at] in _AND)
    return forms


def _legal_form(word: str) -> str:
    key = _key(word)
    written = legal_forms("anywhere").get(key) or legal_forms("at_the_end")[key]
    return with_case_of(word, written)


def _key(word: str) -> str:
    return word.strip("()[],;").rstrip(".").casefold()
