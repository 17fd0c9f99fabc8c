"""Text as people compare it, and as they see it."""

import re
import unicodedata
from functools import lru_cache

FORMS_END = "\x1f"
"""Between the `other_forms` of a text. Never in folded text."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_UNSEARCHABLE = re.compile("[\x00\x1f\ufffe\uffff]")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_PHONE = re.compile(r"(?P<number>[+()./\s\-]*\d[\d+()./\s\-]*)(?:;?\s*(?:ext\.?|x|#)\s*=?\s*(?P<extension>\d+))?")
_FIRST_DIGIT = re.compile(r"[+()./\s\-]*\d")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe"})
_RING = str.maketrans({"å": "aa"})
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LU = re.compile(r"\b([ln])v(?=e?\b)")
_SURNAMES = {
    **{
        "区": "ou",
        "單": "shan",
        "单": "shan",
        "解": "xie",
        "仇": "qiu",
        "查": "zha",
        "盖": "ge",
        "朴": "piao",
        "任": "ren",
    },
    **{
        "曾": "zeng",
        "冼": "xian",
        "洗": "xian",
        "缪": "miao",
        "繆": "miao",
        "秘": "bi",
        "覃": "qin",
        "员": "yun",
        "翟": "zhai",
    },
    **{
        "尉迟": "yu chi",
        "尉遲": "yu chi",
        "长孙": "zhang sun",
        "長孫": "zhang sun",
        "万俟": "mo qi",
        "单于": "chan yu",
    },
}
_FEWEST_DIGITS = 3
_LONGEST_PHONE = 60


def folded(text: str) -> str:
    """Without case and marks: `Zoë Straße` is `zoe strasse`. Compatibility forms are unified (NFKD).

    The few characters that the search index cannot tell apart or uses itself become U+FFFD.

    >>> folded("Zoë Straße")
    'zoe strasse'
    """
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join([char for char in decomposed if not unicodedata.combining(char)])
    return plain if plain.isprintable() else _UNSEARCHABLE.sub("\ufffd", plain)


def other_forms(text: str) -> str:
    """What else a text is found by, folded, with FORMS_END between: `""` for none.

    Letters as other keyboards spell them (`mueller` for Müller, `jorgensen` and `joergensen` for Jørgensen), and Han
    characters as they are read in Mandarin, without tones, with spaces and without. Japanese names in Kanji have
    Chinese readings, too.

    >>> other_forms("Müller"), other_forms("Łukasz Jørgensen").split(FORMS_END), other_forms("Novak")
    ('mueller', ['lukasz jorgensen', 'lukasz joergensen'], '')
    >>> other_forms("王伟").split(FORMS_END)
    ['wang wei', 'wangwei']
    """
    return "" if text.isascii() else _other_forms(text)


@lru_cache(maxsize=20_000)  # of names, which come again
def _other_forms(text: str) -> str:
    plain = folded(text)
    return FORMS_END.join(dict.fromkeys(form for form in (*_letter_forms(text), *_read_aloud(plain)) if form != plain))


def searched_forms(text: str) -> list[str]:
    """The forms of what somebody looks for: folded, then as other keyboards spell it.

    >>> searched_forms("Müller")
    ['muller', 'mueller']
    """
    return list(dict.fromkeys([folded(text), *_letter_forms(text)]))


def seen(text: str) -> str:
    """A text as what it is: what is not seen, or turns other characters around, is shown by its number.

    Not the joiners that scripts and emoji need. The page shows names in the same way (`frontend/js/unseen.js`).

    >>> seen("invoice\\u202excod.csv")
    'invoice[U+202E]xcod.csv'
    """
    return _UNSEEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


def digits_of(text: str) -> str:
    """The digits of a text, other scripts' digits included: `+65 6123-4567` is `6561234567`.

    >>> digits_of("+65 6123-4567")
    '6561234567'
    """
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def phone_digits(text: str) -> str:
    """The digits of a phone however it is typed; `""` when the text is no part of a phone number.

    `+44 (0)161 496-0929`, `0044 161...` and `0161 4960929` all find `+441614960929`: zeros that are only dialled do
    not count. An extension follows after a space.

    >>> phone_digits("+44 (0)161 496-0929"), phone_digits("0161 4960929"), phone_digits("Hall 7")
    ('441614960929', '1614960929', '')
    """
    if len(text) > _LONGEST_PHONE or (text.isascii() and not _FIRST_DIGIT.match(text)):
        return ""
    match = _PHONE.fullmatch(_plain(text))
    if not match:
        return ""
    number = digits_of(_TRUNK_ZERO.sub("", match["number"])).lstrip("0")
    if len(number) < _FEWEST_DIGITS:
        return ""
    return f"{number} {digits_of(match['extension'])}" if match["extension"] else number


def dialled(phone: str) -> str:
    """The digits of what stands where a phone should, by which phones are the same; `""` where it has none.

    >>> dialled("+65 6123 4567"), dialled("tel. 12"), dialled("none")
    ('6561234567', '12', '')
    """
    return phone_digits(phone) or digits_of(phone)


def unspaced_name(first: str, last: str) -> str:
    """The whole name as people type it who write none with spaces: `王` and `伟` are `王伟`; `""` for other scripts.

    >>> unspaced_name("伟", "王"), unspaced_name("Ana", "Novak")
    ('王伟', '')
    """
    return folded(f"{last}{first}") if _UNSPACED.search(first) and _UNSPACED.search(last) else ""


def _letter_forms(text: str) -> list[str]:
    """Folded, with letters that have no accent to lose as plain ones; with vowels spelled as two, and å as well."""
    if text.isascii():
        return []
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    return [folded(each).translate(_PLAIN) for each in (text, spelled, spelled.translate(_RING))]


def _read_aloud(plain: str) -> list[str]:
    """Folded text with its Han characters in Pinyin: every way of reading a surname and of writing `ü`."""
    if not _HAN.search(plain):
        return []
    readings = [_pinyin(plain)]
    for surname in {plain[:2], plain[:1]} & _SURNAMES.keys():
        readings.append(f"{_SURNAMES[surname]} {_pinyin(plain[len(surname) :])}".strip())
    forms = [spelled for reading in sorted(readings) for spelled in _spellings(reading)]
    return [form for spaced in dict.fromkeys(forms) for form in (spaced, spaced.replace(" ", ""))]


def _pinyin(text: str) -> str:
    """With a space on either side of each syllable; other characters stay as they are."""
    return " ".join(_HAN.sub(lambda match: f" {_syllables(match.group())} ", text).split())


@lru_cache(4096)
def _syllables(han: str) -> str:
    """In words that the dictionary knows, a character is read as it is there: 重庆 is `chong qing`."""
    from pypinyin import lazy_pinyin  # takes 0.3 s and 57 MB, which lists without Han characters do not pay

    return " ".join(lazy_pinyin(han))


def _spellings(reading: str) -> list[str]:
    """`lv` as it is typed, `lu` as it looks without its dots, `lyu` as passports have it."""
    return [_LU.sub(rf"\1{vowel}", reading) for vowel in ("v", "u", "yu")] if _LU.search(reading) else [reading]


def _plain(text: str) -> str:
    """Folded, every kind of dash as `-`."""
    return "".join("-" if unicodedata.category(char) == "Pd" else char for char in folded(text)).strip()
