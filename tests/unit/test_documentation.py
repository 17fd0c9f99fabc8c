"""Every command in the documentation exists, takes what it is given there, and is run by a test or says why not."""

import argparse
import ast
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name

from local.__main__ import parser
from tests.support.documented_commands import NOT_RUN, RUN_BY
from tests.support.sam import ROOT, translated

DOCUMENTS = [
    *("README.md", "CONTRIBUTING.md", "tests/events/README.md", "benchmarks/README.md", "examples/README.md"),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md"))),
]
PROGRAM = re.compile(r"(?:[A-Z_]+=\S* )*(?:make|sam|aws|curl|jq|pytest|python|\.venv/bin/\w+) \S")
BLOCK = re.compile(r"^```[\s\S]*?^```$|^(?: {4}\S.*\n?)+", re.MULTILINE)
CUSTOM = {("logs", "tail"): {"--since", "--filter-pattern", "--follow"}, ("s3", "cp"): {"--profile"}}
"""What the AWS command line adds to the services' own operations."""
EVERYWHERE = {"--query", "--output", "--region", "--profile", "--cli-binary-format", "--cli-read-timeout"}
PAGED = {"--max-items", "--page-size"}


def commands_in(document):
    """The commands of indented and fenced blocks, and of `inline code`, as lists of words."""
    text = (ROOT / document).read_text(encoding="utf-8")
    lines = [line.strip() for block in BLOCK.findall(text) for line in re.sub(r"\\\n", "", block).splitlines()]
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", BLOCK.sub("", text))]
    for line in (*lines, *spans):
        line = re.sub(r"\s+#.*", "", line.removeprefix("credential_process = env PYTHONPATH=CHECKOUT CHECKOUT/"))
        for part in line.split(" && "):
            if PROGRAM.match(part) and "=..." not in part:
                yield from map(words_of, alternatives(part))


def alternatives(command):
    """`python -m local up | down` are two commands."""
    before, _, first = command.partition(" | ")[0].rpartition(" ")
    return [f"{before} {word}" for word in (first, *command.split(" | ")[1:])]


def words_of(command):
    """Without variables before it and what the shell does after it; `<the name of it>` is one word."""
    words = shlex.split(re.sub(r"<[^>]+>", "NAME", command.partition(" > ")[0]))
    while re.match(r"[A-Z_]+=", words[0]):
        words.pop(0)
    return [words[0].removeprefix(".venv/bin/"), *words[1:]]


def form_of(words):
    """What of a command decides which test runs it: the program, the subcommand and the options."""
    options = sorted({word.partition("=")[0] for word in words[1:] if word.startswith("-")} - {"-m"})
    match words:
        case ["python", "-m", "local", command, *_]:
            return " ".join(["local", command, *options])
        case ["python", "-m", module, *_]:
            return module
        case ["sam", "local", command, *_]:
            return f"sam local {command}"
        case ["aws", service, *_]:
            return f"aws {service}"
        case [program, first, *_]:
            return program if program in ("curl", "jq", "pytest") else " ".join([program, first, *options])


EVERY = [(document, words) for document in DOCUMENTS for words in commands_in(document)]
FORMS = sorted({form_of(words) for _, words in EVERY})

each_command = pytest.mark.parametrize(
    "words", sorted({tuple(words) for _, words in EVERY}), ids=lambda words: " ".join(words)[:90]
)


def test_commands_are_found_in_every_kind_of_place():
    found = {(document, form_of(words)) for document, words in EVERY}
    assert found >= {("README.md", "local down"), ("docs/operations.md", "aws sqs"), ("CONTRIBUTING.md", "make check")}


@each_command
def test_a_command_exists_and_takes_what_it_is_given(words, monkeypatch):
    match words:
        case ("python", "-m", "local", *rest):
            parser().parse_args(["local" if word in ("E", "ENV") else word for word in rest])
        case ("python", "-m", "pytest", *rest) | ("pytest", *rest):
            check_pytest(rest)
        case ("python", "-m", module, *rest):
            check_module(module, rest, monkeypatch)
        case ("python", script, *_):
            assert (ROOT / script).is_file()
        case ("make", target, *variables):
            check_make(target, variables)
        case ("sam", *rest):
            check_sam(rest)
        case ("aws", service, operation, *rest):
            check_aws(service, operation, rest)
        case ("uv", "python", "install", version):
            assert f"cpython-{version}." in downloads_of_uv(version)
        case _:
            assert words[0] in ("curl", "jq")


@pytest.mark.parametrize("form", FORMS)
def test_a_command_is_run_by_a_test_or_says_why_not(form):
    assert (form in RUN_BY) != (form in NOT_RUN)


@pytest.mark.parametrize("form", sorted({*RUN_BY, *NOT_RUN}))
def test_the_table_tells_of_commands_that_are_documented(form):
    assert form in FORMS


@pytest.mark.parametrize("test", sorted(set(RUN_BY.values())))
def test_the_test_that_runs_a_command_exists(test):
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


class Parsed(Exception):
    """Instead of doing what a program does once it has its arguments."""


def check_module(module, rest, monkeypatch):
    """A program without argparse takes no options, one with argparse those that it knows."""
    spec = find_spec(module)
    if spec and spec.submodule_search_locations:  # a package is run by its __main__
        module = f"{module}.__main__"
        spec = find_spec(module)
    assert spec
    assert spec.origin
    source = Path(spec.origin).read_text(encoding="utf-8")
    assert '__name__ == "__main__"' in source
    if "ArgumentParser" not in source:
        assert not [word for word in rest if word.startswith("-")]
        return

    def parse(self, *_given):
        self.parse_known_args(rest)[1] and self.error("unknown")
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    with pytest.raises(Parsed):
        import_module(module).main()


def check_pytest(rest):
    for word in rest:
        path, _, name = word.partition("::")
        if word.startswith("--hypothesis-profile="):
            assert f'"{word.partition("=")[2]}"' in (ROOT / "tests/conftest.py").read_text(encoding="utf-8")
        elif "/" in word:
            assert (ROOT / path).exists()
            assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8") if name else True


def downloads_of_uv(version):
    """What uv knows where to get, without asking anybody."""
    command = [Path(sys.executable).parent / "uv", "python", "list", version, "--only-downloads", "--offline"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@cache
def dry_run(target):
    made = subprocess.run(["make", "--always-make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    return made.stdout


def check_make(target, variables):
    """The programs and modules of its recipe are there, and it knows its variables."""
    recipe = dry_run(target)
    programs = set(re.findall(r"\.venv/bin/([\w-]+)", recipe)) - {"uv"}  # which `make setup` and `make lock` install
    assert [name for name in programs if not (Path(sys.executable).parent / name).exists()] == []
    modules = re.findall(r"-m ([\w.]+)", recipe)
    assert [name for name in modules if find_spec(name) is None] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name in variables if f"$({name.partition('=')[0]})" not in makefile] == []


@cache
def sam_help(*command):
    called = [sys.executable, "-m", "samcli", *command, "--help"]
    return subprocess.run(called, capture_output=True, text=True, check=True).stdout


def check_sam(rest):
    command = rest[:2] if rest[0] == "local" else rest[:1]
    known = re.findall(r"--?[a-z][\w-]*", sam_help(*command))
    options = [word.partition("=")[0] for word in rest if word.startswith("-")]
    assert [option for option in options if option not in known] == []
    given = dict(pairwise(rest))
    if (environment := given.get("--config-env", "E")) not in ("E", "ENV"):
        assert environment in tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    parameters = {word.partition("=")[0] for word in rest if re.match(r"[A-Z]\w+=", word)}
    assert parameters <= translated()["Parameters"].keys()
    if command == ["local", "invoke"] and rest[2:3] not in ([], ["FUNCTION"]):
        assert translated()["Resources"][rest[2]]["Type"] == "AWS::Lambda::Function"
        assert (ROOT / given["-e"]).is_file()


def check_aws(service, operation, rest):
    """Against the model of the service from which the AWS command line makes its commands."""
    options = {word.partition("=")[0] for word in rest if word.startswith("--")}
    if (service, operation) in CUSTOM:
        assert options <= CUSTOM[service, operation]
        return
    session = botocore.session.get_session()
    model = session.get_service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    shape = model.operation_model(names[operation]).input_shape
    members = shape.members if shape else ()
    assert options <= {f"--{xform_name(name, '-')}" for name in members} | EVERYWHERE | PAGED


SOURCES = [
    *ROOT.glob("*.toml"),
    *(path for top in ("functions", "frontend/js", "local", "tests", "benchmarks") for path in (ROOT / top).rglob("*")),
]
NAMED = re.findall(
    r"(?<![\w./-])[\w/]+\.(?:py|toml|js|txt|json|jsonl)\b", (ROOT / "docs/development.md").read_text(encoding="utf-8")
)
WORK_FILES = {"workbook.json", "mapping.json", "worksheet-batches.json", "published.json"}


@pytest.mark.parametrize("name", sorted({name for name in NAMED if "NAME" not in name} - WORK_FILES))
def test_a_file_that_the_guide_for_developers_names_is_there(name):
    assert any(str(path).endswith(f"/{name}") for path in SOURCES)


WHERE_IS = re.compile(r"^\| (?P<question>[^|]+) \| `(?P<file>[^|`]+\.py)` \|$", re.MULTILINE)
SAY_NOTHING = frozenset("what which where when with without that this from into have does other every".split())


def where_is():
    section = (ROOT / "docs/development.md").read_text(encoding="utf-8").split("## Where is ...?")[1].split("\n## ")[0]
    return WHERE_IS.findall(section)


def telling(text):
    """The words of a text by which it can be told apart, without the s of a plural."""
    return {word.removesuffix("s") for word in re.findall(r"[a-z]{4,}", text.lower())} - SAY_NOTHING


def test_thirty_questions_have_a_place():
    assert len(where_is()) >= 30
    assert len(dict(where_is())) == len({file for _, file in where_is()}) == len(where_is())


@pytest.mark.parametrize(("question", "file"), where_is())
def test_the_file_that_answers_a_question_says_so_in_its_first_line(question, file):
    places = [path for path in (ROOT / "functions/easycrm" / file, ROOT / file) if path.is_file()]
    assert len(places) == 1
    line = (ast.get_docstring(ast.parse(places[0].read_text(encoding="utf-8"))) or "").partition("\n")[0]
    assert telling(question) & telling(line)
