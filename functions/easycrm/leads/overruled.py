"""What else was said of a value: the texts that another row, or a later upload, has overruled."""

from collections.abc import Iterable, Mapping

from easycrm.leads.lead import Overruled, OverruledValue, Value

MOST_OVERRULED = 20
"""Of one key of a lead. Older ones are cut; the row reports of their uploads have told of them."""


NONE = Overruled()


def with_more(overruled: Overruled, values: Iterable[Value | OverruledValue], has: str) -> Overruled:
    """The overruled values of a key with further ones. `has` is the text that the lead has.

    A text that is there already keeps its row.
    """
    by_text = {value.text: value for value in overruled.values}
    for value in values:
        by_text.setdefault(value.text, OverruledValue(value.text, value.origin))
    for text in ("", has):
        by_text.pop(text, None)
    ordered = sorted(by_text.values(), key=lambda value: value.origin)
    return Overruled(tuple(ordered[-MOST_OVERRULED:]), overruled.is_cut or len(ordered) > MOST_OVERRULED)


def without_oldest(overruled: Mapping[str, Overruled], excess: int) -> dict[str, Overruled]:
    """What is left of a lead's overruled values when its item has to become smaller by so many bytes."""
    kept = dict(overruled)
    oldest_first = sorted((value.origin, key, value) for key in overruled for value in overruled[key].values)
    for _, key, value in oldest_first:
        if excess <= 0:
            break
        kept[key] = Overruled(tuple(other for other in kept[key].values if other is not value), is_cut=True)
        excess -= len(value.text.encode())
    return kept
