"""The encodings that lists come in: what they are called, and for the letters of which languages they are."""

from collections.abc import Mapping
from typing import NamedTuple


class Encoding(NamedTuple):
    """`codec`: Python's name; `name`: the one that people know; `languages`: those that it is for, likely ones first.

    `rarity`: how much less likely it is than the most usual one, in nats; None: its bytes prove it, so that it is never
    guessed.
    """

    codec: str
    name: str
    languages: tuple[str, ...] = ()
    rarity: int | None = None


_WESTERN = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "en", "ca", "et", "is")
_CENTRAL = ("pl", "cs", "hu", "sk", "hr", "ro", "sl", "de")
_BALTIC = ("lt", "lv", "et", "de")
_CYRILLIC = ("ru", "uk", "bg", "sr")

ENCODINGS: Mapping[str, Encoding] = {
    "utf-8": Encoding("utf-8-sig", "UTF-8"),
    "utf-16": Encoding("utf-16", "UTF-16"),
    "windows-1250": Encoding("cp1250", "Windows-1250 (Central European)", _CENTRAL, 2),
    "windows-1251": Encoding("cp1251", "Windows-1251 (Cyrillic)", _CYRILLIC, 2),
    "windows-1252": Encoding("cp1252", "Windows-1252 (Western European)", _WESTERN, 0),
    "windows-1253": Encoding("cp1253", "Windows-1253 (Greek)", ("el",), 2),
    "windows-1254": Encoding("cp1254", "Windows-1254 (Turkish)", ("tr", "de", "fr"), 2),
    "windows-1255": Encoding("cp1255", "Windows-1255 (Hebrew)", ("he",), 2),
    "windows-1256": Encoding("cp1256", "Windows-1256 (Arabic)", ("ar", "fa"), 2),
    "windows-1257": Encoding("cp1257", "Windows-1257 (Baltic)", _BALTIC, 2),
    "windows-874": Encoding("cp874", "Windows-874 (Thai)", ("th",), 3),
    "iso-8859-2": Encoding("iso8859_2", "ISO-8859-2 (Central European)", _CENTRAL, 3),
    "iso-8859-4": Encoding("iso8859_4", "ISO-8859-4 (Baltic)", _BALTIC, 8),
    "iso-8859-5": Encoding("iso8859_5", "ISO-8859-5 (Cyrillic)", ("ru", "bg", "sr"), 6),
    "iso-8859-6": Encoding("iso8859_6", "ISO-8859-6 (Arabic)", ("ar",), 3),
    "iso-8859-7": Encoding("iso8859_7", "ISO-8859-7 (Greek)", ("el",), 3),
    "iso-8859-8": Encoding("iso8859_8", "ISO-8859-8 (Hebrew)", ("he",), 3),
    "iso-8859-9": Encoding("iso8859_9", "ISO-8859-9 (Turkish)", ("tr", "de", "fr"), 3),
    "iso-8859-13": Encoding("iso8859_13", "ISO-8859-13 (Baltic)", _BALTIC, 3),
    "iso-8859-15": Encoding("iso8859_15", "ISO-8859-15 (Western European)", _WESTERN, 4),
    "macintosh": Encoding("mac_roman", "Mac Roman (Western European)", _WESTERN, 3),
    "x-mac-ce": Encoding("mac_latin2", "Mac (Central European)", _CENTRAL, 8),
    "x-mac-cyrillic": Encoding("mac_cyrillic", "Mac (Cyrillic)", _CYRILLIC, 6),
    "x-mac-greek": Encoding("mac_greek", "Mac (Greek)", ("el",), 8),
    "x-mac-turkish": Encoding("mac_turkish", "Mac (Turkish)", ("tr",), 8),
    "ibm737": Encoding("cp737", "MS-DOS 737 (Greek)", ("el",), 6),
    "ibm775": Encoding("cp775", "MS-DOS 775 (Baltic)", _BALTIC, 8),
    "ibm850": Encoding("cp850", "MS-DOS 850 (Western European)", _WESTERN, 4),
    "ibm852": Encoding("cp852", "MS-DOS 852 (Central European)", _CENTRAL, 5),
    "ibm857": Encoding("cp857", "MS-DOS 857 (Turkish)", ("tr",), 6),
    "ibm866": Encoding("cp866", "MS-DOS 866 (Cyrillic)", ("ru",), 4),
    "koi8-u": Encoding("koi8_u", "KOI8 (Cyrillic)", ("ru", "uk"), 4),
    "shift_jis": Encoding("cp932", "Shift_JIS (Japanese)", ("ja",), 2),
    "euc-jp": Encoding("euc_jp", "EUC-JP (Japanese)", ("ja",), 2),
    "iso-2022-jp": Encoding("iso2022_jp_ext", "ISO-2022-JP (Japanese)"),
    "gb18030": Encoding("gb18030", "GB18030 (Chinese)", ("zh",), 2),
    "big5": Encoding("big5", "Big5 (Chinese)", ("zh-Hant",), 2),
    "euc-kr": Encoding("cp949", "EUC-KR (Korean)", ("ko",), 2),
}
"""By the name that an upload's option `encoding` takes."""

RARE_LANGUAGES: Mapping[str, int] = {"is": 3, "ca": 2, "sr": 2, "fa": 1, "bg": 1}
"""How much less likely a language is than the others that share its encoding, in nats."""

_COUNTRIES = {
    "ar": "AE BH DZ EG IQ JO KW LB LY MA OM QA SA SD SY TN YE",
    "bg": "BG",
    "ca": "AD ES",
    "cs": "CZ",
    "da": "DK",
    "de": "AT CH DE LI LU",
    "el": "CY GR",
    "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE",
    "et": "EE",
    "fa": "IR",
    "fi": "FI",
    "fr": "BE CA CH FR LU MC",
    "he": "IL",
    "hr": "BA HR",
    "hu": "HU",
    "is": "IS",
    "it": "CH IT SM",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "nb": "NO",
    "nl": "BE NL",
    "pl": "PL",
    "pt": "AO BR MZ PT",
    "ro": "MD RO",
    "ru": "BY KZ RU",
    "sk": "SK",
    "sl": "SI",
    "sr": "ME RS",
    "sv": "FI SE",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "zh": "CN SG",
    "zh-Hant": "HK MO TW",
}

_NAMES = {encoding.codec: encoding.name for encoding in ENCODINGS.values()} | {"utf-8": "UTF-8"}
_KEYS = {encoding.codec: key for key, encoding in ENCODINGS.items()}


def encoding_name(codec: str) -> str:
    """The name that people know an encoding by."""
    return _NAMES.get(codec, codec.upper())


def encoding_key(codec: str) -> str:
    """What the option `encoding` calls an encoding that can be guessed."""
    return _KEYS[codec]


def is_spoken(language: str, country: str) -> bool:
    """Whether lists of a country (ISO 3166) are in the language."""
    return country in _COUNTRIES.get(language, "").split()
