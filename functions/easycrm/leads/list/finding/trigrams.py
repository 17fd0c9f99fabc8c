"""Texts as expressions of a trigram index."""

import sqlite3

from easycrm.leads.list.search_index import END, can_be_asked

MOST_TRIGRAMS = 100
_HIGHEST = "\U0010ffff"


class Trigrams:
    """The trigrams that an index has; a text of one or two letters is found through those that begin with it.

    Where there is no index that can be asked, nothing is found through it.
    """

    def __init__(self, model: sqlite3.Connection, terms: str = "trigrams") -> None:
        self._model = model
        self._terms = terms
        self._can_be_asked = can_be_asked(model)

    def match(self, text: str) -> str | None:
        """The text as an expression of the index; None when it is short and too many trigrams begin with it."""
        if not self._can_be_asked:
            return None
        if len(text) >= 3:
            return _quoted(text)
        rows = self._model.execute(
            f"SELECT term FROM temp.{self._terms} WHERE term >= ? AND term <= ? LIMIT ?",
            (text, text + _HIGHEST * 2, MOST_TRIGRAMS + 1),
        )
        terms = [row[0] for row in rows]
        if len(terms) > MOST_TRIGRAMS:
            return None
        return f"({' OR '.join(map(_quoted, terms))})" if terms else _quoted(text + END * 3)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
