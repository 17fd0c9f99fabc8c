"""People who do not exist, and numbers that a country has given out."""

import random
from collections.abc import Callable
from typing import NamedTuple

import phonenumbers

_SYLLABLES = "ba be bo da de do fa ga ka la le lo ma me mi na ne no ra re ri ro sa se so ta te to va ve vi za".split()
HOUSES = "Amber Copper Crooked Drifting Hollow Paper Quiet Salted Silver Tin Velvet Winter".split()
THINGS = "Acorn Anchor Comet Fern Heron Kettle Lantern Meadow Orchard Otter Sparrow Teapot".split()
_TITLES = [
    "Head of Sales",
    "CEO",
    "Buyer",
    "IT Director",
    "Founder",
    "Geschäftsführer",
    "Directeur commercial",
    "Gerente",
]


class Person(NamedTuple):
    """Somebody who does not exist, and the name as one text in some order."""

    first: str
    last: str
    title: str
    company: str
    email: str
    phone: str
    full: str


def people(rng: random.Random, count: int) -> list[Person]:
    return [_person(rng, number) for number in range(count)]


def _person(rng: random.Random, number: int) -> Person:
    first, last = word(rng), word(rng)
    company = f"{rng.choice(HOUSES)} {rng.choice(THINGS)}"
    domain = f"{company.lower().replace(' ', '-')}.example"
    phone = existing(lambda: f"+65 9{rng.randrange(1000):03} {rng.randrange(10_000):04}")
    email = f"{first}.{last}@{domain}".lower()
    return Person(first, last, _TITLES[number % len(_TITLES)], company, email, phone, f"{first} {last}")


def existing(make: Callable[[], str]) -> str:
    """A number of a range that its country has given out; the plan says which, not the rules that are measured."""
    while not phonenumbers.is_valid_number(phonenumbers.parse(number := make())):
        pass
    return number


def word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).capitalize() + rng.choice(["n", "l", "rd", "x", ""])
