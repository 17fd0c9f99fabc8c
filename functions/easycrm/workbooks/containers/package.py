"""The parts of an Office Open XML package (.xlsx, .xlsm, .xlsb) and how they relate."""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_MACRO_SHEETS = "macrosheets"
_MACRO_RELATION = re.compile(rb"http://schemas\.microsoft\.com/office/2006/relationships/xl(?:Intl)?Macrosheet")
_DIALOG_RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/dialogsheet"


def has_macro_sheets(path: str) -> bool:
    """Whether a part of the package is a macro sheet."""
    with zipfile.ZipFile(path) as archive:
        return any(f"/{_MACRO_SHEETS}/" in name for name in archive.namelist())


def without_macro_sheets(path: str) -> IO[bytes]:
    """The package as calamine opens it, which knows no macro sheets: they are among the dialog sheets, unread.

    A later part of the same name takes the place of the former, so nothing is packed again.
    """
    copy = io.BytesIO(Path(path).read_bytes())
    with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the name is there already
        for name in set(archive.namelist()):
            if re.fullmatch(r"xl/_rels/workbook\.(?:xml|bin)\.rels", name):
                relations = archive.read(name).replace(f"{_MACRO_SHEETS}/".encode(), b"dialogsheets/")
                archive.writestr(name, _MACRO_RELATION.sub(_DIALOG_RELATION, relations))
    copy.seek(0)
    return copy


class Package:
    """One archive. Parts are named by their full names, such as `xl/workbook.xml`."""

    def __init__(self, path: str) -> None:
        self._archive = zipfile.ZipFile(path)
        self._names = set(self._archive.namelist())

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def open(self, part: str) -> IO[bytes]:
        return self._archive.open(part)

    def read(self, part: str) -> bytes:
        """The content of a part, nothing for one that is not there."""
        return self._archive.read(part) if part in self._names else b""

    def xml(self, part: str) -> ElementTree.Element:
        """The root of a part, an empty element for one that is not there."""
        return ElementTree.fromstring(self.read(part)) if part in self._names else ElementTree.Element("none")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Type and target of a part's relations by their id; targets inside the archive are parts."""
        folder, _, name = part.rpartition("/")
        relations = {}
        for item in all_named(self.xml(f"{folder}/_rels/{name}.rels"), "Relationship"):
            target = item.get("Target", "")
            if item.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            relations[item.get("Id", "")] = (item.get("Type", ""), target)
        return relations

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part relates to by a relation whose type ends with `kind`."""
        return [target for found, target in self.relations(part).values() if found.endswith(kind) and target in self]

    def kind(self, part: str) -> str:
        """`MacroSheet` for a worksheet in a part of those, `Pivot` for one with a pivot table on it, else `""`."""
        if f"/{_MACRO_SHEETS}/" in part:
            return "MacroSheet"
        return "Pivot" if any("pivotTable" in kind for kind, _ in self.relations(part).values()) else ""

    def links(self, part: str) -> dict[str, str]:
        """The targets of the links on the worksheet in this part, by the id of their relation."""
        return {key: target for key, (kind, target) in self.relations(part).items() if kind.endswith("/hyperlink")}


def all_named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Every element called `name`, whatever its namespace: strict and transitional files differ in it."""
    return (element for element in root.iter() if local_name(element) == name)


def local_name(element: ElementTree.Element) -> str:
    """An element's name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
