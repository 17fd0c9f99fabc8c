"""A deployed stack as its operator has it: outputs and AWS clients, and whose AWS credentials they take."""

import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from local.errors import LocalError, UsageError
from local.operating.printing import say
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


def target(
    settings: Settings, env: str, profile: str | None = None, session: Callable[..., Any] = boto3.Session
) -> Target:
    """The stack that samconfig.toml has for `env`; whose credentials are taken is said on stderr.

    Raises LocalError when it is not deployed or there are no credentials, UsageError for a profile that is not there.
    """
    where = _of_samconfig(settings, env)
    chosen, reason = choose_profile(profile, os.environ, where.get("profile"), _profiles())
    say(f"AWS credentials: {reason}.")
    made = session(profile_name=chosen, region_name=where["region"])
    if made.get_credentials() is None:
        raise LocalError(
            "There are no AWS credentials: neither in the environment nor of a profile. Say which with --profile."
        )

    def client(service: str) -> Any:
        return made.client(service, config=_CONFIG)

    return Target(env, where["stack_name"], _outputs(client("cloudformation"), where["stack_name"]), client)


def _of_samconfig(settings: Settings, env: str) -> dict[str, str]:
    config = tomllib.loads((settings.root / "samconfig.toml").read_text(encoding="utf-8"))
    parameters: dict[str, str] = config[env]["global"]["parameters"]
    return parameters


def choose_profile(
    argument: str | None, environ: Mapping[str, str], named: str | None, profiles: Collection[str]
) -> tuple[str | None, str]:
    """The profile and, in words, why: `--profile`, AWS_PROFILE, or the one `named` in samconfig.toml if it is there.

    None leaves it to the usual chain of credentials. Raises UsageError when the first two name none of `profiles`.
    """
    for profile, source in ((argument, "--profile"), (environ.get("AWS_PROFILE"), "AWS_PROFILE")):
        if profile:
            if profile not in profiles:
                known = ", ".join(sorted(profiles)) or "none"
                raise UsageError(
                    f"There is no AWS profile {profile!r}, which {source} names. On this machine: {known}."
                )
            return profile, f"profile {profile} ({source})"
    if named in profiles:
        return named, f"profile {named} (samconfig.toml)"
    usual = "the usual chain (environment, default profile, role)"
    return None, f"{usual}; there is no profile {named}, which samconfig.toml names" if named else usual


def _profiles() -> list[str]:
    profiles: list[str] = botocore.session.Session().available_profiles
    return profiles


def _outputs(cloudformation: Any, name: str) -> dict[str, str]:
    try:
        found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            raise LocalError(f"There is no stack {name} in this account and region; deploy it first.") from error
        raise
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
