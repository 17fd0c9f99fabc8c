"""Names of people who do not exist in the shapes that lists have, by the rules and by nameparser alone."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import nameparser

from benchmarks.gold.claims import Misses, print_misses
from benchmarks.gold.invented import HOUSES, THINGS, word
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

_EACH = 40
_LABELS = label_columns(["Name"])

_WESTERN = (
    "Julie Sarah Robert Edward Katrin Nadine Giulia Ingrid Pawel Claudia Vanessa Heather Brian Gary Kevin".split()
)
_LAST = "Wattleby Thistlewood Penhallow Lindqvist Okonjo Tannenfeld Marchetti Kowalczyk Hallberg Fairclough".split()
_IBERIAN = "García López Fernández Sánchez Pérez Ramírez Oliveira Ferreira Carvalho Almeida Ribeiro Torres".split()
_IBERIAN_FIRST = ["María José", "Luis", "Ana Paula", "João Pedro", "Lucía", "Juan Carlos"]
_PARTICLES = ["van der", "de la", "von", "van", "di", "dos", "El"]
_EASTERN = "Tan Lim Wong Wang Zhang Nguyen Park Choi Goh Zhou Huynh Koh".split()
_EASTERN_GIVEN = "Wei Ming|Hui Ling|Jia Hao|Mei Shan|Zhi Yong|Xiu Ying|Jun Kai|Thi Hoa".split("|")
_EITHER = "Yang Chen|Kim Lee|Li Yuan|Feng Lin|Luo Peng".split("|")
_OWN_SCRIPT = [("王", "小明"), ("陳", "美玲"), ("김", "민준"), ("박", "서연"), ("佐藤", "花子"), ("鈴木", "一郎")]
_SUFFIXES = ["Jr.", "Sr.", "II", "III", "IV", "jr", "Jnr"]
_DEGREES = ["PhD", "Ph.D.", "MD", "M.D.", "MBA", "CPA", "MBA, PMP", "DDS", "Esq.", "MSc", "CFA", "BSc, MSc"]
_LOOK_LIKE_DEGREES = "Ma Do An Le Yu Ba Ed Si Vi".split()
_TITLES = ["Dr.", "Prof. Dr.", "Mr", "Ms.", "Frau", "Mme", "Sra.", "Rev.", "Sir", "Captain", "Senator", "Judge"]
_ROLES = ["CEO", "Head of Sales", "Geschäftsführer", "Buyer", "IT Director", "Gerente"]
_PRONOUNS = ["she/her", "he/him", "they/them", "she/they", "sie/ihr"]
_NUMBERS = ["1. ", "12) ", "#3 ", "(4) ", "27. ", "- ", "• "]
_BRACKETS = ["[External]", "(Guest)", "[VIP]", "(she/her)", "{internal}", "(née Holm)"]
_FIRMS = ["Ltd", "GmbH", "Inc.", "Logistics", "S.A.", "Pte. Ltd.", "AG", "Solutions", "Foods", "Sdn Bhd"]
_ANDS = ["&", "and", "und", "y", "et", "+"]


class MadeName(NamedTuple):
    """A written name and its parts; `last` is None where nobody can tell, and the name is to be whole and marked."""

    text: str
    first: str
    last: str | None


Maker = Callable[[random.Random], MadeName]


def _plain(rng: random.Random) -> tuple[str, str]:
    """A name that nobody knows, or a common given name before one."""
    last = word(rng) if rng.random() < 0.5 else rng.choice(_LAST)
    return rng.choice([word(rng), rng.choice(_WESTERN)]), last


def _around(pattern: Sequence[str], *parts: Sequence[str]) -> Maker:
    """Names with something around them, by patterns that have `{}` for it."""

    def make(rng: random.Random) -> MadeName:
        first, last = _plain(rng)
        extra = [rng.choice(some) for some in parts]
        name = rng.choice(pattern).format(*extra, first=first, last=last)
        return MadeName(name, first, last)

    return make


def _shouted(rng: random.Random) -> MadeName:
    first, last = _plain(rng)
    return MadeName(f"{last.upper()} {first}", first, last.upper())


def _initials(rng: random.Random) -> MadeName:
    first, last, initial = rng.choice(_WESTERN), rng.choice(_LAST), rng.choice("ABCDEFGHIJKLMNOPRSTVWY")
    forms = [
        (f"{first} {initial}. {last}", f"{first} {initial}.", last),
        (f"{first.upper()} {initial} {last.upper()}", f"{first.upper()} {initial}", last.upper()),
        (f"{first.lower()} {initial.lower()} {last.lower()}", f"{first.lower()} {initial.lower()}", last.lower()),
        (f"{last}, {first} {initial}", f"{first} {initial}", last),
        (f"{first} {initial}", first, initial),
        (f"{initial}.{initial}. {last}", f"{initial}.{initial}.", last),
        (f"JRR {last}", "JRR", last),
        (f"{last} {first} {initial}", f"{first} {initial}", last),
    ]
    return MadeName(*rng.choice(forms))


def _with_particle(rng: random.Random) -> MadeName:
    first, last = _plain(rng)
    last = f"{rng.choice(_PARTICLES)} {last}"
    return MadeName(rng.choice([f"{first} {last}", f"{last}, {first}"]), first, last)


def _two_family_names(rng: random.Random) -> MadeName:
    first, (one, other) = rng.choice(_IBERIAN_FIRST), rng.sample(_IBERIAN, 2)
    last = rng.choice([f"{one} {other}", f"{one} y {other}", f"{one} dos {other}"])
    return MadeName(rng.choice([f"{first} {last}", f"{last}, {first}"]), first, last)


def _eastern(rng: random.Random) -> MadeName:
    family, names = rng.choice(_EASTERN), rng.choice(_EASTERN_GIVEN)
    forms = [f"{family} {names}", f"{names} {family}", f"{family}, {names}", f"{family.upper()} {names}"]
    text = rng.choice(forms)
    return MadeName(text, names, family.upper() if text.split()[0].isupper() else family)


def _own_script(rng: random.Random) -> MadeName:
    family, names = rng.choice(_OWN_SCRIPT)
    ends = ["", ", PhD", " 様" if family in ("佐藤", "鈴木") else " 先生" if family in ("王", "陳") else " 씨"]
    return MadeName(rng.choice([f"{family}{names}", f"{family} {names}"]) + rng.choice(ends), names, family)


def _like_degrees(rng: random.Random) -> MadeName:
    first, last = rng.choice(_WESTERN), rng.choice(_LOOK_LIKE_DEGREES)
    return MadeName(rng.choice([f"{first} {last}", f"{last}, {first}", f"{first} {last.upper()}"]), first, last)


def _firm(rng: random.Random) -> MadeName:
    return MadeName(f"{rng.choice(HOUSES)} {rng.choice(THINGS)} {rng.choice(_FIRMS)}", "", None)


def _several(rng: random.Random) -> MadeName:
    (one, last), (other, second) = _plain(rng), _plain(rng)
    join = rng.choice(_ANDS)
    return MadeName(rng.choice([f"{one} {join} {other} {last}", f"{one} {last} {join} {other} {second}"]), "", None)


def _family_first(rng: random.Random) -> MadeName:
    return MadeName(f"{rng.choice(_LAST)} {rng.choice(_WESTERN)}", "", None)


def _either(rng: random.Random) -> MadeName:
    return MadeName(rng.choice(_EITHER), "", None)


MAKERS: dict[str, Maker] = {
    "natural order": _around(["{first} {last}"]),
    "comma": _around(["{last}, {first}"]),
    "shouted family name first": _shouted,
    "suffixes": _around(
        ["{first} {last} {}", "{first} {last}, {}", "{last}, {first}, {}", "{last} {}, {first}"], _SUFFIXES
    ),
    "degrees": _around(["{first} {last}, {}", "{last}, {first}, {}", "{first} {last} {}"], _DEGREES),
    "titles": _around(["{} {first} {last}", "{last}, {} {first}"], _TITLES),
    "roles behind": _around(["{first} {last} - {}", "{first} {last}, {}", "{first} {last} | {}"], _ROLES),
    "pronouns": _around(
        ["{first} {last} ({})", "{first} {last}, {}", "{first} {last} {}", "{last}, {first} ({})"], _PRONOUNS
    ),
    "numbers in front": _around(["{}{first} {last}", "{}{last}, {first}"], _NUMBERS),
    "brackets": _around(["{first} {last} {}", "{last}, {first} {}"], _BRACKETS),
    "initials": _initials,
    "particles": _with_particle,
    "two family names": _two_family_names,
    "East Asian, Latin letters": _eastern,
    "East Asian, own script": _own_script,
    "like a degree": _like_degrees,
    "companies": _firm,
    "several people": _several,
    "given name last": _family_first,
    "either order": _either,
}


def _stored(name: MadeName, column: Sequence[str]) -> tuple[str, str, bool]:
    columns = map_columns(_LABELS, gather(1, [[text] for text in column]))
    row = standardise(columns, [name.text], "SG", "")
    return row.values.get("firstName", ""), row.values.get("lastName", ""), "firstName" not in row.flags


def _fate(name: MadeName, first: str, last: str, is_sure: bool) -> str:
    """`right`, `marked` where more could be known, `swapped` or `wrong` without a mark."""
    if name.last is None:
        return "wrong" if is_sure else "right"
    if not is_sure:
        return "marked"
    parts = (first.casefold(), last.casefold())
    labelled = (name.first.casefold(), name.last.casefold())
    return "right" if parts == labelled else "swapped" if parts == labelled[::-1] else "wrong"


def made_names(rng: random.Random) -> Iterator[tuple[str, MadeName, str, str, str]]:
    """Kind, name, its fate by the rules and by nameparser, and what the rules have made of it."""
    for kind, make in MAKERS.items():
        for name in (make(rng) for _ in range(_EACH)):
            first, last, is_sure = _stored(name, [name.text])
            parsed = nameparser.parse(name.text)
            rival = _fate(name, f"{parsed.given} {parsed.middle}".strip(), parsed.family, is_sure=True)
            yield kind, name, _fate(name, first, last, is_sure), rival, f"{first} / {last}"
    for kind, reverse in (
        ("either order, in a column of given names first", False),
        ("... of family names first", True),
    ):
        for text in (rng.choice(_EITHER) for _ in range(_EACH)):
            one, other = text.split()
            name = MadeName(text, *((other, one) if reverse else (one, other)))
            others = [_eastern_in_order(rng, reverse) for _ in range(12)]
            first, last, is_sure = _stored(name, [*others, text])
            rival = _fate(name, one, other, is_sure=True)
            yield kind, name, _fate(name, first, last, is_sure), rival, f"{first} / {last}"


def _eastern_in_order(rng: random.Random, family_first: bool) -> str:
    family, names = rng.choice(_EASTERN), rng.choice(_EASTERN_GIVEN)
    return f"{family} {names}" if family_first else f"{names} {family}"


def print_names(rng: random.Random, misses: int) -> None:
    """By kind: right, marked, and swapped or wrong without a mark; and how many nameparser alone reads right."""
    fates: dict[str, Counter[str]] = {}
    lines: Misses = []
    for kind, name, fate, rival, answer in made_names(rng):
        fates.setdefault(kind, Counter()).update([fate, f"rival {rival}"])
        if fate != "right":
            lines.append(f"{kind}: {name.text!r} gave {answer}, not {name.first} / {name.last}: {fate}")
    print(f"\nFull names\n  {'':48} {'right':>6} {'marked':>7} {'swapped':>8} {'wrong':>6} {'nameparser right':>17}")
    for kind, counts in (*fates.items(), ("all", sum(fates.values(), Counter[str]()))):
        ours = [counts[fate] for fate in ("right", "marked", "swapped", "wrong")]
        print(f"  {kind:48} {ours[0]:6,} {ours[1]:7,} {ours[2]:8,} {ours[3]:6,} {counts['rival right']:17,}")
    print_misses(lines, misses)
