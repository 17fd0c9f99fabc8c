"""Countries by the names that people write in a column."""

from functools import cache, lru_cache

from easycrm.folding import folded

_ALSO = {
    "AE": "uae",
    "CN": "prc",
    "CZ": "czechrepublic",
    "DE": "brd",
    "GB": "uk england scotland wales greatbritain",
    "HK": "hongkong",
    "KR": "korea southkorea",
    "NL": "holland",
    "RU": "russia",
    "TW": "taiwan",
    "US": "usa us america",
    "VN": "vietnam",
}


@lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """The ISO 3166 code of a country's code or name in any language that `phonenumbers` knows; None for others.

    >>> country_of("Deutschland"), country_of("UK"), country_of("Hall 7")
    ('DE', 'GB', None)
    """
    return _names().get(_key(text))


def _key(text: str) -> str:
    return "".join(char for char in folded(text) if char.isalnum())


@cache
def _names() -> dict[str, str]:
    # Half a second and some megabytes, so only for workbooks that have a country column.
    from phonenumbers.geodata.locale import LOCALE_DATA

    names = {_key(name): code for code, by_language in LOCALE_DATA.items() for name in by_language.values()}
    also = {name: code for code, others in _ALSO.items() for name in others.split()}
    return names | {code.lower(): code for code in LOCALE_DATA} | also
