"""Whether functions and layers carry byte code.

Lambda can keep none, so what was built without is compiled at every cold start.
"""

import io
from collections.abc import Iterable, Mapping
from zipfile import ZipFile

import requests
from botocore.exceptions import BotoCoreError, ClientError

from local.operating.targets import Target
from local.patience import ANSWER_SECONDS, CONNECT_SECONDS

PYTHON = "3.13"
_MADE = f".cpython-{PYTHON.replace('.', '')}.pyc"
# The list of files stands at the end of an archive; that of our largest layer takes a tenth of this.
_TAIL_BYTES = 4_000_000


def lacks_byte_code(names: Iterable[str]) -> bool:
    """Whether files of these names are Python that would be compiled again and again."""
    endings = [name for name in names if name.endswith((".py", ".pyc"))]
    return bool(endings) and not any(name.endswith(_MADE) for name in endings)


def sentence(parts: Mapping[str, bool]) -> str:
    """What people are told; `parts` says of every function and layer, by its name, whether it lacks byte code."""
    without = [name for name, lacks in parts.items() if lacks]
    if not without:
        return f"Byte code: in all {len(parts)} functions and layers."
    which = "any function or layer" if len(without) == len(parts) else ", ".join(without)
    return (
        f"Byte code: not in {which}. A function that starts imports its code in 730 to 1,600 ms, and with byte code in "
        f"260 to 540 (benchmarks/README.md). Python {PYTHON} makes it: `.venv/bin/uv python install {PYTHON}`, then "
        "`rm -rf .aws-sam` and `make build`."
    )


def report(target: Target) -> str:
    """The sentence of a stack on AWS, or why there is none; raises nothing of AWS's."""
    try:
        return sentence(of_deployed(target))
    except (BotoCoreError, ClientError, requests.RequestException) as error:
        return f"Byte code: it could not be looked for: {error}"


def of_deployed(target: Target) -> dict[str, bool]:
    """Of one function, because all carry the same code, and every layer of a stack on AWS: whether it lacks it."""
    functions = target.client("lambda")
    pages = target.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=target.stack_name)
    resources = [each for page in pages for each in page["StackResourceSummaries"]]
    of_type = {
        kind: {
            each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources if kind == each["ResourceType"]
        }
        for kind in ("AWS::Lambda::Function", "AWS::Lambda::LayerVersion")
    }
    function, name = min(of_type["AWS::Lambda::Function"].items())
    addresses = {function: functions.get_function(FunctionName=name)["Code"]["Location"]}
    for layer, arn in sorted(of_type["AWS::Lambda::LayerVersion"].items()):
        addresses[layer] = functions.get_layer_version_by_arn(Arn=arn)["Content"]["Location"]
    return {name: lacks_byte_code(names_in(address)) for name, address in addresses.items()}


def names_in(address: str) -> list[str]:
    """The names of the files in a ZIP archive, of which only the end is fetched."""
    answer = requests.get(
        address, headers={"Range": f"bytes=-{_TAIL_BYTES}"}, timeout=(CONNECT_SECONDS, ANSWER_SECONDS)
    )
    answer.raise_for_status()
    return ZipFile(io.BytesIO(answer.content)).namelist()
