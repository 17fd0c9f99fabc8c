"""In-memory stand-ins, with the public methods and the conditions of what they stand for (`test_fakes` compares)."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import md5
from typing import TYPE_CHECKING, Any, NamedTuple

from easycrm.leads.items.lead_items import from_item, to_item
from easycrm.leads.lead import Lead
from easycrm.uploads.store import Content

# To mypy each is what it stands for, so that functions take it, and its methods have to fit.
if TYPE_CHECKING:
    from easycrm.leads.table import LeadsTable
    from easycrm.uploads.store import ImportStore
else:
    LeadsTable = ImportStore = object


class Write(NamedTuple):
    """A write that the table took: whose it was, and the lead before (None for its first) and after."""

    by: str
    before: Lead | None
    after: Lead


class InMemoryLeads(LeadsTable):
    """`LeadsTable`. Views of one table share its `writes`; `by` names who writes through this one."""

    def __init__(self, writes: list[Write] | None = None, by: str = "") -> None:
        self.writes = [] if writes is None else writes
        self._by = by

    def get(self, lead_id: str) -> Lead | None:
        return self.everything().get(lead_id)

    def get_many(self, lead_ids: Iterable[str]) -> dict[str, Lead]:
        wanted = set(lead_ids)
        return {lead_id: lead for lead_id, lead in self.everything().items() if lead_id in wanted}

    def put(self, lead: Lead, may_go_on: Callable[[], None] | None = None) -> bool:
        if may_go_on:
            may_go_on()
        before = self.get(lead.lead_id)
        if lead.version != (before.version + 1 if before else 1):
            return False
        self.writes.append(Write(self._by, before, from_item(json.loads(json.dumps(to_item(lead))))))
        return True

    def insert(self, leads: Iterable[Lead], may_go_on: Callable[[], None] | None = None) -> set[str]:
        return {lead.lead_id for lead in leads if self.put(lead, may_go_on)}

    def everything(self) -> dict[str, Lead]:
        """All leads by id, as they are."""
        return {write.after.lead_id: write.after for write in self.writes}


class InMemoryStore(ImportStore):
    """`ImportStore`: objects by name."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    def key(self, name: str) -> str:
        return f"imports/u1/{name}"

    def write_lines(self, name: str, lines: Iterable[str]) -> None:
        self._objects[name] = "".join(f"{line}\n" for line in lines).encode()

    def read_lines(self, name: str) -> Iterator[str]:
        yield from self._objects[name].decode().split("\n")[:-1]

    def text(self, name: str) -> str:
        """An object as it is."""
        return self._objects[name].decode()

    def write(self, name: str, content: object) -> None:
        self._objects[name] = json.dumps(content).encode()

    def write_once(self, name: str, content: Content) -> Content:
        if self.write_bytes_once(name, json.dumps(content).encode()):
            return content
        stored: Content = self.read(name)
        return stored

    def write_bytes_once(self, name: str, content: bytes) -> bool:
        return self._objects.setdefault(name, content) is content

    def write_bytes(self, name: str, content: bytes) -> None:
        self._objects[name] = content

    def read_bytes(self, name: str) -> bytes:
        return self._objects[name]

    def read_range(self, name: str, start: int, size: int) -> bytes:
        return self._objects[name][start : start + size]

    def read(self, name: str) -> Any:
        return json.loads(self._objects[name])

    def exists(self, name: str) -> bool:
        return name in self._objects

    def names(self, folder: str, begin: str = "") -> list[str]:
        return list(self.tags(folder, begin))

    def tags(self, folder: str, begin: str = "") -> dict[str, str]:
        within = sorted(name for name in self._objects if name.startswith(f"{folder}/{begin}"))
        return {name: md5(self._objects[name], usedforsecurity=False).hexdigest() for name in within}


def part(content: Any) -> Any:
    """The same: a record or a work file of which a test needs some members, and mypy would miss the others."""
    return content
