"""What tests, benchmarks and the helpers of both may import of each other: never in circles."""

from collections.abc import Iterable
from pathlib import Path

from tests.support.sam import ROOT
from tests.support.source_trees import imported_modules, modules_of

SHARED = ("tests.support", "tests.documents", "tests.audit")
"""What any test may import; everything else only from its own folder."""


def test_helpers_import_no_test_and_no_benchmark() -> None:
    assert _strangers(modules_of("tests/support"), "tests.support") == []


def test_benchmarks_import_of_the_tests_their_helpers_alone() -> None:
    assert _strangers(modules_of("benchmarks"), "benchmarks", "tests.support") == []


def test_tests_import_helpers_and_what_is_in_their_own_folder() -> None:
    folders = {path.parent for path in modules_of("tests") if path.parts[1] != "support"}
    for folder in folders:
        own = [".".join(folder.parts)] if len(folder.parts) > 1 else []
        assert _strangers((ROOT / folder).glob("*.py"), *own, *SHARED) == []


def test_the_product_and_its_commands_import_neither() -> None:
    assert _strangers(modules_of("functions/easycrm", "local")) == []


def _strangers(paths: Iterable[Path], *known: str) -> list[str]:
    """Imports of tests and benchmarks that are none of what is known, with the file."""
    return [
        f"{path}: {name}"
        for path in paths
        for name in imported_modules(ROOT / path)
        if name.split(".")[0] in ("tests", "benchmarks")
        and not any(f"{name}.".startswith(f"{each}.") for each in known)
    ]
