"""A look at what a container has beside the values of its cells. Whatever calamine can read is read if it fails."""

import struct
import zipfile
import zlib
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from easycrm.workbooks.containers.extras import Comments, Extras, Parts, Ranges

_UNREADABLE = (
    *(struct.error, zlib.error, zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError),
    *(LookupError, ValueError, OverflowError, EOFError, NotImplementedError, RuntimeError),
)


class Look(NamedTuple):
    """What was seen of one worksheet; `complete` is False where the container's parts could not be read."""

    comments: Comments = {}  # noqa: RUF012 - read only
    extras: Extras = {}  # noqa: RUF012 - read only
    merges: Ranges = ()
    complete: bool = True


class SideLook:
    """Looks at the worksheets of one container, which is unknown in part to calamine. Raises PasswordError."""

    def __init__(self, path: str, file_format: str) -> None:
        self._complete = True
        self._parts: Parts | None = None
        try:
            self._parts = _open(path, file_format)
        except _UNREADABLE:
            self._complete = False

    def kind(self, sheet: str) -> str:
        """What the worksheet called `sheet` is, if calamine tells another kind; else `""`."""
        try:
            return self._parts.kind(sheet) if self._parts else ""
        except _UNREADABLE:
            return ""

    def at(self, sheet: str) -> Look:
        """What is special about the worksheet called `sheet`."""
        if self._parts is None:
            return Look(complete=self._complete)
        try:
            look = Look(extras=self._parts.extras(sheet), merges=self._parts.merges(sheet))
        except _UNREADABLE:
            return Look(complete=False)
        try:
            return look._replace(comments=self._parts.comments(sheet))
        except _UNREADABLE:
            return look._replace(complete=False)


def _open(path: str, file_format: str) -> Parts:
    if file_format == "xlsb":
        from easycrm.workbooks.containers.biff12 import Biff12Parts

        return Biff12Parts(path)
    if file_format == "xls":
        from easycrm.workbooks.containers.biff8 import Biff8Parts

        return Biff8Parts(path)
    if file_format in ("xlsx", "xlsm"):
        from easycrm.workbooks.containers.ooxml import OoxmlParts

        return OoxmlParts(path)
    from easycrm.workbooks.containers.opendocument import OpenDocumentParts

    return OpenDocumentParts(path)
