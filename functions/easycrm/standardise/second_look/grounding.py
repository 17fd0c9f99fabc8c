"""What DeepSeek says of a row is believed only if the row itself says it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from easycrm.folding import digits_of, folded
from easycrm.standardise.rows.ledger import words_of
from easycrm.standardise.second_look.residue import is_free_mail
from easycrm.standardise.values.emails import normalised, read_emails
from easycrm.standardise.values.phones import FEWEST_DIGITS

_SPOKEN = ("firstName", "lastName", "title", "company")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PARTS = re.compile(r"[\W\d_]+")


class Answer(NamedTuple):
    """What DeepSeek says of one row; `""` for what it does not say."""

    firstName: str
    lastName: str
    title: str
    company: str
    email: str
    phone: str


def is_grounded(answer: Answer, cells: Sequence[str]) -> bool:
    """Whether every email, number and word of an answer is in these cells of the row, or in the row's email.

    >>> answer = Answer("Ana", "Novak", "", "Novak Optics", "", "")
    >>> is_grounded(answer, ["Ana Novak, Novak Optics"]), is_grounded(answer, ["Ana Novak"])
    (True, False)
    """
    emails = {email for cell in cells for email in read_emails(cell).valid}
    return (
        (not answer.email or normalised(answer.email) in emails)
        and (not answer.phone or _is_number_in(answer.phone, cells))
        and all(not value or _is_said(answer, name, cells, emails) for name, value in _spoken(answer))
    )


def derived(answer: Answer, cells: Sequence[str]) -> list[str]:
    """The fields whose words no cell says as words: they were taken from the email."""
    return [name for name, value in _spoken(answer) if value and not _are_words_of(value, cells)]


def _spoken(answer: Answer) -> list[tuple[str, str]]:
    return [(name, getattr(answer, name)) for name in _SPOKEN]


def _is_said(answer: Answer, name: str, cells: Sequence[str], emails: set[str]) -> bool:
    """Whether a value's words are in the cells; a name may also be in a mailbox, a company in a domain."""
    value = getattr(answer, name)
    if _are_words_of(value, cells):
        return True
    match name:
        case "firstName" | "lastName":
            return any(_is_in_mailbox(answer, value, email.partition("@")[0]) for email in emails)
        case "company":
            return any(_is_in_domain(value, email.partition("@")[2]) for email in emails)
        case _:
            return False


def _are_words_of(value: str, cells: Sequence[str]) -> bool:
    """Whether all words of a value are words of the cells, emails left aside. Scripts without spaces have no words."""
    said = " ".join(read_emails(cell).rest for cell in cells)
    wanted = words_of(value)
    spoken = set(words_of(said))
    return bool(wanted) and all(word in spoken or (_UNSPACED.search(word) and word in folded(said)) for word in wanted)


def _is_in_mailbox(answer: Answer, value: str, mailbox: str) -> bool:
    """`Jane` is in `jane.doe` as a word; in `janedoe`, if what is left is the other part of the answer."""
    folded_parts = ["".join(words_of(part)) for part in _PARTS.split(mailbox) if part]
    whole = {
        "".join(words_of(answer.firstName + answer.lastName)),
        "".join(words_of(answer.lastName + answer.firstName)),
    }
    return set(words_of(value)) <= set(folded_parts) or not whole.isdisjoint(folded_parts)


def _is_in_domain(value: str, domain: str) -> bool:
    """`Blue Harbour` is in `blue-harbour.example` and in `blueharbour.example`; never in a free mail domain."""
    if is_free_mail(domain):
        return False
    spoken = "".join(words_of(value))
    return bool(spoken) and spoken in {"".join(words_of(label)) for label in domain.split(".")[:-1]}


def _is_number_in(phone: str, cells: Sequence[str]) -> bool:
    digits = digits_of(phone)
    return len(digits) >= FEWEST_DIGITS and any(digits in digits_of(cell) for cell in cells)
