"""The cell of a full name, which may say more than the name: what was written, and the name by its parts."""

import re
from functools import cached_property

from easycrm.standardise.values.company_words import is_company
from easycrm.standardise.values.emails import read_emails
from easycrm.standardise.values.names import Name, Orders, split_name
from easycrm.standardise.values.phone_texts import phones_in
from easycrm.standardise.values.phones import FEWEST_DIGITS, digits_in
from easycrm.standardise.values.titles import is_job

_SEPARATOR = re.compile(r"[,|;]")
_MOST_NAME_WORDS = 6
_FEWEST_IN_LINES = 3  # words that are a name broken into lines, and no list


class FullName:
    """A cell in which a full name stands.

    `written`: the name as it is written, of which identities are made; `""` of a cell that looks like a list.
    """

    def __init__(self, text: str, email: str, orders: Orders) -> None:
        self._text = text
        self._email = email
        self._orders = orders
        self.written, self._says_more = _written(text)

    @cached_property
    def split(self) -> Name | None:
        """The name by its parts, also of a cell that says more, if it is known what; None if there is none."""
        if self.written:
            return split_name(self.written, self._email, self._orders)
        if "\n" in self._text:
            return None
        name = split_name(_without_contacts(self._text) or self._text, self._email, self._orders)
        is_short = len(self._text.split()) <= _MOST_NAME_WORDS and not _is_contact(self._text)
        is_list = _is_described(self._text) or bool(set("|;") & set(self._text))
        return name if name.sure or (is_short and not is_list) else None

    @property
    def mixed(self) -> bool:
        """Whether the cell says more than a name and what goes with one, such as a whole contact."""
        is_name = not self.written and self.split is not None and not _is_contact(self._text)
        return self._says_more and not (is_name and not _is_described(self._text))


def _written(text: str) -> tuple[str, bool]:
    """The name in a cell, and whether the cell says more. `""`: what is left without email and phone is no name."""
    if len(text.split()) <= _FEWEST_IN_LINES:
        text = " ".join(text.split())
    if not _is_contact(text) and not _is_list(text):
        return text, False
    rest = _without_contacts(text)
    is_name = rest and len(rest.split()) <= _MOST_NAME_WORDS and not (set("|;/\n:,") & set(rest))
    return (rest, True) if is_name and "\n" not in text and not is_company(rest) and not is_job(rest) else ("", True)


def written_name(text: str) -> str:
    """The name in a cell as it is written, of which identities are made; `""` of a cell that looks like a list."""
    return _written(text)[0]


def _is_contact(text: str) -> bool:
    """Whether a text has an email, a number, or lines."""
    return "@" in text or digits_in(text) >= FEWEST_DIGITS or "\n" in text


def _without_contacts(text: str) -> str:
    return " ".join(phones_in(read_emails(text).rest)[1].replace("()", " ").split()).strip(" ,;:|/<>()[]-–\"'")


def _is_list(text: str) -> bool:
    """Whether a text goes on after the name, as in `Ana Li, Head of Sales`; `Li, Ana` does not."""
    return "|" in text or ";" in text or text.count(",") > 1 or _is_described(text)


def _is_described(text: str) -> bool:
    """Whether a job or a company follows the name."""
    before, *after = _SEPARATOR.split(text, maxsplit=1)
    return bool(after) and len(before.split()) > 1 and (is_job(after[0]) or is_company(after[0]))
