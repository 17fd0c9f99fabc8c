"""Rows that are no leads, by what they say: totals, counts, page footers, comments, names of groups."""

import re
from collections.abc import Sequence

from easycrm.header_vocabulary import words_of
from easycrm.workbooks.worksheets.cell_shapes import is_email, is_number, is_phone

_TOTAL = re.compile(
    r"(?:(?:grand|sub|sum|overall)[ -]?)?(?:totals?|sum|gesamt|summe|zwischensumme|gesamtsumme|gesamtergebnis|totaux"
    r"|totale|suma|totaal|subtotaal|subtotale|sous-total|summa|delsumma|totalt|delsum|i alt|yhteensä|välisumma|razem"
    r"|łącznie|celkem|mezisoučet|spolu|összesen|toplam|ara toplam|genel toplam|jumlah|tổng|tổng cộng|σύνολο|итого"
    r"|всего|разом|всього|合计|合計|小计|小計|总计|總計|계|합계|소계|총계|รวม|المجموع|الإجمالي|סה\"כ|סך הכל)"
    r"(?: (?:leads|rows|contacts|records|entries|count|amount|number|general|général|geral|generale|complessivo))?"
    r"\s*[:=：]?\s*[\d.,]*",
    re.IGNORECASE,
)
TOTAL_WORDS = frozenset(
    f"{word}{end}"
    for name in (
        "Total|Totals|Grand Total|Subtotal|Sum|Summe|Zwischensumme|Gesamt|Gesamtergebnis|Totale|Totaal|Subtotaal|Summa|"
        "Totalt|I alt|Yhteensä|Razem|Celkem|Összesen|Toplam|Sous-total|Total général|Total general|Total geral|Σύνολο|"
        "Итого|Всього|合计|合計|小计|小計|합계|소계"
    ).split("|")
    for word in (name, name.upper(), name.lower())
    for end in ("", ":")
)
"""First cells of a full row that make it worth asking whether it is a total."""
_BAND_WORDS = frozenset(
    (
        "new|contacted|not contacted|to contact|to call|called|qualified|unqualified|not qualified|hot|warm|"
        "cold|hot leads|warm leads|cold leads|won|lost|open|closed|pending|follow up|in progress|on hold|"
        "interested|not interested|active|inactive|prospects|customers|leads|partners|vip|done|todo|to do|"
        "replied|no reply|no answer|bounced|invited|attended|registered|confirmed|declined|cancelled|monday|"
        "tuesday|wednesday|thursday|friday|saturday|sunday"
    ).split("|")
)
"""What people write above a group of rows."""
_BAND_BEGINNINGS = tuple({word[:3] for word in _BAND_WORDS})
_FOOTER = re.compile(
    r"(?:page|seite|página|pagina|стр\.?) ?\d+(?: ?(?:of|/|von|de|di|из) ?\d+)?|第\s?\d+\s?页.*|-+ ?\d+ ?-+"
    r"|\d+ (?:of|von|de) \d+|(?:end|ende|fin) (?:of|der|de) .{1,40}|[-=_*.]{3,}"
    r"|(?:generated|exported|printed|created|downloaded|report generated|last updated)"
    r"(?: (?:by|on|at|from)\b|:).{0,120}"
    r"|(?:©|\(c\) ?\d|copyright|confidential|all rights reserved).{0,120}",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:#+|//+|--+)\s*[^\W\d].*", re.DOTALL)
_LABELLED_COUNT = re.compile(r"[^\W\d][^:：=]{0,60}[:：=]\s*(\d[\d., ]*)")
_COUNT = re.compile(r"\(?(\d{1,7}) [^\W\d][^\d@]{0,40}\)?|\([^)]*?(\d+)[^)]*\)")
"""A number and what was counted, or a remark with a number in brackets."""
_LABELLED = re.compile(r"[^\W\d][^:：]{0,40}[:：](?!//)\s*\S.*", re.DOTALL)
_WITH_COUNT = re.compile(r"[^\W\d].{0,60}\(\d{1,7}\)")
_DIGIT = re.compile(r"\d")
_FEW_DIGITS = 6


def is_total(row: Sequence[str]) -> bool:
    """Whether the row sums up: `Total` in its first filled cell and nothing but numbers in the others."""
    filled = [cell for cell in row if cell]
    if not filled or not _TOTAL.fullmatch(filled[0]):
        return False
    return all(is_number(cell) and not (cell[0] in "+0" and is_phone(cell)) for cell in filled[1:])


def is_footer(row: Sequence[str]) -> bool:
    """Whether the row is the foot of a page or a report, or a comment: `Page 2 of 3`, `Generated on ...`, `# end`."""
    filled = [cell for cell in row if cell]
    if not 0 < len(filled) <= 2:
        return False
    if _FOOTER.fullmatch(" ".join(filled)):
        return True
    return bool(_COMMENT.fullmatch(filled[0])) and not any(map(reaches_somebody, filled))


def reaches_somebody(text: str) -> bool:
    """Whether a text may be all that is known of a lead: it has an email address, or a phone number at its end."""
    return is_email(text) or is_phone(text) or (_has_colon(text) and is_phone(re.split("[:：]", text)[-1].strip()))


def is_labelled_count(text: str) -> bool:
    """Whether a text is a label and a number: `Nord AS Total: 2`, `Anzahl: 5`."""
    return count_in(text) is not None and bool(_LABELLED_COUNT.fullmatch(text))


def count_in(text: str) -> int | None:
    """How many a text says that there are, in any language: `Total: 2`, `(2 rows affected)`, `47 Kontakte`."""
    found = _DIGIT.search(text) and (_COUNT.fullmatch(text) or _LABELLED_COUNT.fullmatch(text))
    if not found or sum(map(str.isdigit, text)) > _FEW_DIGITS:
        return None
    return int(re.sub(r"\D", "", next(filter(None, found.groups()))))


def is_labelled(text: str) -> bool:
    """Whether a text is a label and what it says: `Prepared by: Rep One`."""
    return _has_colon(text) and bool(_LABELLED.fullmatch(text))


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text


def is_labelled_pair(row: Sequence[str]) -> bool:
    """Whether a row is a label with a colon and what it says, in a cell each: `Signed:` and `Petra`."""
    filled = [cell for cell in row if cell]
    return len(filled) == 2 and filled[0].endswith((":", "：")) and not reaches_somebody(filled[1])


def names_a_group(text: str) -> bool:
    """Whether a text heads a group of rows by itself: a usual word for that, a colon at its end."""
    if text.endswith((":", "：")):
        return True
    may_be_one = not text[:1].isalpha() or text.casefold().startswith(_BAND_BEGINNINGS)  # the cheaper question first
    return may_be_one and words_of(text) in _BAND_WORDS


def may_name_a_group(text: str) -> bool:
    """Whether a text heads a group of rows if there are some beneath it: `Region: North`, `Nord AS (2)`."""
    return is_labelled(text) or bool(_WITH_COUNT.fullmatch(text))
