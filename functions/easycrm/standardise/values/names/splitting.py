"""Full names into first and last names, with nameparser and with what it leaves to its callers."""

import re
from dataclasses import fields
from functools import cache, lru_cache

import nameparser
from nameparser import ParsedName

from easycrm.bounds import NAMED_CHARACTERS
from easycrm.folding import folded
from easycrm.standardise.values.names.around import bare_name, without_honorifics
from easycrm.standardise.values.names.initials import is_initial
from easycrm.standardise.values.names.latin import in_order
from easycrm.standardise.values.names.own_scripts import is_family_name, is_in_own_script, split_own_script
from easycrm.standardise.values.names.parts import UNTOLD, Name, Orders, whole
from easycrm.standardise.values.names.people import are_several, is_firm
from easycrm.standardise.values.names.slavic import split_slavic
from easycrm.standardise.values.names.suffixes import is_known_degree, without_suffixes
from easycrm.standardise.values.names.syllables import are_syllables
from easycrm.standardise.values.word_lists import given_names, is_honorific, only_given_names, words

_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}")
_STRANGE = re.compile(r"\d(?=.*[^\W\d_])|[@\\+=<>:;|_*?!%$€^~#]")
_MAILBOX_WORDS = re.compile(r"[\W\d_]+")
_MISPLACED = frozenset("mr mrs ms miss dr prof".split())
_FEWEST_BEHIND_TITLE = 2
_FEWEST_BEFORE_JOB = 3
_MOST_WORDS = 8
_LONGEST = 100


def split_name(full_name: str, email: str = "", orders: Orders = UNTOLD) -> Name:
    """A full name, written in either order and any script. Unsure: it stays whole, as it is written.

    What the name leaves open, the other names of its column settle (`orders`), or the person's email:
    `guodong.tan@` says which part of `Tan Guo Dong` is which.

    >>> split_name("Dr. Ana Novak"), split_name("Novak, Ana, MBA")
    (Name(first='Ana', last='Novak', sure=True), Name(first='Ana', last='Novak', sure=True))
    >>> split_name("Tan Guo Dong", "guodong.tan@example.com")
    Name(first='Guo Dong', last='Tan', sure=True)
    """
    if len(full_name) > NAMED_CHARACTERS:
        return whole(" ".join(full_name.split()))
    name = split_alone(full_name, orders)
    return name if name.sure or not email else _as_in_email(name, email)


def _as_in_email(name: Name, email: str) -> Name:
    """What the mailbox says of a name that is not sure: `guodong.tan`, or `jlee`. Both parts alone say no order."""
    words_of_name = name.first.split()
    parts = {folded(part) for part in _MAILBOX_WORDS.split(email.partition("@")[0])}
    readings = [(words_of_name[0], words_of_name[1:]), (words_of_name[-1], words_of_name[:-1])]
    fitting = [Name(" ".join(names), family) for family, names in readings if _fits(family, names, parts)]
    return fitting[0] if len(fitting) == 1 else name


def _fits(family: str, names: list[str], parts: set[str]) -> bool:
    """Whether a mailbox has a reading's parts: the given names in one, or their first letter before the family name."""
    if len(names) > 1:
        return folded(family) in parts and folded("".join(names)) in parts
    return bool(names) and folded(names[0][0] + family) in parts


@lru_cache(maxsize=20_000)
def split_alone(full_name: str, orders: Orders = UNTOLD) -> Name:
    """The same with no email to help. Kept in mind, because lists repeat names."""
    text = " ".join(full_name.split())
    if text.lower().replace(" ", "") in words("nobodys_mailboxes") and " " in text:  # `Not provided`
        return whole(text)
    if is_plain(text):
        *first, last = text.split()
        name = in_order(first, last, orders)
    else:
        name = _split(text, orders)
    return name if name.sure else whole(text)


def is_plain(text: str) -> bool:
    """Whether a name is two or three words of Latin letters that nameparser takes for nothing but names.

    Most names are, and reading them without it takes a tenth of the time.
    """
    parts = text.split()
    return 2 <= len(parts) <= 3 and all(_PLAIN.fullmatch(word) and word.lower() not in _vocabulary() for word in parts)


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that nameparser or a list of ours knows as something else than a name."""
    lexicon = nameparser.Lexicon.default()
    known = (getattr(lexicon, field.name) for field in fields(lexicon))
    ours = (words(name) for name in ("companies", "generations", "degrees", "callings", "leading_honorifics", "jobs"))
    return frozenset().union(*(words for words in known if isinstance(words, frozenset)), *ours)


def _split(text: str, orders: Orders) -> Name:
    """A name that is more than two or three plain words."""
    bare = bare_name(text) if text else text
    if not bare or is_firm(bare) or _ends_in_job(bare):
        return whole(text)
    trimmed = without_suffixes(without_honorifics(bare))
    name = trimmed.text
    if not trimmed.sure or _is_unlike_a_name(name) or are_several(name):
        return whole(text)
    if is_in_own_script(name):
        return Name("", name) if name != bare and is_family_name(name) else split_own_script(name)  # `田中様`
    return _spoken(nameparser.parse(name), name, orders)


def _is_unlike_a_name(text: str) -> bool:
    """Whether a text is too long for a name, or has characters that names have not."""
    is_long = len(text) > _LONGEST or len(text.split()) > _MOST_WORDS
    are_joined = any("/" in word and folded(word) not in words("patronymics") for word in text.split())
    return is_long or are_joined or bool(_STRANGE.search(text)) or text.count(",") > 1


def _ends_in_job(text: str) -> bool:
    """Whether a job stands where a family name would: `Ana Novak Manager`, `Sales Manager`, but not `Ana Head`."""
    parts = text.split()
    if folded(parts[-1]) not in words("jobs") or "," in text or is_initial(parts[-2] if len(parts) > 1 else "."):
        return False
    return len(parts) >= _FEWEST_BEFORE_JOB or (len(parts) > 1 and folded(parts[0]) in words("jobs"))


def _spoken(parsed: ParsedName, text: str, orders: Orders) -> Name:
    """A name as nameparser takes it apart, in the order that it was meant in."""
    first = [*parsed.given.split(), *parsed.middle.split()]
    last, suffixes = parsed.family, parsed.suffix.replace(",", " ").split()
    names = [word for word in suffixes if not last or not is_known_degree(word)]  # `Ada Mba` has no other family name
    if names and "," in text:
        if not all(map(is_initial, names)):
            return whole(text)
        first += names
    elif names and last and not are_syllables([*first, *last.split()]):
        return whole(text)
    elif names:  # `Jack MA`, `Wei Ling MA`
        first, last = [*first, *last.split()], " ".join(names)
    titles = _titles_in(parsed)
    if titles and (len(first) + bool(last) < _FEWEST_BEHIND_TITLE or any(word in given_names() for word in titles)):
        return _with_title(parsed.title, first, last)
    first = [*(word for word in parsed.title.split() if word.endswith(".") and not _is_title(word)), *first]
    if not first and not last:
        return Name(text, "", sure=not is_honorific(text))
    if not first and parsed.title and folded(last) in only_given_names():
        return Name(last, "")  # `Dr. Andrea`
    if "," in text:
        return _with_comma(first, last, text)
    return in_order(first, last, orders)


def _titles_in(parsed: ParsedName) -> list[str]:
    """The titles, folded, that may be a part of the name."""
    return [folded(word) for word in parsed.title.split() if not is_honorific(word) and _is_title(word)]


def _is_title(word: str) -> bool:
    """Whether a word is a title by itself. nameparser takes every shortened word for one, as in `Wm. Farmer`."""
    titles = nameparser.Lexicon.default().titles
    return is_honorific(word) or all(part in titles for part in folded(word).strip(".").split("."))


def _with_title(title: str, first: list[str], last: str) -> Name:
    """`Judge Reinhold` may be a name, or a title before one."""
    words_of_name = [*(word for word in title.split() if not is_honorific(word)), *first, *last.split()]
    if len(words_of_name) == 1:
        return Name(words_of_name[0], "")
    known = len(words_of_name) == 2 and folded(words_of_name[0]) in words("titles_and_names")
    known = known and folded(words_of_name[1]) not in given_names()
    return Name(words_of_name[0], words_of_name[1], sure=True) if known else whole(" ".join(words_of_name))


def _with_comma(first: list[str], last: str, text: str) -> Name:
    """A family name before a comma. `Ana M, Novak`, `Ana Ms, Novak` and `Ana Novak, Acme` are not meant so."""
    family = last.split()
    is_given = len(family) > 1 and (is_initial(family[-1]) or folded(family[-1]).strip(".") in _MISPLACED)
    is_cut = len(family) > 1 and len(first) == 1 and is_initial(first[0]) and folded(family[0]) in given_names()
    is_described = len(family) > 1 and folded(family[0]) in only_given_names() and folded(first[0]) not in given_names()
    is_several = len(family) == len(first) == 2 and split_slavic(family) is not None
    return whole(text) if is_given or is_cut or is_described or is_several else Name(" ".join(first), last)
