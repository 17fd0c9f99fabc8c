"""How the package is laid out: what stands in one place only, how large a folder is, and what modules say they are."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

import easycrm

PACKAGE = Path(easycrm.__file__).parent
ROOT = PACKAGE.parent.parent
FOLDERS = ("functions/easycrm", "local", "benchmarks", "tests/support", "tests/documents", "tests/judges")
MOST_MODULES = 16


def first_line(path):
    """The first line of a module's docstring; "" for one that has none, or begins with something else."""
    text = path.read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0] if text.startswith('"""') else ""


def modules():
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize(
    ("knowledge", "folder", "home"),
    [
        (r'\["Code"\]|Type(?:Des|S)erializer', ".", "aws.py"),
        (r"datetime\.fromisoformat|datetime\.now|time\.time\(|timespec", ".", "times.py"),
        (r"UnreadableFile\(", "workbooks", "refusals.py"),
    ],
)
def test_what_belongs_into_one_module_is_written_there_alone(knowledge, folder, home):
    paths = [path for path in (PACKAGE / folder).rglob("*.py") if re.search(knowledge, path.read_text("utf-8"))]
    assert paths == [PACKAGE / folder / home]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_in_its_first_line_what_it_is(path):
    assert re.fullmatch(r"\S+ \S.*\.", first_line(path))


def test_no_two_modules_say_that_they_are_the_same():
    assert [line for line, count in Counter(map(first_line, modules())).items() if count > 1] == []


def test_a_folder_of_the_package_is_small_enough_to_be_read_as_a_list():
    folders = (PACKAGE, ROOT / "local")
    sizes = Counter(path.parent.relative_to(ROOT).as_posix() for each in folders for path in each.rglob("*.py"))
    assert len(sizes) > 10
    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_no_two_modules_or_folders_have_one_name():
    """But for a task or route, whose handler has its name, their folder `api`, and `columns`, of lists and of leads."""
    handlers = {path.stem for path in (PACKAGE / "handlers").rglob("*.py")}
    folders = {path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE}
    names = Counter([path.stem for path in PACKAGE.rglob("*.py")] + [folder.name for folder in folders])
    again = {name for name, times in names.items() if times > 1}
    assert again - handlers == {"api", "columns"}


def test_only_tasks_and_routes_share_their_name_with_a_handler():
    handlers = {path.stem for path in (PACKAGE / "handlers").rglob("[!_]*.py")}
    others = [path for path in PACKAGE.rglob("[!_]*.py") if path.stem in handlers and "handlers" not in path.parts]
    assert {str(path.parent.relative_to(PACKAGE)) for path in others} == {"uploads/tasks", "uploads/api"}
