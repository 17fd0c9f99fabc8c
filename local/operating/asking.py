"""What a command has to know of its user: a variable of the environment, or the answer at a terminal."""

import getpass
import os
import sys

from local.errors import UsageError


def asked(variable: str, question: str) -> str:
    """Raises UsageError without either."""
    if answer := os.environ.get(variable):
        return answer
    if not sys.stdin.isatty():
        raise UsageError(f"{variable} is not set, and there is no terminal to ask at.")
    if "PASSWORD" in variable:
        return getpass.getpass(question)
    # stdout is for what the command answers
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
