"""boto3 clients that reach the emulator and nothing else."""

from typing import Any

import boto3
from botocore.config import Config

from local.patience import BUSY_SECONDS
from local.settings import ACCESS_KEY, REGION, SECRET_KEY, Settings

_CONFIG = Config(connect_timeout=5, read_timeout=BUSY_SECONDS, retries={"mode": "standard", "max_attempts": 3})


def client(settings: Settings, service: str) -> Any:
    """A client of one service, for example `client(settings, "ssm")`."""
    make: Any = boto3.client  # its stubs, where installed, want the service's name as a literal
    return make(
        service,
        endpoint_url=settings.endpoint,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=_CONFIG,
    )
