"""Comments of Office Open XML workbooks: the notes of every version, and the threads of newer ones."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO
from xml.etree import ElementTree

from easycrm.workbooks.containers.extras import Comments, place_of
from easycrm.workbooks.containers.package import Package, local_name


def notes_of(package: Package, sheet: str) -> Comments:
    """The notes on the worksheet in the part `sheet`."""
    return comments_at(note for part in package.related(sheet, "/comments") for note in _notes(package.open(part)))


def threads_of(package: Package, sheet: str, workbook: str) -> Comments:
    """The threads of comments on the worksheet in the part `sheet`, with the names of those who wrote."""
    parts = package.related(sheet, "/threadedComment")
    people: dict[str, str] = {}
    for part in package.related(workbook, "/person") if parts else ():
        people |= _people(package.open(part))
    return comments_at(said for part in parts for said in _threads(package.open(part), people))


def comments_at(entries: Iterable[tuple[str, str]]) -> Comments:
    """Texts by place, from references and texts; those on one cell become one, line by line."""
    texts: dict[tuple[int, int], list[str]] = {}
    for reference, text in entries:
        place = place_of(reference)
        if place and text.strip():
            texts.setdefault(place, []).append(text)
    return {place: "\n".join(texts) for place, texts in texts.items()}


def _notes(part: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Reference and text of every note in a part `comments1.xml`."""
    for note in _elements(part, "comment"):
        yield note.get("ref", ""), "".join(run.text or "" for run in note.iter() if local_name(run) == "t")


def _threads(part: IO[bytes], people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Reference and text of every comment and reply in a part `threadedComment1.xml`, with its author's name."""
    for comment in _elements(part, "threadedComment"):
        author = people.get(comment.get("personId", ""), "")
        text = "".join(child.text or "" for child in comment if local_name(child) == "text")
        yield comment.get("ref", ""), f"{author}: {text}" if author else text


def _people(part: IO[bytes]) -> dict[str, str]:
    """The names of the authors of threads by their id."""
    return {person.get("id", ""): person.get("displayName", "") for person in _elements(part, "person")}


def _elements(part: IO[bytes], name: str) -> Iterator[ElementTree.Element]:
    """Every element called `name`, whatever its namespace, one at a time; how a word is pronounced is left out."""
    for _, element in ElementTree.iterparse(part):
        found = local_name(element)
        if found == name:
            yield element
        if found in (name, "rPh"):
            element.clear()
