"""The parts of an Office Open XML package (.xlsx, .xlsm, .xlsb) and how they relate."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree


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

    def has_pivot(self, part: str) -> bool:
        """Whether a pivot table lies on the worksheet in this part."""
        return any("pivotTable" in kind for kind, _ in self.relations(part).values())

    def links(self, part: str) -> dict[str, str]:
        """The targets of the links on the worksheet in this part, by the id of their relation."""
        return {key: target for key, (kind, target) in self.relations(part).items() if kind.endswith("/hyperlink")}


def all_named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Every element called `name`, whatever its namespace: strict and transitional files differ in it."""
    return (element for element in root.iter() if local_name(element) == name)


def local_name(element: ElementTree.Element) -> str:
    """An element's name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
