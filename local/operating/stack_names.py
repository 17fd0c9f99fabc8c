"""Names of stacks that AWS would refuse, because names of its services are made of them.

python -m local.operating.stack_names [NAME ...]     # those of samconfig.toml, and these
"""

import re
import sys
import tomllib
from collections.abc import Iterable

from local.settings import CHECKOUT

LONGEST = 38
"""Characters. `NAME-site-paths-REGION`, a function of CloudFront, has 64 at the most."""

_RESERVED = ("aws", "amazon", "cognito")


def refusal(name: str) -> str | None:
    """Why a stack may not have this name, in a sentence; None where it may.

    >>> refusal("easy-crm-dev")
    >>> refusal("lawsuits")
    'A stack cannot be named lawsuits: Cognito takes no address of the sign-in page with "aws" in it.'
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        reason = "the address of the sign-in page takes small letters, digits and hyphens alone, after a letter"
    elif word := next((word for word in _RESERVED if word in name), None):
        reason = f'Cognito takes no address of the sign-in page with "{word}" in it'
    elif len(name) > LONGEST:
        reason = (
            f"it has {len(name)} characters, and names that are made of it would be too long; {LONGEST} are the most"
        )
    else:
        return None
    return f"A stack cannot be named {name}: {reason}."


def of_samconfig() -> set[str]:
    """The names of stacks in samconfig.toml."""
    config = tomllib.loads((CHECKOUT / "samconfig.toml").read_text(encoding="utf-8"))
    return {section["global"]["parameters"]["stack_name"] for section in config.values() if isinstance(section, dict)}


def main(names: Iterable[str]) -> int:
    """Prints every refusal; 1 where there is one."""
    refused = [text for name in sorted({*names, *of_samconfig()}) if (text := refusal(name))]
    for text in refused:
        print(text)
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
