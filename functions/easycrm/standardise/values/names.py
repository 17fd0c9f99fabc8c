"""Full names into first and last names, with nameparser and with what it leaves to its callers."""

import re
from dataclasses import fields
from functools import cache, lru_cache
from typing import NamedTuple

import nameparser
from nameparser import ParsedName, locales, parser_for

from easycrm.folding import folded
from easycrm.standardise.values.word_lists import is_honorific, surnames, words

_HAN = re.compile(r"[\u3005\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_JAPANESE = re.compile(r"([\u3005\u3400-\u9fff]{1,3})([\u3040-\u309f]+)")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_SYLLABLE = re.compile(r"(zh|ch|sh|ts|tz|hs|ng|gw|kw|ph|th|tr|kh|gh|nh|hw|[bcdfghjklmnpqrstvwxyz])?[aeiouwy]{1,3}"
                       r"(ng|nh|ch|ck|n|m|k|p|t|h|r|l)?")  # fmt: skip
_SEVERAL_PEOPLE = re.compile(r"\s(&|and|und|et|y|e|en|/|\+)\s", re.IGNORECASE)
_DEGREES = re.compile(
    r"^((?:(?:Prof|Dr)(?:\.\s*|\s+))+)(?:(?:med|phil|jur|iur|rer|nat|oec|pol|vet|dent|theol|h\. ?c)\.\s*)+"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_VIETNAMESE_MIDDLE = re.compile(r"(Văn|Van) (?=\S+$)")
_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}")
_MAILBOX_WORDS = re.compile(r"[\W\d_]+")
_VOWELS = set("aeiouy")
_LONGEST_UNSPACED = 4
_MOST_WORDS = 7
_LONGEST = 100

_chinese = parser_for(locales.ZH)


class Name(NamedTuple):
    """A name in two parts. `first` holds a name that has one part, or that stays whole because it is not `sure`.

    Honorifics and nicknames are in neither part.
    """

    first: str
    last: str
    sure: bool = True


def split_name(full_name: str, email: str = "") -> Name:
    """A full name, written in either order and any script. Unsure: it stays whole.

    The person's email settles what the name leaves open: `guodong.tan@` says which part of `Tan Guo Dong` is which.

    >>> split_name("Dr. Ana Novak"), split_name("Novak, Ana")
    (Name(first='Ana', last='Novak', sure=True), Name(first='Ana', last='Novak', sure=True))
    >>> split_name("Tan Guo Dong", "guodong.tan@example.com")
    Name(first='Guo Dong', last='Tan', sure=True)
    """
    name = split_alone(full_name)
    return name if name.sure or not email else _as_in_email(name, email)


def _as_in_email(name: Name, email: str) -> Name:
    words_of_name = name.first.split()
    parts = {folded(part) for part in _MAILBOX_WORDS.split(email.partition("@")[0])}
    for family, given in ((words_of_name[0], words_of_name[1:]), (words_of_name[-1], words_of_name[:-1])):
        if folded(family) in parts and folded("".join(given)) in parts:
            return Name(" ".join(given), family)
    return name


@lru_cache(maxsize=20_000)
def split_alone(full_name: str) -> Name:
    """The same with no email to help. Kept in mind, because lists repeat names."""
    text = " ".join(full_name.split())
    is_long = len(text) > _LONGEST or len(text.split()) > _MOST_WORDS
    if is_long or _SEVERAL_PEOPLE.search(text) or text.count(",") > 1:
        return Name(text, "", sure=False)
    bare = _without_honorifics(text)
    if bare != text and _is_family_name(bare):
        return Name("", bare)  # `田中様`
    if is_plain(bare):
        *first, last = bare.split()
        return _ordered(first, last, comma=False)
    east_asian = _HAN.search(bare) or _KANA.search(bare) or _HANGUL.search(bare)
    return _east_asian(bare) if east_asian else _spoken(nameparser.parse(bare), bare)


def _is_family_name(text: str) -> bool:
    """Whether a text without spaces is no more than a family name in its own script."""
    return bool(_HAN.fullmatch(text)) and (text in surnames("japanese") or not _chinese.parse(text).given)


def is_plain(text: str) -> bool:
    """Whether a name is two or three words of Latin letters that nameparser takes for nothing but names.

    Most names are, and reading them without it takes a tenth of the time.
    """
    parts = text.split()
    return 2 <= len(parts) <= 3 and all(_PLAIN.fullmatch(word) and word.lower() not in _vocabulary() for word in parts)


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that nameparser knows as something else than a name."""
    lexicon = nameparser.Lexicon.default()
    known = (getattr(lexicon, field.name) for field in fields(lexicon))
    return frozenset().union(*(words for words in known if isinstance(words, frozenset)))


def _without_honorifics(text: str) -> str:
    """The name without the honorifics that nameparser takes for a part of it."""
    text = " ".join(_DEGREES.sub(r"\1 ", text).split())
    first, _, rest = text.partition(" ")
    if rest and folded(first).strip(".'") in words("leading_honorifics"):
        return re.sub(r"^(sri|seri)\s+(?=\S+\s)", "", rest, flags=re.IGNORECASE)
    ending = next((word for word in words("trailing_honorifics") if folded(text).endswith(word)), "")
    return text[: -len(ending)].strip() or text if ending else text


def _spoken(parsed: ParsedName, text: str) -> Name:
    first = [word for word in parsed.title.split() if not is_honorific(word)]
    first += [*parsed.given.split(), *parsed.middle.split()]
    last, suffixes = parsed.family, parsed.suffix.replace(",", " ").split()
    generation = [word for word in suffixes if folded(word).strip(".") in words("generations")]
    if suffixes and not generation and not last:
        last = " ".join(suffixes)  # `Jack MA` has a family name, not a degree
    if not first and not last:
        return Name(text, "")
    name = _ordered(first, last, comma="," in text)
    if not name.last:
        return name._replace(first=" ".join([name.first, *generation]))
    return name._replace(last=" ".join([name.last, *generation]))


def _ordered(first: list[str], last: str, comma: bool) -> Name:
    """The parts in the order that the name was meant in, where nobody has said it by a comma."""
    if comma:
        return Name(" ".join(first), last)
    words_of_name = [*first, *last.split()]
    if shouted := _shouted_first(words_of_name):
        return Name(" ".join(words_of_name[shouted:]), " ".join(words_of_name[:shouted]))
    if not first or not last:
        return Name(" ".join(first), last)
    patronymic = next((at for at, word in enumerate(first) if at and folded(word) in words("patronymics")), None)
    if patronymic is not None:
        return Name(" ".join(first[:patronymic]), " ".join([*first[patronymic:], last]))
    if len(first) == 1 and folded(first[0]) in surnames("vietnamese") and _VIETNAMESE_MIDDLE.match(last):
        return Name(last, first[0])
    if len(first) > 1 and {folded(first[-1]), folded(last)} <= surnames("spanish"):
        return Name(" ".join(first[:-1]), f"{first[-1]} {last}")
    return _by_family_names(first, last)


def _shouted_first(words_of_name: list[str]) -> int:
    """How many words at the beginning are in capitals: `TAN Wei Ling` and `VAN DER BERG Jan` mark the family name.

    0 where others are, too. Initials are no family name.
    """
    shouts = [word.isupper() and len(word) > 1 and not _are_initials(word) for word in words_of_name]
    leading = shouts.index(False) if False in shouts else 0
    return 0 if any(shouts[leading:]) else leading


def _are_initials(word: str) -> bool:
    """`J.R.R.`, and `TJ`, but not `NG`."""
    if len(word) == 2 and not _VOWELS & set(folded(word)):
        return folded(word) not in surnames("latin")
    return bool(_INITIALS.fullmatch(word))


def _by_family_names(first: list[str], last: str) -> Name:
    """East Asian names in Latin letters, family name first, are known by family names and by their syllables."""
    starts, ends = (folded(word) in surnames("latin") for word in (first[0], last))
    middle = first[1:]
    if len(middle) == 2 and not starts and _adds_name_in_front(first[0], *middle, last):
        return Name(f"{first[0]} {middle[1]} {last}", middle[0])
    is_whole = _is_syllables(last) or len(middle) > 1  # `Tan Mei Hua Grace` adds a name to a whole one
    if not starts or not is_whole or not all(map(_is_syllables, middle)):
        return Name(" ".join(first), last)
    if ends:
        return Name(" ".join([*first, last]), "", sure=False)
    return Name(" ".join([*middle, last]), first[0])


def _adds_name_in_front(first: str, family: str, *names: str) -> bool:
    """`Grace Tan Wei Ling`: a Western name in front of a whole one."""
    return folded(family) in surnames("latin") and all(map(_is_syllables, names)) and not _is_syllables(first)


def _is_syllables(word: str) -> bool:
    return all(_SYLLABLE.fullmatch(part) for part in folded(word).split("-"))


def _east_asian(text: str) -> Name:
    """Names in their own script are family first; honorifics written against them are none of it."""
    parts = re.split(r"[\s・,]+", text)
    if len(parts) > 1 and parts[0].isascii() and is_honorific(parts[0]):
        return _east_asian(text[len(parts[0]) :].strip())
    if any(part and part.isascii() and not is_honorific(part) for part in parts):
        return Name(text, "", sure=False)  # `陳大文 David` has a given name in each script
    if len(parts) == 2 and "," not in text and not any(map(is_honorific, parts)):
        return _two_parts(*parts)
    if len(parts) == 1 and _HAN.fullmatch(text):
        return _unspaced_han(text)
    if len(parts) == 1 and (japanese := _JAPANESE.fullmatch(text)):
        return Name(japanese[2], japanese[1])
    parsed = nameparser.parse(text)
    first = " ".join(filter(None, (parsed.given, parsed.middle)))
    if not first or not parsed.family:
        return Name(text, "", sure=not parsed.family or len(text) <= 2)
    return Name(first, parsed.family)


def _two_parts(one: str, two: str) -> Name:
    """Family first, unless it is a transcription in katakana, which keeps the order of its source."""
    katakana = all("\u30a0" <= char <= "\u30ff" for char in one + two)
    return Name(one, two) if katakana else Name(two, one)


def _unspaced_han(text: str) -> Name:
    """Chinese and Japanese write the same characters; a name that both can claim stays whole."""
    japanese = next((text[:size] for size in (3, 2) if text[:size] in surnames("japanese") and len(text) > size), "")
    parsed = _chinese.parse(text)
    chinese = parsed.family if parsed.given and len(text) < _LONGEST_UNSPACED + 1 else ""
    if japanese and chinese and len(text) == 3:
        return Name(text, "", sure=False)
    family = japanese or chinese
    return Name(text[len(family) :], family) if family else Name(text, "", sure=False)
