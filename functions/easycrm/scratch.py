"""Folders on the function's own disk.

Lambda keeps the disk when a function that ran out of time, or crashed, is started anew, and with it all that the
process before had no chance to delete. So whoever makes the first folder of a process deletes what is left behind.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir, mkdtemp

_OURS = re.compile(r"easycrm-(\d{1,9})-")


def lasting_folder() -> Path:
    """A folder that is there as long as the process."""
    return Path(mkdtemp(prefix=_prefix()))


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder that is deleted, with all that is in it, at the end of a `with`."""
    with TemporaryDirectory(prefix=_prefix()) as name:
        yield Path(name)


def delete_left_behind(folder: Path) -> None:
    """Deletes the folders in `folder` that were made by processes that are no more.

    One that had this process's own number is: on Lambda, a function that is started anew often has the same again.
    """
    for left in folder.glob("easycrm-*"):
        of_process = _OURS.match(left.name)
        if of_process and not _is_another(int(of_process[1])):
            shutil.rmtree(left, ignore_errors=True)


@cache
def _prefix() -> str:
    delete_left_behind(Path(gettempdir()))
    return f"easycrm-{os.getpid()}-"


def _is_another(process: int) -> bool:
    """Whether another process of this number is running."""
    try:
        os.kill(process, 0)  # no signal; it only asks
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
