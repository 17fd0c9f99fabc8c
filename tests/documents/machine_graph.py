"""The state machine's graph in docs/operations.md, made from its definition.

python -m tests.documents.machine_graph     # writes it
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.support.sam import ROOT, definition

DOCUMENT = ROOT / "docs" / "operations.md"
_GRAPH = re.compile(r"(?<=```mermaid\n)stateDiagram-v2\n.*?(?=```)", re.DOTALL)
_INDENT = "    "


def written() -> str:
    """The graph as the document has it."""
    found = _GRAPH.search(DOCUMENT.read_text(encoding="utf-8"))
    assert found
    return found[0]


def graph() -> str:
    """Every state and every transition; those that an error takes are labelled so."""
    lines = ["stateDiagram-v2", *_named(definition()), *_transitions(definition())]
    return "\n".join([lines[0], *(_INDENT + line for line in lines[1:]), ""])


def _named(machine: dict[str, Any]) -> Iterator[str]:
    """A line for each state, the children of a map within it."""
    for name, state in machine["States"].items():
        yield f'state "{name}" as {_id(name)}'
        if "ItemProcessor" in state:
            inner = state["ItemProcessor"]
            yield f"state {_id(name)} {{"
            yield from (_INDENT + line for line in (*_named(inner), *_transitions(inner)))
            yield "}"


def _transitions(machine: dict[str, Any]) -> Iterator[str]:
    yield f"[*] --> {_id(machine['StartAt'])}"
    for name, state in machine["States"].items():
        ways = [way[word] for way in (*state.get("Choices", ()), state) for word in ("Next", "Default") if word in way]
        yield from (f"{_id(name)} --> {_id(to)}" for to in dict.fromkeys(ways))
        yield from (f"{_id(name)} --> {_id(way['Next'])}: error" for way in state.get("Catch", ()))
        if state.get("End") or state["Type"] in ("Succeed", "Fail"):
            yield f"{_id(name)} --> [*]"


def _id(name: str) -> str:
    return name.title().replace(" ", "")


if __name__ == "__main__":
    import tests.support.functions_environment  # noqa: F401 - the definition is read as the translator leaves it

    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_GRAPH.sub(lambda _found: graph(), text), encoding="utf-8")
