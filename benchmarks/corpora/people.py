"""Names of labelled corpora: how many are split right, by us and by nameparser alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import nameparser

from benchmarks.corpora.labelled_names import LabelledName, of_nameparser, of_probablepeople
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.values.names import Name
from easycrm.workbooks.tables import label_columns

Reader = Callable[[str], Name]

_LABELS = label_columns(["Name"])


def print_people(labelled: Path | None, of_tests: Path | None, misses: int) -> None:
    """Prints a table for each corpus that is there."""
    if labelled:
        compare("Names of probablepeople", of_probablepeople(labelled), misses)
    if of_tests:
        compare("Names of nameparser's tests", of_nameparser(of_tests), misses)


def compare(title: str, names: Iterable[LabelledName], misses: int) -> None:
    """How both readers do on names, and what is missed by ours, by kind."""
    names = list(names)
    print(f"\n{title}: {len(names):,}\n  {'':34} {'both exact':>10} {'last right':>10} {'swapped':>8} {'unsure':>8}")
    readers = {
        "rules, each name alone": as_stored,
        "rules, as one column": in_column([name.text for name in names]),
        "nameparser alone": by_nameparser,
    }
    for reader_name, read in readers.items():
        counts = Counter(fate for name in names for fate in fates(name, read(name.text)))
        shares = [counts[fate] / len(names) for fate in ("exact", "last")]
        print(f"  {reader_name:34} {shares[0]:10.3f} {shares[1]:10.3f} {counts['swapped']:8,} {counts['unsure']:8,}")
    _print_misses(names, misses)


def in_column(texts: Sequence[str]) -> Reader:
    """What leads have of names that stand in one column `Name`, whose order the others may tell."""
    columns = map_columns(_LABELS, gather(1, [[text] for text in texts]))
    return lambda text: _stored(text, columns)


def as_stored(text: str) -> Name:
    """What a lead has of a name that stands in a column `Name`, of whose other names nothing is known."""
    return _stored(text, map_columns(_LABELS))


def _stored(text: str, columns: Sequence[MappedColumn]) -> Name:
    row = standardise(columns, [text], "US", "")
    first, last = (row.values.get(field, "") for field in ("firstName", "lastName"))
    return Name(first, last, sure="nameUnsure" not in row.flags.get("firstName", []))


def by_nameparser(text: str) -> Name:
    """What nameparser alone makes of a name."""
    parsed = nameparser.parse(text)
    return Name(f"{parsed.given} {parsed.middle}".strip(), parsed.family)


def fates(name: LabelledName, answer: Name) -> set[str]:
    """What holds of the answer but for capitals: `exact`, `last`, `swapped` without being marked, `unsure`."""
    parts, labelled = ((each.first.casefold(), each.last.casefold()) for each in (answer, name))
    holds = {
        "exact": parts == labelled,
        "last": parts[1] == labelled[1],
        "swapped": answer.sure and parts == labelled[::-1] and parts != labelled,
        "unsure": not answer.sure,
    }
    return {fate for fate, does_hold in holds.items() if does_hold}


def _print_misses(names: Iterable[LabelledName], most: int) -> None:
    missed: dict[str, list[str]] = {}
    lost = Counter[str]()
    for name in names:
        answer = as_stored(name.text)
        if "exact" not in fates(name, answer):
            is_known = "exact" in fates(name, by_nameparser(name.text))
            lost[name.kind] += is_known
            mark = "*" if is_known else " "
            missed.setdefault(name.kind, []).append(
                f"{mark}{name.text!r} gave {tuple(answer)}, not {(name.first, name.last)}"
            )
    for kind, lines in sorted(missed.items(), key=lambda item: -len(item[1])):
        print(f"  missed {kind}: {len(lines)}, of which nameparser alone reads {lost[kind]} (*)")
        for line in lines[:most]:
            print(f"    {line}")
