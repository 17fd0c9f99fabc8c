"""Columns that speak of somebody else never speak for the lead: roles, languages, nouns and forms, crossed.

Half of the roles are in no vocabulary, so that only their values tell: a few persons, again and again. Every role meets
every noun in every language, in one of the forms; with the profile `thorough` in each of them.
"""

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from easycrm.header_words import has_noun, is_header, meaning_of, objects_in
from easycrm.leads.lead import FIELDS
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.standardising import standardise
from easycrm.workbooks.tables import label_columns

WORDS = tomllib.loads(Path(__file__).with_name("roles.toml").read_text(encoding="utf-8"))
LANGUAGES = WORDS["languages"].split("|")
NOUNS = ("fullName", "firstName", "lastName", "email", "phone", "mobile")
FORMS = ("prefix", "suffix", "slash", "snake")
SEED = 13
MOST_LOST = 0.01

_UNSPACED = ("zh", "ja")
_SYLLABLES = {
    "latin": "ba be bo da de do fa ga ka la le lo ma me mi na ne no ra re ri ro sa se so ta te to va ve vi za".split(),
    "ru": "ба бе бо да де до фа га ка ла ле ло ма ме ми на не но ра ре ри ро са се со та те то ва ве ви за".split(),
}
_HAN = {
    "zh": ("王李张刘陈杨赵黄周吴徐孙胡朱高", "林何郭马罗梁宋郑谢韩", "伟芳娜敏静丽强磊洋艳", "勇军杰娟涛明超秀霞平"),
    "ja": ("佐高田伊渡中小加吉山", "森池橋阿石前藤後近村", "翔蓮陽結愛咲莉葵悠颯", "健誠恵香直美浩由紀智"),
}
"""Characters of family names and of given ones: of the persons' and of the others'."""

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_kind = pytest.mark.parametrize("kind", ["known", "unseen"])


class Somebody(NamedTuple):
    """A person, or another whom the person's row speaks of."""

    fullName: str
    firstName: str
    lastName: str
    email: str
    phone: str
    mobile: str
    company: str


class Case(NamedTuple):
    """A role and how one of its columns is called."""

    kind: str
    role: str
    noun: str
    form: str


class Outcome(NamedTuple):
    """What came of a table: what others' columns gave to leads, and which of the person's own columns were lost."""

    taken: list[str]
    lost: list[str]
    own: int


class Made(NamedTuple):
    """A table: header, rows and, for each column, what it holds and whether it is the person's own."""

    headers: list[str]
    nouns: list[str]
    is_own: list[bool]
    rows: list[list[str]]


def word(kind: str, name: str, language: str) -> str:
    text: str = WORDS[kind][name].split("|")[LANGUAGES.index(language)]
    return text


def cases(kind: str) -> Iterator[Case]:
    """Each role with each noun; the form changes from one to the next, or is each of them."""
    thorough = settings().max_examples > 1000
    for number, (role, noun) in enumerate(product(WORDS[kind], NOUNS)):
        forms = FORMS if thorough else [FORMS[(number + number // len(NOUNS)) % len(FORMS)]]
        yield from (Case(kind, role, noun, form) for form in forms)


def header(role: str, noun: str, form: str, language: str, rng: random.Random) -> str:
    space = "" if language in _UNSPACED else " "
    match form:
        case "prefix":
            return f"{role}{space}{noun}"
        case "suffix":
            return rng.choice([f"{noun} ({role})", f"{noun}{space}{role}"])
        case "slash":
            return f"{role}/{noun}"
        case _:
            return f"{role}_{noun}".lower().replace(" ", "_").replace("-", "_")


def somebody(language: str, rng: random.Random, is_own: bool, domain: str) -> Somebody:
    if language in _HAN:
        families, givens = _HAN[language][0 if is_own else 1], _HAN[language][2 if is_own else 3]
        last, first = rng.choice(families), "".join(rng.sample(givens, 2))
        full = last + first
    else:
        first, last = (_spoken("ru" if language == "ru" else "latin", rng) for _ in range(2))
        full = f"{first} {last}"
    mailbox = f"{_spoken('latin', rng)}.{_spoken('latin', rng)}" if not full.isascii() else f"{first}.{last}"
    landline, mobile = (f"+65 {digit}{rng.randrange(100, 200)} {rng.randrange(10_000):04}" for digit in (6, 9))
    email = f"{mailbox}@{domain}.example".lower()
    return Somebody(full, first, last, email, landline, mobile, f"{domain.replace('-', ' ').title()} Ltd")


def _spoken(script: str, rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES[script], k=4)).capitalize()


def table(case: Case, language: str, rng: random.Random) -> Made:
    """The person's own columns, and those of the role before or behind them; cells are blank here and there."""
    size = rng.randrange(12, 31)
    domains = [f"{_spoken('latin', rng)}-{_spoken('latin', rng)}".lower() for _ in range(rng.randrange(3, 6))]
    persons = [somebody(language, rng, True, rng.choice(domains)) for _ in range(size)]
    if rng.random() < 0.2:  # colleagues with one phone
        persons = [person._replace(phone=f"+65 6234 {1000 + domains.index(_domain(person))}") for person in persons]
    others = [somebody(language, rng, False, "registry-office") for _ in range(rng.randrange(2, 5))]
    own = _own_columns(language, rng)
    theirs = [
        (noun, header(word(case.kind, case.role, language), word("nouns", noun, language), case.form, language, rng))
        for noun in NOUNS
        if noun == case.noun or rng.random() < 0.3
    ]
    blocks = [[(persons, True, *column) for column in own], [(others, False, *column) for column in theirs]]
    columns = [column for block in rng.sample(blocks, 2) for column in block]
    rows = [_row(columns, number, rng) for number in range(size)]
    return Made([heading for *_, heading in columns], [noun for _, _, noun, _ in columns],
                [is_own for _, is_own, _, _ in columns], rows)  # fmt: skip


def _domain(person: Somebody) -> str:
    return person.email.partition("@")[2].removesuffix(".example")


def _own_columns(language: str, rng: random.Random) -> list[tuple[str, str]]:
    """Nouns and headers: a name in one column or two, an email, a phone, a company; one or the other may be missing."""
    names = rng.choice([["fullName"], ["firstName", "lastName"]])
    nouns = [*names, "email", rng.choice(["phone", "mobile"]), "company"]
    missing = rng.choice([[], [], [], names, ["email"], ["phone", "mobile"], ["company"]])
    chosen = [noun for noun in nouns if noun not in missing]
    return [(noun, _own_header(noun, language, rng)) for noun in chosen]


def _own_header(noun: str, language: str, rng: random.Random) -> str:
    plain = word("nouns", noun, language)
    if noun not in ("email", "mobile") or rng.random() > 0.2:
        return plain
    return word("adjectives", rng.choice(list(WORDS["adjectives"])), language).format(plain)


def _row(columns: list[tuple[list[Somebody], bool, str, str]], number: int, rng: random.Random) -> list[str]:
    """A person's row. In a few all of the person's own cells are blank."""
    turn, is_blank = rng.randrange(2), rng.random() < 0.04
    cells = []
    for people, is_own, noun, _ in columns:
        one: Somebody = people[number if is_own else (number + turn) % len(people)]
        missing = (is_own and is_blank) or rng.random() < (0.15 if is_own else 0.1)
        cells.append("" if missing else getattr(one, noun))
    return cells


def outcome(made: Made) -> Outcome:
    columns = map_columns(label_columns(made.headers), gather(len(made.headers), made.rows))
    taken, lost = [], set()
    for cells in made.rows:
        identity, values = identify(columns, cells, "SG"), standardise(columns, cells, "SG", "L1").values
        texts = [values.get(field, "") for field in FIELDS]
        texts += [identity.email, identity.phone, identity.full_name]
        for at, cell in enumerate(cells):
            if cell and not made.is_own[at]:
                taken += [f"{made.headers[at]}: {cell}"] if _is_in(cell, texts) else []
            elif cell and not _is_kept(made.nouns[at], cell, values):
                lost.add(f"{made.headers[at]} ({columns[at].field}, {columns[at].also})")
    return Outcome(taken, sorted(lost), sum(made.is_own))


def _is_in(cell: str, texts: list[str]) -> bool:
    """Whether a word of another's cell, or the whole, is in a text of the lead."""
    words = [cell, cell.replace(" ", ""), *(() if cell.startswith("+") else cell.split())]
    return any(part in text for part in words for text in texts)


def _is_kept(noun: str, cell: str, values: dict[str, str]) -> bool:
    """Whether the person's own value is where it belongs."""
    match noun:
        case "fullName":
            names = [values.get("firstName", ""), values.get("lastName", "")]
            return sorted("".join(names).replace(" ", "")) == sorted(cell.replace(" ", ""))
        case "phone" | "mobile":
            return values.get("phone") == cell.replace(" ", "")
        case _:
            return values.get(noun) == cell


@cache
def outcomes(kind: str, language: str) -> list[tuple[Case, Made, Outcome]]:
    rng = random.Random(f"{SEED} {kind} {language}")
    made = [(case, table(case, language, rng)) for case in cases(kind)]
    return [(case, one, outcome(one)) for case, one in made]


@each_language
def test_no_word_of_the_unseen_roles_is_known(language):
    roles = [word("unseen", role, language) for role in WORDS["unseen"]]
    words = {part for role in roles for part in (role, *role.replace("-", " ").split())}
    assert [text for text in words if meaning_of(text) or is_header(text) or objects_in(text) or has_noun(text)] == []


@each_kind
@each_language
def test_nothing_of_somebody_else_is_in_a_field(language, kind):
    wrong = [(*case, made.headers, came.taken[0]) for case, made, came in outcomes(kind, language) if came.taken]
    assert wrong == []


@each_kind
@each_language
def test_hardly_any_of_the_persons_own_columns_is_lost(language, kind):
    came = [(made, came) for _, made, came in outcomes(kind, language)]
    lost = [(each.lost, made.headers) for made, each in came if each.lost]
    assert sum(len(names) for names, _ in lost) <= MOST_LOST * sum(each.own for _, each in came), lost


def test_roles_are_many_and_half_of_them_unseen():
    assert (len(WORDS["known"]), len(WORDS["unseen"]), len(LANGUAGES)) == (15, 15, 12)
