"""What a column shows of a lead that has several texts in it, under headers that people joined."""

from collections.abc import Iterable

from easycrm.folding import folded

SEPARATOR = "; "
"""Between the texts that a lead has in one column."""


def first_written(texts: Iterable[str]) -> dict[str, str]:
    """Different texts, each as it is written first, by how it is compared."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(folded(text), text)
    return first


def joined(texts: Iterable[str]) -> str:
    """What a column shows of a lead's texts: each once, however it is written.

    >>> joined(["Berlin", "BERLIN", "Bonn"])
    'Berlin; Bonn'
    """
    return SEPARATOR.join(first_written(texts).values())
