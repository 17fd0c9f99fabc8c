"""Whether a word of a name is initials."""

import re

from easycrm.folding import folded
from easycrm.standardise.values.word_lists import surnames

LONGEST_INITIALS = 3

_INITIALS = re.compile(r"(?:[^\W\d_]\.?)(?:[^\W\d_]\.)*")
_SPEAKABLE = re.compile(r"[^aeiouwy]{0,3}[aeiouwy]+(?:[bdfgklmnprstxz]|ng|nh|ch|ck|[lnr][dgkmnpst]|s[st]|ll)?"
                        r"|[aeiouy][^aeiouwy][aeiouy]")  # fmt: skip
_VOWELS = set("aeiouy")


def are_initials(word: str) -> bool:
    """`J.R.R.`, and `TJ` and `AJP`, but not `NG`."""
    if "." in word:
        return bool(_INITIALS.fullmatch(word))
    if word.isupper() and 1 < len(word) <= LONGEST_INITIALS and folded(word) not in surnames("latin"):
        is_speakable = _VOWELS & set(folded(word)) if len(word) == 2 else _SPEAKABLE.fullmatch(folded(word))
        return not is_speakable
    return False


def is_initial(word: str) -> bool:
    """One letter, with or without a full stop."""
    return len(word.strip(".")) == 1
