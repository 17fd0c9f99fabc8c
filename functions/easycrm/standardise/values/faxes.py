"""The numbers of fax machines and pagers, by the labels beside them: `T: +47 22 ... F: +47 22 ...`."""

import re

from easycrm.standardise.values.word_lists import any_of

_FAX, _TEL = any_of("fax_labels"), any_of("phone_labels")
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
# Words of scripts without spaces stand inside of others; of other words, the whole word counts.
_BEFORE, _AFTER = rf"(?:(?<![^\W\d_])|(?<=[{_UNSPACED}]))", rf"(?:(?![^\W\d_])|(?=[{_UNSPACED}]))"
_MAY_BE_FAX = re.compile(rf"(?i:{_BEFORE}(?:{_FAX}|fx?){_AFTER}|传真|傳真|ファ|팩스)")
_LABEL = re.compile(rf"(?i:{_BEFORE}(?:(?P<fax>{_FAX}|fx?)|{_TEL}|[tmpdow]){_AFTER})")
_JOINT = r"[\s.]*(?:[/&+]|\b(?:and|und|et|og|och|en|e|y|i|ja|u)\b\.?)[\s.]*"
_BOTH = re.compile(rf"(?i:{_BEFORE}(?:(?:{_TEL}|t){_JOINT}(?:{_FAX}|f)|(?:{_FAX}|f){_JOINT}(?:{_TEL}|t)){_AFTER})")
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-–/]{0,4}\d){3,}")
_SEPARATOR = re.compile(r"[,;|\n]")
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]\d]*[)\]](?!\s*:)")


def without_faxes(text: str, gap: str) -> str:
    """A text with a gap in place of each number that a label says is a fax's. `Tel/Fax` is a phone's as well.

    >>> without_faxes("T: 020 7946 0018 F: 020 7946 0019", "-"), without_faxes("Tel/Fax: 020 7946 0018", "-")
    ('T: 020 7946 0018 F: -', 'tel: 020 7946 0018')
    """
    if not _MAY_BE_FAX.search(text):
        return text
    text = _BOTH.sub("tel", text)
    numbers = list(_NUMBER.finditer(text))
    edges = [0, *(at for number in numbers for at in number.span()), len(text)]
    between = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    follow = not _LABEL.search(between[0]) and _LABEL.search(between[-1]) is not None
    fax, kept = False, []
    for at, number in enumerate(numbers):
        fax = _is_fax(between[at], between[at + 1], follow, fax)
        kept.append(gap if fax else number.group())
    return "".join(part for pair in zip(between, [*kept, ""], strict=True) for part in pair)


def _is_fax(before: str, after: str, follow: bool, was_fax: bool) -> bool:
    """What the nearest label says; `follow`: labels stand behind their numbers. One in brackets always does.

    Without one, a number is what the one before it in its line was: `Fax: 22 12 34 56 / 57 58 59 60`.
    """
    bracketed = _IN_BRACKETS.match(after)
    if bracketed or follow:
        first = _LABEL.search(bracketed.group() if bracketed else _SEPARATOR.split(after)[0])
        return first is not None and first["fax"] is not None
    labels = list(_LABEL.finditer(_SEPARATOR.split(before)[-1]))
    return labels[-1]["fax"] is not None if labels else was_fax and "\n" not in before
