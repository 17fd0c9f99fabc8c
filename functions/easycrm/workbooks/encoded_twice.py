"""Mends cells whose text was encoded twice: `JÃ¶rg` is Jörg in UTF-8 that somebody read as Windows-1252."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from easycrm.workbooks.grids import Batch, CellFinding

_TRACE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_SAMPLE_CELLS = 300
_Place = tuple[int, int]
"""Of a cell in a batch: row and column from 0."""


class Mender:
    """Mends the cells of one file, if most of its first cells that are not ASCII were encoded twice.

    `example`: the first cell that was mended, as it was and as it is; None: there is none.
    """

    def __init__(self) -> None:
        self.example: tuple[str, str] | None = None
        self._foreign = 0
        self._twice = 0

    def mended(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The batches, with a finding `encodedTwice` for each mended cell, which tells what the file says."""
        for batch in batches:
            yield self._mended(batch) if self._is_worth_a_look(batch) else batch

    def _is_worth_a_look(self, batch: Batch) -> bool:
        if self._foreign >= _SAMPLE_CELLS and not self._is_twice():
            return False
        text = "|".join(chain.from_iterable(batch.rows))
        return not text.isascii()

    def _is_twice(self) -> bool:
        return self._twice * 2 > self._foreign

    def _mended(self, batch: Batch) -> Batch:
        foreign = {
            (at, column): cell
            for at, row in enumerate(batch.rows)
            for column, cell in enumerate(row)
            if not cell.isascii()
        }
        better = _better(foreign)
        if self._foreign < _SAMPLE_CELLS:
            self._foreign += len(foreign)
            self._twice += len(better)
        if not self._is_twice():
            return batch
        if better and not self.example:
            place, text = next(iter(better.items()))
            self.example = foreign[place], text
        if self.example:
            better |= _better(foreign, beside=self.example[0])
        return _with_texts(batch, better)


def _better(foreign: Mapping[_Place, str], beside: str = "") -> dict[_Place, str]:
    """The cells that mending changes, as they become."""
    return {place: text for place, cell in foreign.items() if (text := mend_cell(cell, beside)) != cell}


def _with_texts(batch: Batch, texts: Mapping[_Place, str]) -> Batch:
    if not texts:
        return batch
    rows = [list(row) for row in batch.rows]
    findings = list(batch.findings)
    for (at, column), text in texts.items():
        findings.append(CellFinding(batch.numbers[at], column, "encodedTwice", rows[at][column]))
        rows[at][column] = text
    return batch._replace(rows=rows, findings=findings, clean=False, filled=False)


def mend_cell(cell: str, beside: str = "") -> str:
    """The text that was encoded twice, or the cell as it is.

    `beside`: a cell of the same list that certainly was, so that less is needed to believe it of this one.

    >>> mend_cell("JÃ¶rg"), mend_cell("DoÄŸan"), mend_cell("DoÄŸan", beside="JÃ¶rg"), mend_cell("SÃO", beside="JÃ¶rg")
    ('Jörg', 'DoÄŸan', 'Doğan', 'SÃO')
    """
    if not _TRACE.search(cell):
        return cell
    from ftfy import fix_encoding

    together = fix_encoding(f"{beside}\n{cell}", fix_c1_controls=False, replace_lossy_sequences=False)
    before = fix_encoding(f"{beside}\n", fix_c1_controls=False, replace_lossy_sequences=False)
    return together.removeprefix(before) if together.startswith(before) else cell
