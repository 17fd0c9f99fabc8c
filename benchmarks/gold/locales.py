"""Headers as people and programs write them in fourteen languages, and the values that stand beneath them."""

import random
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from phonenumbers import PhoneNumberType

from benchmarks.gold.invented import HOUSES, THINGS, word
from benchmarks.gold.numbers import international, national, random_number

OBJECTS = ("firstName", "lastName", "fullName", "email", "phone", "mobile", "company", "title")
FIELD_OF = {"mobile": "phone", **{name: name for name in OBJECTS if name != "mobile"}}
"""Object -> the field that a column of it is for."""

VALUES_OF_THINGS = ("date", "place", "number", "text", "status")
_QUALIFIED = {
    "person": ("firstName", "lastName", "fullName", "email", "phone", "mobile"),
    "work": ("email", "phone"),
    "home": ("email", "phone"),
}
_WHOLE_NAMES = {"ja": ("firstName", "lastName"), "ru": ("firstName",), "sk": ("firstName",), "zh": ("firstName",)}
"""Objects whose word, said of a participant (参加者名, имя участника), means the whole name as well."""

_TEXTS = ("Wants a quotation", "Call after Easter", "met at the booth", "-", "has been here before")
_STATUSES = ("active", "web", "yes", "no", "fair")
_FORMATS: tuple[Callable[[str], str], ...] = (
    lambda text: "_".join(_parts(text)).lower(),
    lambda text: "".join([part.title() if at else part.lower() for at, part in enumerate(_parts(text))]),
    str.upper,
    lambda text: f"{text}:",
    lambda text: f"{text} *",
)


class Header(NamedTuple):
    """A header, the object that its column holds, and whose it is: `person`, `others`, `fax` or a kind of thing."""

    text: str
    object: str
    whose: str


@cache
def locales() -> Mapping[str, Mapping[str, list[str]]]:
    """Language -> what is headed -> texts."""
    sections = tomllib.loads(Path(__file__).with_name("locales.toml").read_text(encoding="utf-8"))
    return {language: {key: text.split("|") for key, text in section.items()} for language, section in sections.items()}


def own_headers(language: str) -> Iterator[Header]:
    """Of the person's own columns: every word for an object, and the first with each qualifier."""
    words = locales()[language]
    yield from (Header(text, name, "person") for name in OBJECTS for text in words[name])
    yield from (Header(text, "email", "person") for text in words["second"])
    for qualifier, names in _QUALIFIED.items():
        for name in names:
            if name not in _WHOLE_NAMES.get(language, ()):
                yield from (Header(text.format(words[name][0]), name, "person") for text in words[qualifier])


def other_headers(language: str) -> Iterator[Header]:
    """Of columns that are for no field: somebody else's, faxes, things."""
    words = locales()[language]
    for name in ("fullName", "email", "phone", "mobile"):
        yield from (Header(text.format(words[name][0]), name, "others") for text in words["others"])
    yield from (Header(text, "phone", "fax") for text in words["fax"])
    yield from (Header(text, kind, "thing") for kind in VALUES_OF_THINGS for text in words[kind])


def as_programs_write(rng: random.Random, text: str) -> str:
    """Snake, camel, capitals, with a colon or a star."""
    return rng.choice(_FORMATS)(text)


def _parts(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def somebody(rng: random.Random, language: str, domain: str) -> dict[str, str]:
    """Object -> value for a person of the language who does not exist."""
    words = locales()[language]
    first, last = rng.choice(words["given"]), rng.choice(words["family"])
    mailbox = _latin(f"{first}.{last}") or f"{word(rng)}.{word(rng)}"
    written = rng.choice([national, international])
    phones = {
        name: written(random_number(rng, words["country"][0], kind))
        for name, kind in (("phone", PhoneNumberType.FIXED_LINE), ("mobile", PhoneNumberType.MOBILE))
    }
    return {
        "firstName": first,
        "lastName": last,
        "fullName": f"{last}{first}" if language in ("zh", "ja") else f"{first} {last}",
        "email": f"{mailbox}{rng.randrange(1000)}@{domain}.example".lower(),
        "company": f"{domain.replace('-', ' ').title()} {rng.choice(words['suffixes'])}",
        "title": rng.choice(words["titles"]),
        **phones,
    }


def domain(rng: random.Random) -> str:
    return f"{rng.choice(HOUSES)}-{rng.choice(THINGS)}".lower()


def thing(rng: random.Random, kind: str) -> str:
    """A value that is for no field."""
    match kind:
        case "date":
            return f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        case "place":
            return f"{word(rng)} {rng.randrange(90)}" if rng.random() < 0.4 else word(rng)
        case "number":
            return str(rng.randrange(10 ** rng.randrange(1, 9)))
        case "text":
            return rng.choice(_TEXTS)
        case _:
            return rng.choice(_STATUSES)


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain if len(plain) > len(text) - 3 else ""
