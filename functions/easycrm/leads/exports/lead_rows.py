"""A lead as a row of an export: what every export has of it, and then its columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from easycrm.leads.exports.export_format import EXPORT_HEADERS
from easycrm.leads.exports.spellings import Head, Kept, head_of_headers, kept_as_text, shown

Said = Iterable[tuple[str, str]]
"""What lists said of a lead: header and text, in the order of its columns. No header comes twice."""


class ExportRows:
    """The rows of one export. `places`: in which of its columns stands what leads have under a header.

    What stands under another header is of a column that is not exported, and left out.
    """

    def __init__(self, heads: Sequence[Head], places: dict[str, int]) -> None:
        self.header = (*EXPORT_HEADERS[:-1], head_of_headers(heads), *(head.text for head in heads))
        self._heads = heads
        self._places = places

    def row(self, fixed: Sequence[Any], values: Said) -> list[Any]:
        """The cells of a lead; `fixed` are those of EXPORTED."""
        cells = [""] * len(self._heads)
        kept: dict[int, str] = {}
        several: dict[int, dict[str, str]] = {}
        for header, text in values:
            at = self._places.get(header)
            if at is None:
                continue
            if cells[at]:
                of_first = {kept.get(at, self._heads[at].header): cells[at]}
                several.setdefault(at, of_first)[header] = text
            else:
                cells[at] = text
                if header != self._heads[at].header:
                    kept[at] = header
        for at, texts in several.items():
            cells[at] = shown(texts.values())
        return [*fixed, self._kept_as_text({**kept, **several}), *cells]

    def _kept_as_text(self, kept: dict[int, Kept]) -> str:
        return kept_as_text({self._heads[at].text: values for at, values in sorted(kept.items())}) if kept else ""
