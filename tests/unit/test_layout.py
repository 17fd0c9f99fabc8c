"""How the package is laid out: what stands in one place only, how large a folder is, and what modules say they are."""

import re
from pathlib import Path

import pytest

import easycrm

PACKAGE = Path(easycrm.__file__).parent


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
