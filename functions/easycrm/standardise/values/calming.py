"""A company or a title in one line without quotes, calmed where its whole column is shouting."""

import re

_PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’", "`": "`"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MIXED = {
    word.casefold(): word
    for word in "GmbH mbH Ltd Pte Pty Sdn Bhd Inc Corp Co SARL SpA Srl ApS of and the und der die das de la del et y e "
    "do da di en van von for für to in at".split()
}
_SHORT = 3
_VOWELS = set("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûü")


def cleaned(text: str, shouts: bool = False) -> str:
    """One line without outer quotes; in a column that shouts, capitals only where a word begins.

    >>> cleaned('"Novak  Optics"'), cleaned("NOVAK OPTICS GMBH", shouts=True), cleaned("NOVAK OPTICS")
    ('Novak Optics', 'Novak Optics GmbH', 'NOVAK OPTICS')
    """
    text = " ".join(text.split())
    while len(text) > 2 and _PAIRS.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return _calmed(text) if shouts and text.isupper() else text


def _calmed(text: str) -> str:
    calm = _WORD.sub(lambda match: _calmed_word(match.group()), text)
    return calm[:1].upper() + calm[1:]


def _calmed_word(word: str) -> str:
    """What can't be spoken, or is short, is taken for an abbreviation: `IBM`, `CEO`, `HSBC`, but `Tin`."""
    small = word.casefold()
    if small in _MIXED:
        return _MIXED[small]
    vowels = [char in _VOWELS for char in small]
    if not any(vowels) or (len(word) <= _SHORT and vowels != [False, True, False]):
        return word
    return word[0] + word[1:].lower()
