"""Views: what the table shows under a name (search, filters, sort, columns), and how it is asked to be kept."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypedDict, cast
from urllib.parse import unquote

from easycrm.bounds import PAGE_SIZE, QUOTED_CHARACTERS, VIEW_BYTES, VIEW_NAME_CHARACTERS
from easycrm.errors import BadRequest
from easycrm.fitting import sent_bytes
from easycrm.folding import seen
from easycrm.times import parsed

ADDRESS = "/views/"
_VERSION = re.compile("[0-9]{1,19}")
_WIDEST = 10_000
_NO_NAMES = ("", ".", "..")  # "." and ".." mean other addresses


class View(TypedDict, total=False):
    """What is shown; a part that is not there is as usual. It is kept as it is, whether or not its columns are there.

    `filters` are texts of `filter_...` by column, `widths` pixels by column; `pinned`: how many columns stay in sight.
    """

    q: str
    filters: dict[str, str]
    match: Literal["all", "any"]
    sortBy: str
    sortOrder: Literal["asc", "desc"]
    pageSize: int
    columns: list[str]
    widths: dict[str, float]
    pinned: int


class KeptView(TypedDict):
    """A view of the team, and who changed it last. Renamed, it keeps its `id`; every change has its own `version`."""

    id: str
    name: str
    view: View
    version: int
    by: str
    at: str


class ViewRequest(NamedTuple):
    """A view to keep in the place of the one that was seen: of `version`, 0 for none, called `previous_name`."""

    name: str
    view: View
    version: int
    previous_name: str


def view_key(name: str) -> str:
    """What no two views share: the name, whatever its case.

    >>> view_key("Fairs In Berlin") == view_key("fairs in BERLIN")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def version_after(version: int, at: str) -> int:
    """A version that no view of the name had: later than the one before, and than those of a view that was deleted."""
    return max(version + 1, int(parsed(at).timestamp() * 1000))


def parse_view(name: str, body: object) -> ViewRequest:
    """`{version, view, previousName?}` for the view of that name, which is one; raises BadRequest in words."""
    if not isinstance(body, Mapping) or not {"version", "view"} <= body.keys() <= {"version", "view", "previousName"}:
        raise BadRequest("badRequest", "A view takes version, view, and previousName where it is renamed.")
    previous = view_name("previousName", body["previousName"]) if "previousName" in body else name
    return ViewRequest(name, _view(body["view"]), view_version(body["version"]), previous)


def view_name(parameter: str, value: object) -> str:
    """A name as it is kept: one line of 1 to 60 characters that can be seen, without a slash. Raises BadRequest."""
    name = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else ""
    if name in _NO_NAMES or len(name) > VIEW_NAME_CHARACTERS or "/" in name or seen(name) != name:
        takes = f"takes 1 to {VIEW_NAME_CHARACTERS} characters that can be seen, and no “/”."
        raise _bad(parameter, takes)
    return name


def name_in(path: str) -> str:
    """The name in an address, `/views/{name}`. AWS passes it on as it was sent, percent-encoded. Raises BadRequest.

    >>> name_in("/views/Fairs%20in%20Berlin")
    'Fairs in Berlin'
    """
    return view_name("name", unquote(path.removeprefix(ADDRESS)))


def version_in(parameters: Mapping[str, str]) -> int:
    """The version in the parameters of an address; raises BadRequest."""
    text = parameters.get("version", "")
    return view_version(int(text) if _VERSION.fullmatch(text) else None)


def view_version(value: object) -> int:
    """Raises BadRequest."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _bad("version", "takes the version of the view in GET /views, or 0 where there is none.")
    return value


def _view(value: object) -> View:
    if not isinstance(value, Mapping) or not value.keys() <= _TAKES.keys():
        raise _bad("view", f"takes {', '.join(_TAKES)}.")
    for part, (is_right, takes) in _TAKES.items():
        if part in value and not is_right(value[part]):
            raise _bad(part, f"takes {takes}.")
    if sent_bytes(value) > VIEW_BYTES:
        raise BadRequest("viewTooLarge", f"A view may have {VIEW_BYTES:,} bytes. Show fewer columns.")
    return cast(View, dict(value))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(least: float, most: float, kind: type | tuple[type, ...] = int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind) and not isinstance(value, bool) and least <= cast(Any, value) <= most


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_by_column(is_right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Mapping) and all(map(is_right, value.values()))


_TAKES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "q": (_is_text, "the text of a search"),
    "filters": (_is_by_column(_is_text), "texts of filters by column"),
    "match": (("all", "any").__contains__, "all or any"),
    "sortBy": (_is_text, "a column"),
    "sortOrder": (("asc", "desc").__contains__, "asc or desc"),
    "pageSize": (_is_number(1, PAGE_SIZE), f"a number from 1 to {PAGE_SIZE}"),
    "columns": (_is_list, "a list of columns, each once"),
    "widths": (_is_by_column(_is_number(1, _WIDEST, (int, float))), f"widths from 1 to {_WIDEST:,} by column"),
    "pinned": (_is_number(0, PAGE_SIZE), f"a number from 0 to {PAGE_SIZE}"),
}
"""What each part of a view takes, as a test and in words."""


def _bad(parameter: str, takes: str) -> BadRequest:
    return BadRequest("badView", f"{parameter[:QUOTED_CHARACTERS]} {takes}", parameter=parameter[:QUOTED_CHARACTERS])
