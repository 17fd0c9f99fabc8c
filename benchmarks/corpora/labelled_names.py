"""Names whose parts somebody else has labelled: those of probablepeople, and those in nameparser's own tests."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from nameparser import HumanName

_GIVEN = ("GivenName", "FirstInitial", "MiddleName", "MiddleInitial")
_FAMILY = ("Surname", "LastInitial")
_KINDS = {
    "Nickname": "nickname",
    "SuffixGenerational": "suffix",
    "SuffixOther": "degree",
    "PrefixMarital": "title",
    "PrefixOther": "title",
    "LastInitial": "last initial",
    "FirstInitial": "initials",
    "MiddleInitial": "initials",
}


class LabelledName(NamedTuple):
    """A name as written, and which of its words are given and which are family names. `kind`: what is special in it."""

    text: str
    first: str
    last: str
    kind: str


def of_probablepeople(path: Path) -> list[LabelledName]:
    """The names of one person that have a given name, or an initial, and a family name."""
    names = map(_labelled, ElementTree.parse(path).getroot())
    return [name for name in names if name.first and name.last and name.kind != "several people"]


def _labelled(element: ElementTree.Element) -> LabelledName:
    parts = [(part.tag, " ".join((part.text or "").split())) for part in element]
    first = _joined(text for tag, text in parts if tag in _GIVEN)
    last = _joined(text for tag, text in parts if tag in _FAMILY)
    tags = [tag for tag, _ in parts]
    kind = next((kind for tag, kind in _KINDS.items() if tag in tags), "plain")
    if tags and tags[0] in _FAMILY:
        kind = "family name first"
    return LabelledName(" ".join(text for _, text in parts), first, last, "several people" if "And" in tags else kind)


def _joined(texts: Iterator[str]) -> str:
    return " ".join(text.rstrip(",") for text in texts)


def of_nameparser(path: Path) -> list[LabelledName]:
    """The names of which a test says a part, and the variations that its last test makes of a list of names.

    Parts of which a test says nothing are as nameparser reads them. Tests of changed settings are left out.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asserted = [
        name
        for each in tree.body
        if isinstance(each, ast.ClassDef)
        for test in each.body
        if isinstance(test, ast.FunctionDef) and "onstants" not in ast.unparse(test) and ".C." not in ast.unparse(test)
        for name in _asserted(test, each.name)
    ]
    return [*asserted, *(name for text in _listed(tree) for name in _variations(text))]


def _asserted(test: ast.FunctionDef, kind: str) -> Iterator[LabelledName]:
    text, parts = "", dict[str, str]()
    for statement in test.body:
        match statement:
            case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name("HumanName"), args=[argument])):
                yield from _said(text, parts, kind)
                text, parts = _constant(argument), {}
            case ast.Assign(targets=[ast.Attribute()]):
                yield from _said(text, parts, kind)
                text = ""
            case ast.Expr(ast.Call(func=ast.Attribute(attr="m"), args=[ast.Attribute(attr=part), expected, *_])):
                parts[part] = _constant(expected)
    yield from _said(text, parts, kind)


def _constant(node: ast.expr) -> str:
    """A text in the source; `""` for anything else."""
    if isinstance(node, ast.Call) and node.args:
        return _constant(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _said(text: str, parts: dict[str, str], kind: str) -> Iterator[LabelledName]:
    if text and {"first", "last"} & parts.keys():
        known = HumanName(text).as_dict() | parts
        kind = kind.removeprefix("HumanName").removeprefix("Name").removesuffix("TestCase").removesuffix("Tests")
        yield LabelledName(text, f"{known['first']} {known['middle']}".strip(), known["last"], kind)


def _listed(tree: ast.Module) -> list[str]:
    """The texts of `TEST_NAMES`."""
    lists = (
        each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "TEST_NAMES"
    )
    return [_constant(text) for each in lists if isinstance(each, ast.Tuple) for text in each.elts]


def _variations(text: str) -> Iterator[LabelledName]:
    parts = HumanName(text).as_dict()
    forms = ["{title} {first} {middle} {last} {suffix}", "{last}, {title} {first} {middle} {suffix}"]
    forms += ["{title} {first} {middle} {last}, {suffix}"] if parts["suffix"] else []
    nickname = " ({nickname})" if parts["nickname"] else ""
    first = f"{parts['first']} {parts['middle']}".strip()
    yield LabelledName(text, first, parts["last"], "Variations")
    for form in forms:
        varied = " ".join((form + nickname).format(**parts).split())
        yield LabelledName(varied, first, parts["last"], "Variations")
