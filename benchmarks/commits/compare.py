"""What becomes of files at another commit and at this one: every difference, file by file, then counted by kind.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.commits.compare BEFORE [FOLDER ...] [--kinds]

BEFORE is a folder with a checkout of the other commit. Every file below the folders is imported by both, each in a
process of its own (`fates.py`), and all that can be seen of it is compared: why it was refused, worksheets
and their roles, header rows, what columns mean, what became of rows, and every lead. Without a folder, the files are
the examples and what `benchmarks.gold` of BEFORE measures; `keeping_files.py` keeps those of the tests.
Exits by 1 when there is a difference.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.commits.checkouts import HERE, start, wait_for_all

_LENGTH = 160  # of a value in the table of kinds
_WHOLE = ("leads", "columns", "tables", "worksheets", "report")
"""Parts of a fate whose members are told by their place."""
_BY_VALUE = frozenset({"field", "also", "decidedBy", "role", "status", "code", "headerRow"})
"""What has few values, so that each change of one into another is a kind of its own."""


class Difference(NamedTuple):
    """One thing that became otherwise: where in the fate it stands, before and after; None for what is not there."""

    file: str
    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        """What changed, without the place where it did."""
        part, *rest = self.path
        if part in _WHOLE:
            rest = rest[1:]
        if not rest:
            return f"{part}: {'one more' if self.before is None else 'one fewer'}"
        what = f"{part}: {rest[-1] if rest[-1] in _BY_VALUE else rest[0]}"
        return f"{what} {self.before} → {self.after}" if rest[-1] in _BY_VALUE else what

    def __str__(self) -> str:
        return f"{self.file}: {' › '.join(self.path)}: {_short(self.before)} → {_short(self.after)}"


def main() -> int:
    """Prints the differences; 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="a folder with a checkout of the other commit")
    parser.add_argument("folders", type=Path, nargs="*", help="where the files are")
    parser.add_argument("--kinds", action="store_true", help="only the table of what changed how often")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folders = options.folders or [HERE / "examples", gold_files(options.before, Path(scratch, "gold"))]
        before, after = fates((options.before, HERE), folders, Path(scratch))
    differences = [each for file in before for each in differences_of(file, before[file], after[file])]
    if not options.kinds:
        print(*differences, sep="\n")
    print(f"\n{len(before):,} files, {len({each.file for each in differences}):,} of them with a difference\n")
    _print_kinds(differences)
    return 1 if differences else 0


def gold_files(checkout: Path, folder: Path) -> Path:
    """The folder, after what `benchmarks.gold` of the checkout measures has been written there."""
    folder.mkdir()
    wait_for_all(start("gold_files.py", checkout, [folder], Path(os.devnull)))
    return folder


def fates(checkouts: Sequence[Path], folders: Sequence[Path], scratch: Path) -> list[dict[str, Any]]:
    """What becomes of each file in each checkout, by the file's name; the checkouts work at once."""
    answers = [scratch / f"fates-{number}.jsonl" for number in range(len(checkouts))]
    resolved = [folder.resolve() for folder in folders]
    wait_for_all(*(start("fates.py", each, resolved, answer) for each, answer in zip(checkouts, answers, strict=True)))
    read = [map(json.loads, answer.read_text(encoding="utf-8").splitlines()) for answer in answers]
    return [{line["file"]: line["fate"] for line in lines} for lines in read]


def differences_of(file: str, before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Where two fates of a file differ: the outermost places at which they have not both a member."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before | after:
            yield from differences_of(file, before.get(name), after.get(name), (*path, name))
    elif before != after:
        yield Difference(file, path, before, after)


def _print_kinds(differences: Iterable[Difference]) -> None:
    """A table in Markdown, the most frequent kinds first, each with one example."""
    by_kind: dict[str, list[Difference]] = defaultdict(list)
    for each in differences:
        by_kind[each.kind].append(each)
    print("| what is otherwise | files | times | an example |\n| --- | ---: | ---: | --- |")
    for kind, of_kind in sorted(by_kind.items(), key=lambda entry: -len(entry[1])):
        example = str(of_kind[0]).replace("|", "\\|")
        print(f"| {kind} | {len({each.file for each in of_kind}):,} | {len(of_kind):,} | {example} |")


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"


if __name__ == "__main__":
    sys.exit(main())
