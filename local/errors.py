"""What this program says instead of a traceback."""

FAILED = 1
USAGE = 2


class LocalError(Exception):
    """One clear sentence (or a few lines) that says what is wrong and what to do."""

    exit_code = FAILED


class Busy(LocalError):
    """Another command of this checkout is at work."""


class UsageError(LocalError):
    """The command was called with something that it cannot work with."""

    exit_code = USAGE
