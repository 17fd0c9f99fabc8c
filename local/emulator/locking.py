"""One command at a time works on a checkout; the others wait for it, and say so.

The locks are the kernel's (`flock`): they end with the process that holds them, so none is ever stale.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from local.errors import Busy
from local.operating.printing import say

PATIENCE = 900.0
_LOOK_AGAIN = 0.2


def try_lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Takes the lock of an open file if nobody holds one that forbids it."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def exclusive(path: Path, doing: str, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock while the block runs; `doing` is what the others are told.

    Raises Busy after `patience` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not try_lock(descriptor):
            _wait(descriptor, patience)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{doing} (process {os.getpid()})".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, patience: float) -> None:
    holder = os.pread(descriptor, 200, 0).decode() or "another command"
    if patience:
        say(f"Waiting for `{holder}` of this checkout to end ...")
    deadline = time.monotonic() + patience
    while not try_lock(descriptor):
        if time.monotonic() > deadline:
            raise Busy(f"Another command of this checkout is still at work: `{holder}`. End it and try again.")
        time.sleep(_LOOK_AGAIN)
