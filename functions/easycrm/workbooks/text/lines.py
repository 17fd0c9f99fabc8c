"""One line of delimited text as cells, whatever its quotation marks are like."""

from typing import NamedTuple


class Line(NamedTuple):
    """The cells of a line; `is_closed`: every quotation mark that opens a cell is closed on the line."""

    cells: list[str]
    is_closed: bool


def cut_line(text: str, delimiter: str, quote: str) -> Line:
    r"""The cells of a line, without its newline.

    A quotation mark closes a cell only before a delimiter or at the end, so that others inside of a cell are
    characters of it. From one that is opened and never closed on, delimiters are all that counts.

    >>> cut_line('Ida,"The "Fox" in Oslo",3', ",", '"')
    Line(cells=['Ida', 'The "Fox" in Oslo', '3'], is_closed=True)
    >>> cut_line('Ida,"Nord AS,3', ",", '"')
    Line(cells=['Ida', '"Nord AS', '3'], is_closed=False)
    """
    cells = []
    at = 0
    while at <= len(text):
        start = at + len(text[at:]) - len(text[at:].lstrip(" "))
        if not text.startswith(quote, start):
            end = text.find(delimiter, at) if delimiter in text[at:] else len(text)
            cells.append(text[at:end])
        elif (close := _closing(text, start + 1, delimiter, quote)) is None:
            return Line(cells + text[at:].split(delimiter), is_closed=False)
        else:
            cells.append(text[start + 1 : close].replace(quote * 2, quote))
            end = close + 1 + len(text[close + 1 :]) - len(text[close + 1 :].lstrip(" "))
        at = end + len(delimiter)
    return Line(cells, is_closed=True)


def _closing(text: str, at: int, delimiter: str, quote: str) -> int | None:
    """Where the cell that begins at `at` is closed."""
    while (place := text.find(quote, at)) >= 0:
        rest = text[place + 1 :]
        if rest.startswith(quote):
            at = place + 2
        elif not rest.strip(" ") or rest.lstrip(" ").startswith(delimiter):
            return place
        else:
            at = place + 1
    return None
