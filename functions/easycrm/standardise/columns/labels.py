"""Columns that say, row by row, what kind the value beside them is: `Phone 1 - Label` speaks of `Phone 1 - Value`."""

from collections.abc import Sequence

from easycrm.header_pieces import split_words

_LABELS = frozenset({"label", "type"})
_VALUES = frozenset({"value", "number", "address"})


def labels_beside(headers: Sequence[str]) -> dict[int, int]:
    """The position of each column of values that has one of labels, and that one's. Address books export them so.

    >>> labels_beside(["Name", "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Value"])
    {2: 1}
    """
    words = [split_words(header) for header in headers]
    labels = {
        tuple(of_header[:-1]): at for at, of_header in enumerate(words) if of_header[-1:] and of_header[-1] in _LABELS
    }
    stems = [tuple(of_header[:-1] if of_header and of_header[-1] in _VALUES else of_header) for of_header in words]
    return {at: labels[stem] for at, stem in enumerate(stems) if stem in labels and at not in labels.values()}
