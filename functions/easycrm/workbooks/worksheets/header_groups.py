"""Headers of two rows: titles of groups above those of columns, or explanations beneath them."""

from collections.abc import Sequence
from itertools import zip_longest

from easycrm.header_grammar import PERSON, SOMEBODY_ELSE
from easycrm.header_words import read_header
from easycrm.workbooks.worksheets.cell_shapes import is_label
from easycrm.workbooks.worksheets.header_evidence import (
    NEXT,
    could_head,
    filled,
    header_points,
    heads_values,
    is_belied,
    is_explanation,
    looks_like_header,
    points_by_words,
)

GROUP_SEPARATOR = " / "
"""Between the title of a group of columns and that of a column in it."""

_OF_SOMEBODY = (PERSON, SOMEBODY_ELSE)


def titles_of_two_rows(rows: Sequence[list[str]], grouped: Sequence[list[str]], top: int, best: int) -> tuple[str, ...]:
    """The titles of the header that the rows at `top` and beneath it are together; none if they are not one.

    `grouped`: the rows with merged cells filled to the right; `best`: the row that was found to be a header, one of
    the two or the one above them.
    """
    above, beneath = rows[top], rows[top + 1]
    if top == best and is_explanation(beneath):
        return _joined(above, beneath, " ")
    if groups := _groups(rows, grouped, top, is_header_beneath=top != best):
        return _joined(groups, beneath, GROUP_SEPARATOR)
    if top != best or not looks_like_header(beneath) or is_belied(beneath, rows[top + 2 : top + 1 + NEXT]):
        return ()
    return tuple(above) if _says_it_again(above, beneath) else ()


def with_row_above(row: Sequence[str], titles: tuple[str, ...], body: Sequence[list[str]]) -> tuple[str, ...]:
    """The titles of a header together with those of groups of groups above it; none if that row is no part of it."""
    return _joined(_spread(row, titles), titles, GROUP_SEPARATOR) if _fills_gaps(row, titles, body) else ()


def _joined(above: Sequence[str], beneath: Sequence[str], separator: str) -> tuple[str, ...]:
    """The titles of both rows; where they are the same, or one is blank, one alone."""
    pairs = zip_longest(above, beneath, fillvalue="")
    return tuple(separator.join(dict.fromkeys(filter(None, pair))) for pair in pairs)


def _says_it_again(above: Sequence[str], beneath: Sequence[str]) -> bool:
    """Whether a second header names the columns of the first: in another language, or as a program calls them."""
    both = [(one, other) for one, other in zip(above, beneath, strict=False) if one or other]
    return filled(above) == filled(beneath) == len(both) and points_by_words([one for one, _ in both]) >= 2


def _groups(
    rows: Sequence[list[str]], grouped: Sequence[list[str]], top: int, is_header_beneath: bool
) -> Sequence[str]:
    """The title of each column's group by the row at `top`, if that row groups the columns of the row beneath."""
    above, beneath = rows[top], rows[top + 1]
    titles = [cell for cell in beneath if cell]
    if _merges_columns(rows, grouped, top):
        reads = is_header_beneath or (could_head(titles) and any(map(header_points, titles)))
        return grouped[top] if reads else ()
    if _fills_gaps(above, beneath, rows[top + 2 :]):
        return _spread(above, beneath)
    is_header = looks_like_header(beneath) or (is_header_beneath and len(set(titles)) < len(titles))
    return _spread(above, beneath) if is_header and _heads_groups(above, beneath) else ()


def _merges_columns(rows: Sequence[list[str]], grouped: Sequence[list[str]], index: int) -> bool:
    """Whether merged cells of the row group columns; one that spans the whole table is a title, not a group."""
    return grouped[index] != rows[index] and len(set(grouped[index]) - {""}) > 1


def _fills_gaps(above: Sequence[str], beneath: Sequence[str], body: Sequence[list[str]]) -> bool:
    """Whether titles beneath a header stand under its groups and in its gaps and nowhere else, above values.

    >>> _fills_gaps(["Date", "Travel", "", "Total"], ["", "Air", "Rail", ""], [["1 May", "", "£20", "£20"]])
    True
    """
    pairs = list(zip_longest(above, beneath, fillvalue=""))
    gaps = {column for column, (group, title) in enumerate(pairs) if column and title and not group}
    heads = {column - 1 for column in gaps if pairs[column - 1][0]}
    return (
        bool(gaps)
        and all(title == "" for column, (group, title) in enumerate(pairs) if group and column not in heads)
        and filled(above) > len(heads)
        and all(is_label(cell) for pair in pairs for cell in pair if cell)
        and any(heads_values(body, column) for column in gaps)
    )


def _heads_groups(above: Sequence[str], beneath: Sequence[str]) -> bool:
    """Whether a row without merged cells groups the columns of the header beneath it.

    Its words stand apart over columns that go on beneath them, or come again over each, or some have nothing beneath
    them, or themselves where cells are merged downwards. Most of those that head a group say what columns hold or
    whose they are, or the same titles come beneath several of them. A line about the whole file, such as
    `Exported by | Petra`, does neither.
    """
    groups, titles = ([cell for cell in row if cell] for row in (above, beneath))
    heads = [(group, title) for group, title in zip(above, beneath, strict=False) if group and title != group and title]
    is_apart = len(heads) < max(len(groups), len(titles)) or len(set(groups)) < len(groups)
    known = sum(1 for head, _ in heads if header_points(head) or read_header(head).whose in _OF_SOMEBODY)
    needs_groups = known * 2 > len(heads) or len(set(titles)) < len(titles)
    return len(set(groups)) > 1 and is_apart and needs_groups and all(map(is_label, groups))


def _spread(above: Sequence[str], beneath: Sequence[str]) -> list[str]:
    """The titles of groups over all of their columns: to the next title, or to where nothing stands beneath.

    >>> _spread(["ID", "Name", "", "", ""], ["", "First", "Last", "", "Booth"])
    ['ID', 'Name', 'Name', '', '']
    """
    groups: list[str] = []
    for group, title in zip_longest(above, beneath, fillvalue=""):
        groups.append(group or (groups[-1] if groups and title else ""))
    return groups
