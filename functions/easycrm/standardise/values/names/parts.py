"""A name in its parts, and the order in which a column has them."""

from typing import Literal, NamedTuple

Order = Literal["", "familyFirst", "givenFirst"]


class Orders(NamedTuple):
    """In which order a column's names are, as far as those tell whose order is plain; `""`: nobody tells.

    East Asian names in Latin letters and all others are told apart, because `Ben Okoro` and `Tan Wei Ling` stand in
    one list.
    """

    eastern: Order = ""
    western: Order = ""


UNTOLD = Orders()


class Name(NamedTuple):
    """A name in two parts. `first` holds a name that has one part, or that stays whole because it is not `sure`.

    Honorifics, nicknames, suffixes and degrees are in neither part.
    """

    first: str
    last: str
    sure: bool = True


def whole(text: str) -> Name:
    """A name of which is not sure how it is to be split."""
    return Name(text, "", sure=False)
