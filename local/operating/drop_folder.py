"""The drop folder: where a login may put files with any S3 client, and the credentials that the client needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.errors import LocalError
from local.operating import unsigned
from local.patience import WHOLE_SECONDS

_CONFIG = Config(connect_timeout=5, read_timeout=20)


@dataclass(frozen=True)
class DropFolder:
    """What config.json says of it. `login` is the name under which the identity pool knows the user pool."""

    bucket: str
    identity_pool_id: str
    identity_url: str
    login: str

    @classmethod
    def of(cls, config: Mapping[str, str]) -> "DropFolder":
        """Raises KeyError for a config without one."""
        return cls(config["bucket"], config["identityPoolId"], config["identityUrl"], config["login"])

    @property
    def region(self) -> str:
        """The AWS region of the stack, such as ap-southeast-1."""
        return self.identity_pool_id.partition(":")[0]

    def address(self, id_token: str) -> str:
        """`s3://BUCKET/inbox/IDENTITY/`, the only place where this login may put files. Raises LocalError."""
        return f"s3://{self.bucket}/inbox/{self._identity(id_token)}/"

    def credentials(self, id_token: str) -> dict[str, Any]:
        """An hour's credentials, in the form that the AWS CLI and SDKs read from a `credential_process`."""
        made = self._ask("get_credentials_for_identity", id_token, IdentityId=self._identity(id_token))["Credentials"]
        return {
            "Version": 1,
            "AccessKeyId": made["AccessKeyId"],
            "SecretAccessKey": made["SecretKey"],
            "SessionToken": made["SessionToken"],
            "Expiration": made["Expiration"].isoformat(),
        }

    def _identity(self, id_token: str) -> str:
        return str(self._ask("get_id", id_token, IdentityPoolId=self.identity_pool_id)["IdentityId"])

    def _ask(self, operation: str, id_token: str, **members: str) -> Any:
        client = unsigned.client("cognito-identity", self.region, self.identity_url, _CONFIG)
        try:
            return unsigned.within(
                WHOLE_SECONDS, lambda: getattr(client, operation)(**members, Logins={self.login: id_token})
            )
        except TimeoutError as error:
            raise LocalError(f"No answer in time from {self.identity_url}.") from error
        except (BotoCoreError, ClientError) as error:
            raise LocalError(f"Cognito gives no access to the drop folder: {error}") from error
