"""What stands around a name and is none of it: numbers and titles in front, brackets, roles and pronouns behind."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.titles import is_job
from easycrm.standardise.values.word_lists import any_of, words

_NUMBER = re.compile(r"(?:#\s*\d{1,6}\b[.:)]?|\(\d{1,4}\)|\d{1,4}\s*[.:)]|\d{1,4}\s*[-–]\s|[•▪·*–-]\s)\s*(?=[^\W\d_])")
_BRACKETS = re.compile(r"\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|（[^）]*）|【[^】]*】")
_IN_BRACKETS = re.compile(r"[\[({（【](.*)[\])}）】]")
_QUOTED = re.compile(r"[\"“„«](.*)[\"”“»]")
_BEHIND = re.compile(r"\s[-–—|/•·]\s|\s*[|;]\s*|\s*,\s*(?=[^,]*$)")
_DEGREES = re.compile(
    r"^((?:(?:Prof|Dr)(?:\.\s*|\s+))+)(?:(?:med|phil|jur|iur|rer|nat|oec|pol|vet|dent|theol|h\. ?c)\.\s*)+"
)
_PRONOUNS = re.compile(r"[(\[]?\s*[^\W\d_]+(?:\s*/\s*[^\W\d_]+){1,3}\s*[)\]]?")
_FEWEST_WORDS = 2
_SHORTEST_COMPANY = 2
_SHORTEST_RANK = 3


def bare_name(text: str) -> str | None:
    """The name without what stands around it; None if something stands behind it of which is not known what it is.

    >>> bare_name("1. Ana Novak [External]"), bare_name("Ana Novak, she/her"), bare_name("Ana Novak - CEO")
    ('Ana Novak', 'Ana Novak', 'Ana Novak')
    >>> bare_name("Ana Novak - Nordwind")
    """
    text = _NUMBER.sub("", _unwrapped(text), count=1) if not text[0].isalpha() else text
    text = " ".join(_BRACKETS.sub(" ", text).split()).strip(" ,;-–—|/") or text
    while behind := list(_BEHIND.finditer(text)):
        separator = behind[-1]
        name, rest = text[: separator.start()], text[separator.end() :]
        if not _describes(rest, name):
            return text if "," in separator[0] else None
        text = name.strip(" ,;")
    return _without_calling(text)


def _unwrapped(text: str) -> str:
    """A name that is all in quotes or in brackets, without them."""
    wrapped = _QUOTED.fullmatch(text) or (_IN_BRACKETS.fullmatch(text) if not _BRACKETS.match(text, 0) or
                                          _BRACKETS.fullmatch(text) else None)  # fmt: skip
    return wrapped[1].strip() if wrapped and any(map(str.isalpha, wrapped[1])) else text


def _describes(rest: str, name: str) -> bool:
    """Whether what follows a whole name says what the person is, and no other name."""
    if are_pronouns(rest):
        return True
    if len(name.split()) < _FEWEST_WORDS and name.isascii():
        return False
    is_firm = is_company(rest) and len(rest.split()) >= _SHORTEST_COMPANY
    return is_job(rest) or is_firm or _is_calling(rest)


def are_pronouns(text: str) -> bool:
    """Whether a text says how somebody wishes to be spoken of: `she/her`, `(they/them)`."""
    return bool(_PRONOUNS.fullmatch(text)) and all(
        word in words("pronouns") for word in re.findall(r"[^\W\d_]+", folded(text))
    )


def _is_calling(text: str) -> bool:
    return bool(words("callings").intersection(folded(text).replace(".", "").split()))


def _is_rank(word: str) -> bool:
    """A rank of capitals, as `CEO`."""
    return word.isupper() and len(word) >= _SHORTEST_RANK and is_job(word)


def _without_calling(text: str) -> str:
    """`Ana Novak attorney at law` without the calling, `Ana Novak CEO` without the rank."""
    parts = text.split()
    called = next((at for at, word in enumerate(parts) if at >= _FEWEST_WORDS and _is_calling(word)), len(parts))
    if len(parts) > _FEWEST_WORDS and _is_rank(parts[-1]) and not text.isupper():
        return " ".join(parts[:-1])
    has_pronouns = len(parts) > 1 and are_pronouns(parts[-1])
    return " ".join(parts[: len(parts) - 1 if has_pronouns else called])


def without_honorifics(text: str) -> str:
    """The name without the honorifics that nameparser takes for a part of it."""
    text = " ".join(_DEGREES.sub(r"\1 ", text).split())
    first, _, rest = text.partition(" ")
    if rest and folded(first).strip(".'") in words("leading_honorifics"):
        return re.sub(r"^(sri|seri)\s+(?=\S+\s)", "", rest, flags=re.IGNORECASE)
    return text if text.isascii() else _TRAILING.sub("", text).strip() or text


_TRAILING = re.compile(rf"\s*(?:{any_of('trailing_honorifics')})$")
