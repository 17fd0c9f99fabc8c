"""What `sam build` made: its functions and layers, and how large each is, unpacked.

The bounds are ours, except the last: Lambda takes no function that is larger than that with its layers.
"""

from pathlib import Path
from typing import NamedTuple

from samtranslator.yaml_helper import yaml_parse

from local.byte_code import lacks_byte_code

BUILD = Path(__file__).parents[2] / ".aws-sam" / "build"
FUNCTION_MB = 45
LAYER_MB = 150
TOGETHER_MB = 250
_MB = 1_000_000


class Size(NamedTuple):
    """Of a function or a layer, unpacked, in MB; `most` is its bound."""

    name: str
    megabytes: float
    most: int


def sizes(build: Path) -> list[Size]:
    """Of everything that `sam build` left in this folder, functions first."""
    layers_of = functions(build)
    layers = {name: _megabytes(build / name) for name in sorted(set().union(*layers_of.values()))}
    own = {name: _megabytes(build / name) for name in layers_of}
    return [
        *(Size(name, megabytes, FUNCTION_MB) for name, megabytes in own.items()),
        *(Size(name, megabytes, LAYER_MB) for name, megabytes in layers.items()),
        *(
            Size(f"{name} with {', '.join(used)}", own[name] + sum(layers[layer] for layer in used), TOGETHER_MB)
            for name, used in layers_of.items()
        ),
    ]


def without_byte_code(build: Path) -> dict[str, bool]:
    """Of every function and layer that `sam build` left in this folder: whether it lacks byte code."""
    layers_of = functions(build)
    names = [*layers_of, *sorted(set().union(*layers_of.values()))]
    return {name: lacks_byte_code(path.name for path in (build / name).rglob("*.py*")) for name in names}


def functions(build: Path) -> dict[str, list[str]]:
    """`{function: its layers}`."""
    template = yaml_parse((build / "template.yaml").read_text(encoding="utf-8"))
    common = _layers(template["Globals"]["Function"])
    return {
        name: common + _layers(resource["Properties"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def _layers(properties: dict[str, list[dict[str, str]]]) -> list[str]:
    return [layer["Ref"] for layer in properties.get("Layers", [])]


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MB
