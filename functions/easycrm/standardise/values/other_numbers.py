"""Digits that are no phone, whatever they are: dates, ids, prices, coordinates, the addresses of computers."""

import re
from functools import lru_cache

from easycrm.folding import folded
from easycrm.standardise.values.faxes import without_faxes
from easycrm.standardise.values.word_lists import any_of, words

GAP = " 無 "
"""Stands where digits are left out, and ends the number before it: a letter in a script that has no digits in words."""

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_CLOCK = r"(?:,?[T ]{1,3}\d\d?:\d\d[\d:.]*(?:Z| ?[+-]\d\d:?\d\d)?)?"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_MONEY = r"(?:[€$£¥₹₩₽]|\b(?:EUR|USD|GBP|CHF|NOK|SEK|DKK|PLN|CZK|HUF|JPY|CNY|SGD|MYR|AUD|CAD|BRL|INR|kr|zł|Kč|Ft)\b)"
_DEGREES = r"(?:0|[1-9]\d|1\d\d|\d)"

_KINDS = (
    # Excel's 9.78995E+12, whose last digits nobody knows.
    r"\d+(?:[.,]\d+)?[eE]\+?\d{1,3}(?!\w)",
    # GUIDs, IBANs and ids.
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
    r"(?<![A-Za-z])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7} ?[A-Z0-9]{1,4}(?!\w)",
    r"[#№]\s?\d{5,}[\d-]*",
    # Prices, percentages, degrees, amounts.
    rf"{_MONEY}\s?\d[\d.,' ]{{0,20}}",
    rf"\d[\d.,' ]{{0,20}}(?:[%‰°]|{_MONEY})",
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])",
    r"\d{1,3}(?:[.' ]\d{3})+,\d\d(?!\d)",
    # Dates and times, order numbers that begin with a date (2026-11-0001), runs of years, milliseconds since 1970.
    rf"{_YEAR}[-/.]{_MONTH}[-/.]\d+{_CLOCK}(?![\d-])",
    rf"(?:{_DAY}[-/.]{_MONTH}|{_MONTH}[-/.]{_DAY})[-/.](?:{_YEAR}|\d\d){_CLOCK}(?![.\-/ ]?\d)",
    rf"{_YEAR}\s?[-–/]\s?{_YEAR}(?![\d-])",
    rf"{_YEAR}[-/]0\d{{2,}}(?![\d-])",
    r"\d{1,2}:\d\d(?::\d\d)?(?!\d)",
    r"1[4-9]\d{11}(?!\d)",
    # Computers' addresses. Phones are made of twos more often: 22.12.34.56.
    rf"(?!(?:\d\d\.){{3}}\d\d(?!\d)){_BYTE}(?:\.{_BYTE}){{3}}(?![\d.])",
    # Coordinates.
    rf"-?{_DEGREES}\.\d{{2,}}\s?[,;/ ]\s?-?{_DEGREES}\.\d{{2,}}(?![\d.])",
    r"-?(?:0|[1-9]\d?)\.(?:\d{4,7}|\d{12,})(?![\d.])",
    # ISBNs, cards, and what is too long for any number.
    r"97[89](?:[- ]?\d){10}(?!\d)",
    r"(?!00)\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?!\d)",
    r"(?!00)\d{16,}",
)
_OTHER = re.compile(rf"(?<![\d.+])(?<!\d[-/ ])(?:{'|'.join(_KINDS)})")
# A whole cell: an amount below zero or with decimals, the .0 of a number apart.
_AMOUNT = re.compile(r"\s*(?:-\d+|-?\d+[.,](?!0+\s*$)\d{1,2})\s*")

# What most cells of phones are, and no digits of another kind.
_ONE_NUMBER = re.compile(r"\+[\d \u00a0()-]+")
_LONGEST_PHONE = 12

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = "A-Za-z\u00c0-\u024f"
_ID = re.compile(
    rf"(?<![^\W_])(?P<letters>[{_LATIN}]{{1,12}})(?:[-_#/]+(?=\w)|(?=\d))[\w./-]*\d[\w./-]*"
    rf"|(?<![\w+])\d{{6,12}}-?[A-Z](?!\w)"
)
_NAMED = re.compile(
    rf"(?i:(?<![^\W\d_])(?:{any_of('other_numbers')})(?![^\W\d_])[\s.:#\-]*(?:(?:no|nr|n°|nº|number|nummer)[\s.:#]*)?"
    r"[A-Z]{0,3}[\d][\d\s./\-]*|\d[\d ]{0,30}\s(?:mva|moms)\b)"
)
_COUNTRY_AND_DIGITS = re.compile(r"\s*[A-Z]{2} [1-9]\d{7,11}\s*")
_CELLS_IN_MIND = 32  # a row's cells are asked several times
_LABELS = ("phone_labels", "fax_labels", "extensions", "extensions_at_the_end")
_LONE_EXTENSION = re.compile(rf"\W*(?i:{any_of('extensions', 'extensions_at_the_end')})[\W_]*\d{{1,7}}\W*")


@lru_cache(maxsize=_CELLS_IN_MIND)
def without_other_numbers(cell: str) -> str:
    """A cell with a gap in place of the digits that are no phone, those of fax machines among them.

    >>> [without_other_numbers(cell).strip() for cell in ("2026-11-20 10:00, +44 20 7946 0018", "192.168.10.24")]
    ['無 , +44 20 7946 0018', '無']
    """
    if (len(cell) <= _LONGEST_PHONE and cell.isdigit()) or _ONE_NUMBER.fullmatch(cell):
        return cell
    if _AMOUNT.fullmatch(cell):
        return GAP
    if not _LETTER.search(cell):
        return _OTHER.sub(GAP, cell)
    if _COUNTRY_AND_DIGITS.fullmatch(cell) or _LONE_EXTENSION.fullmatch(cell):
        return GAP
    text = _ID.sub(_unless_labelled, _NAMED.sub(GAP, _OTHER.sub(GAP, cell)))
    return without_faxes(text, GAP)


def _unless_labelled(match: re.Match[str]) -> str:
    """`Mobile0171...` and `DW12` are no ids."""
    letters = folded(match["letters"] or "")
    is_label = letters in "tmpfdow" or any(letters in words(name) for name in _LABELS)
    return match.group() if letters and is_label else GAP
