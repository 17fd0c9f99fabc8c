"""A deployed stack as its operator has it: outputs and AWS clients, with the credentials that `sam deploy` takes."""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local.errors import LocalError
from local.settings import Settings

# Rebuilding the list of a million leads takes minutes, and its function may take 900 seconds.
_CONFIG = Config(connect_timeout=5, read_timeout=910, tcp_keepalive=True)


@dataclass(frozen=True)
class Target:
    """The stack of one environment; `client` makes an AWS client of a service by its name."""

    env: str
    stack_name: str
    outputs: dict[str, str]
    client: Callable[[str], Any]

    def resource(self, logical_id: str) -> str:
        """The name that CloudFormation gave to a resource of the template."""
        found = self.client("cloudformation").describe_stack_resource(
            StackName=self.stack_name, LogicalResourceId=logical_id
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])


def target(settings: Settings, env: str, session: Callable[..., Any] = boto3.Session) -> Target:
    """The stack that samconfig.toml has for `env`. Raises LocalError when it is not deployed."""
    where = _of_samconfig(settings, env)
    made = session(profile_name=_profile(where), region_name=where["region"])

    def client(service: str) -> Any:
        return made.client(service, config=_CONFIG)

    return Target(env, where["stack_name"], _outputs(client("cloudformation"), where["stack_name"]), client)


def _of_samconfig(settings: Settings, env: str) -> dict[str, str]:
    config = tomllib.loads((settings.root / "samconfig.toml").read_text(encoding="utf-8"))
    parameters: dict[str, str] = config[env]["global"]["parameters"]
    return parameters


def _profile(where: dict[str, str]) -> str | None:
    """That of samconfig.toml, unless the environment brings credentials of its own, as it does in CI."""
    own = "AWS_PROFILE" in os.environ or "AWS_ACCESS_KEY_ID" in os.environ
    return None if own else where.get("profile")


def _outputs(cloudformation: Any, name: str) -> dict[str, str]:
    try:
        found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            raise LocalError(f"There is no stack {name} in this account and region; deploy it first.") from error
        raise
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
