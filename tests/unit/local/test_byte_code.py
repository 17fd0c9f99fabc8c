"""Whether what was built, or is deployed, carries byte code."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
import requests
from botocore.exceptions import ClientError, EndpointConnectionError

from local.byte_code import lacks_byte_code, names_in, of_deployed, report, sentence
from local.operating.targets import Target
from tests.support.builds import without_byte_code
from tests.support.http_server import Server

COMPILED = "easycrm/__pycache__/times.cpython-313.pyc"


def _archive(*names: str) -> bytes:
    """A ZIP archive whose files are large, and cannot be packed."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, bytes(range(256)) * 100)
    return file.getvalue()


@pytest.mark.parametrize(
    ("names", "lacks"),
    [
        (["easycrm/times.py", COMPILED], False),
        (["easycrm/times.py"], True),
        (["easycrm/times.py", COMPILED.replace("313", "311")], True),
        (["words.toml", "library.so"], False),
    ],
)
def test_byte_code_counts_when_it_is_lambda_s_own(names: list[str], lacks: bool) -> None:
    assert lacks_byte_code(names) == lacks


def test_the_end_of_an_archive_names_its_files(server: Server) -> None:
    whole = _archive("easycrm/times.py", COMPILED)
    server.answers = [(206, whole[-1000:])]
    assert names_in(server.url) == ["easycrm/times.py", COMPILED]


def test_the_functions_code_and_every_layer_are_looked_at(server: Server) -> None:
    server.answers = [(206, _archive("easycrm/times.py", COMPILED)), (206, _archive("python/six.py"))]
    resources = [
        ("AWS::Lambda::Function", "ChatFunction", "stack-Chat-1"),
        ("AWS::Lambda::Function", "ParseWorkbookFunction", "stack-Parse-1"),
        ("AWS::S3::Bucket", "DataBucket", "bucket"),
        ("AWS::Lambda::LayerVersion", "CommonLayer1a2b", "arn:layer:1"),
    ]
    keys = ("ResourceType", "LogicalResourceId", "PhysicalResourceId")
    page = {"StackResourceSummaries": [dict(zip(keys, each, strict=True)) for each in resources]}
    clients: dict[str, Any] = {
        "cloudformation": SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=lambda **_: [page])),
        "lambda": SimpleNamespace(
            get_function=lambda FunctionName: {"Code": {"Location": f"{server.url}/{FunctionName}"}},
            get_layer_version_by_arn=lambda Arn: {"Content": {"Location": f"{server.url}/{Arn}"}},
        ),
    }
    assert of_deployed(Target("dev", "stack", {}, clients.__getitem__)) == {
        "ChatFunction": False,
        "CommonLayer1a2b": True,
    }
    assert [request[1] for request in server.requests] == ["/stack-Chat-1", "/arn:layer:1"]


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": "not yours"}}, "GetFunction"),
        EndpointConnectionError(endpoint_url="https://lambda"),
        requests.ConnectionError("no way there"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_cannot_be_looked_at_says_why_and_fails_nothing(error: Exception) -> None:
    def refuse(_service: str) -> Any:
        raise error

    assert report(Target("dev", "stack", {}, refuse)) == f"Byte code: it could not be looked for: {error}"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"A": False, "B": False}, "Byte code: in all 2 functions and layers."),
        (
            {"A": True, "B": True},
            "Byte code: not in any function or layer. A function that starts imports its code in 730",
        ),
        ({"A": False, "B": True}, "Byte code: not in B. "),
    ],
)
def test_what_is_without_and_what_it_costs_is_told(parts: dict[str, bool], words: str) -> None:
    assert sentence(parts).startswith(words)
    assert ("uv python install 3.13" in sentence(parts)) == any(parts.values())


def test_every_function_and_layer_of_a_build_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Globals: {Function: {Layers: [!Ref CommonLayer]}}\n"
        "Resources: {ChatFunction: {Type: 'AWS::Serverless::Function', Properties: {}}}\n"
    )
    for name in ("ChatFunction/times.py", "CommonLayer/six.py", "CommonLayer/six.cpython-313.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert without_byte_code(tmp_path) == {"ChatFunction": True, "CommonLayer": False}
