"""Which texts name one company: a key in which legal forms, case, punctuation and accents do not count."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from easycrm.leads.person_names import STROKES

_UNSEEN = str.maketrans(dict.fromkeys("'’‘`´ʼʻ©®™℠\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
"""What is nothing, not even a gap: `O'Brien` is `OBrien`."""
_SIGNS = "+%#@$€£¥"  # `C#` is not `C`
_OF_WORDS = frozenset({"Mn", "Mc", "So"})
_AND = frozenset({"&", "and", "und", "et", "og", "och"})
_BEHIND_AND = frozenset({"co", "company", "cie", "cokg", "cokgaa", "coohg"})
_SPA = re.compile(r"\b(?:SpA|SPA)\b")
"""The legal form. `Spa` is a place to bathe, and part of the name."""
_ACCENTS = frozenset((*range(10, 36), *range(200, 255)))
"""Combining classes of marks that do not count. The others make another letter: those of kana, vowels of Thai."""
_LONGEST = 5  # words of a legal form


@lru_cache(maxsize=20_000)
def company_key(text: str) -> str:
    """What the names of one company have in common; `""` for a text without letters, digits and signs.

    Legal forms at the end and those that stand in front do not count, nor does `The`, unless nothing else is there.
    All words do, `Group` and `Holdings` too; how they are put together does not.

    >>> company_key("Salted Fern Logistics Pte. Ltd."), company_key("SALTED-FERN LOGISTICS"), company_key("AG")
    ('saltedfernlogistics', 'saltedfernlogistics', 'ag')
    >>> company_key("Serenity SpA"), company_key("Serenity Spa")
    ('serenity', 'serenityspa')
    >>> company_key("The Novak & Søn GmbH & Co. KG"), company_key("Novak and Son"), company_key("株式会社ノバク")
    ('novak&son', 'novak&son', 'ノバク')
    """
    plain = _plain(_SPA.sub(" S.p.A. ", text))
    words = _without_front(_without_end(_words(_without_unspaced(plain))))
    return _together(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def legal_forms(name: str) -> Mapping[str, str]:
    """A list of `legal_forms.toml`: by form without case, how it is written."""
    return {form.casefold(): form for form in _lists()[name].split()}


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "legal_forms.toml").read_text(encoding="utf-8"))


@cache
def _forms() -> frozenset[str]:
    """Legal forms at the end of a name, their words as `_words` has them."""
    spelt = [*legal_forms("anywhere"), *legal_forms("at_the_end"), *_lists()["spelt_out"].splitlines()]
    return frozenset(" ".join(_words(_plain(form))) for form in spelt) - {"", "spa"}


@cache
def _lengths() -> Mapping[str, Sequence[int]]:
    """By last word, how many words the legal forms have that end with it, the longest first."""
    lengths = defaultdict[str, set[int]](set)
    for form in _forms():
        lengths[form.rpartition(" ")[2]].add(form.count(" ") + 1)
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


@cache
def _front() -> frozenset[str]:
    return frozenset(map(_plain, legal_forms("in_front")))


@cache
def _unspaced() -> tuple[str, ...]:
    return tuple(sorted(map(_plain, legal_forms("unspaced")), key=len, reverse=True))


def _plain(text: str) -> str:
    """In small letters, without accents."""
    if text.isascii():
        return text.translate(_UNSEEN).lower()
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_UNSEEN)).casefold())
    plain = "".join(char for char in letters if unicodedata.combining(char) not in _ACCENTS)
    return unicodedata.normalize("NFC", plain).translate(STROKES)


def _without_unspaced(plain: str) -> str:
    """A plain text without the legal forms of scripts that put no space before them."""
    forms, plain = _unspaced(), plain.strip()
    while plain.startswith(forms) or plain.endswith(forms):
        rests = [plain.removesuffix(form) for form in forms] + [plain.removeprefix(form) for form in forms]
        rest = next((rest.strip() for rest in rests if rest != plain and _words(rest)), None)
        if rest is None:
            break
        plain = rest
    return plain


def _words(plain: str) -> list[str]:
    """The words of a plain text; letters with dots between them are one word, and keep the dots: `s.a`.

    `&` stands for all words that mean it.
    """
    written = plain.translate(_SPACED)
    if "+" in written:
        written = " ".join(map(_with_plus, written.split()))
    words = [word for part in written.split() for word in (_parted(part) if "." in part else (part,))]
    return ["&" if word in _AND else word for word in words]


def _with_plus(word: str) -> str:
    """`+` between two words is `&`; behind one it belongs to it."""
    parts = word.split("+")
    return " & ".join(parts) if word == "+" or all(parts) else word


def _parted(written: str) -> Iterable[str]:
    """A text without spaces at its dots, but for those between single letters."""
    parts = [part for part in written.split(".") if part]
    for is_letter, run in groupby(parts, key=lambda part: len(part) == 1 and part.isalpha()):
        together = list(run)
        yield from [".".join(together)] if is_letter else together


class _Spaced(dict[int, str]):
    """By character, what it is in a text whose words are told apart by spaces."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_kept = char.isalnum() or char in _SIGNS or (code > 127 and unicodedata.category(char) in _OF_WORDS)
        self[code] = char if is_kept else " "
        return self[code]


_SPACED = _Spaced({ord("&"): " & ", ord("."): ".", ord("/"): "."})


def _without_end(words: list[str]) -> list[str]:
    while len(words) > 1:
        form = _length_of_form(words)
        is_behind_and = words[-form - 1] == "&" and words[-form] not in _BEHIND_AND
        if words[-1] != "&" and (not form or is_behind_and):
            break
        words = words[: -max(form, 1)]
    return words


def _length_of_form(words: Sequence[str]) -> int:
    """How many words the legal form has that ends a name; 0 for none. `s a` is `s.a`, and that may be written `sa`."""
    lengths = _lengths().get(words[-1], ())
    if not lengths and len(words[-1]) > 1 and "." not in words[-1]:
        return 0
    sizes = lengths or range(_LONGEST, 0, -1)
    return next((size for size in sizes if size < len(words) and _is_form(words[-size:])), 0)


def _is_form(words: Sequence[str]) -> bool:
    spaced = " ".join(words)
    letters = spaced.replace(" ", ".") if all(len(word) == 1 for word in words) else spaced
    return not {spaced, letters, letters.replace(".", "")}.isdisjoint(_forms())


def _without_front(words: list[str]) -> list[str]:
    while len(words) > 1 and words[0].replace(".", "") in _front():
        words = words[1:]
    return words


def _together(words: Sequence[str]) -> str:
    """The words as one, a space only where two numbers would become one."""
    words = [word.replace(".", "") for word in words]
    gaps = [" " if one[-1:].isdigit() and other[:1].isdigit() else "" for one, other in pairwise(words)]
    return "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True)) if words else ""
