"""The word lists of `words.toml`, `surnames.toml` and `given_names.toml`, as folded sets."""

import re
import tomllib
from functools import cache
from pathlib import Path

from easycrm.folding import folded

_FOLDER = Path(__file__).parent


def _lists(name: str) -> dict[str, str]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """A list of `words.toml`."""
    return frozenset(folded(_lists("words.toml")[name]).split())


def written(name: str) -> list[str]:
    """A list of `words.toml` as it is written there, for texts that are not folded."""
    return _lists("words.toml")[name].split()


def any_of(*names: str) -> str:
    """A pattern for any word of lists as written, longer words first."""
    texts = {word for name in names for word in written(name)}
    return "|".join(re.escape(word) for word in sorted(texts, key=lambda word: (-len(word), word)))


@cache
def surnames(name: str) -> frozenset[str]:
    """A list of `surnames.toml`."""
    return frozenset(folded(_lists("surnames.toml")[name]).split())


@cache
def given_names() -> frozenset[str]:
    """Every given name of `given_names.toml`."""
    lists = _lists("given_names.toml")
    return frozenset(folded(" ".join(lists[name] for name in ("census", "european", "others"))).split())


@cache
def only_given_names() -> frozenset[str]:
    """Given names that are hardly anybody's family name."""
    lists = _lists("given_names.toml")
    return frozenset(folded(f"{lists['census']} {lists['european']}").split()) - frozenset(
        folded(lists["also_family"]).split()
    )


def is_honorific(text: str) -> bool:
    """Whether a text is nothing but honorifics: `Mr.`, `Prof. Dr.`, `Frau`.

    >>> is_honorific("Prof. Dr."), is_honorific("Prof. Novak")
    (True, False)
    """
    parts = folded(text).replace(".", "").replace("'", "").split()
    return bool(parts) and words("honorifics").issuperset(parts)


def carries(text: str, words_name: str, endings_name: str) -> bool:
    """Whether a word of the text is in the one list of `words.toml`, or the text ends as the other one says."""
    return bool(words(words_name).intersection(_words(text))) or _ends(text, endings_name)


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in folded(text).replace(".", "")).split()


def _ends(text: str, name: str) -> bool:
    return folded(text.strip()).endswith(tuple(words(name)))
