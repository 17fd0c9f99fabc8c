"""The drop folder, against a server in Cognito's place."""

import json
import threading
from datetime import UTC, datetime

import pytest

from local.errors import LocalError
from local.operating import drop_folder
from local.operating.drop_folder import DropFolder
from tests.support.http_server import Server

IDENTITY = {"IdentityId": "ap-southeast-1:4161"}
EXPIRES = 1_772_442_000
MADE = {"AccessKeyId": "ASIA", "SecretKey": "secret", "SessionToken": "session", "Expiration": EXPIRES}


@pytest.fixture
def folder(server: Server) -> DropFolder:
    return DropFolder("data", "ap-southeast-1:pool", server.url, "cognito-idp/pool")


def test_its_address_has_the_identity_of_the_login(folder: DropFolder, server: Server) -> None:
    server.answers = [(200, IDENTITY)]
    assert folder.address("token") == "s3://data/inbox/ap-southeast-1:4161/"
    asked = {"IdentityPoolId": "ap-southeast-1:pool", "Logins": {"cognito-idp/pool": "token"}}
    assert json.loads(server.requests[0][3]) == asked


def test_its_credentials_are_what_a_credential_process_prints(folder: DropFolder, server: Server) -> None:
    server.answers = [(200, IDENTITY), (200, IDENTITY | {"Credentials": MADE})]
    made = folder.credentials("token")
    assert datetime.fromisoformat(made.pop("Expiration")) == datetime.fromtimestamp(EXPIRES, UTC)
    assert made == {"Version": 1, "AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "session"}


def test_a_refusal_is_said_in_words(folder: DropFolder, server: Server) -> None:
    server.answers = [(400, {"__type": "NotAuthorizedException", "message": "Token is expired."})]
    with pytest.raises(LocalError, match=r"no access to the drop folder.*Token is expired"):
        folder.address("token")


def test_a_server_that_drips_is_given_up(folder: DropFolder, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drop_folder, "WHOLE_SECONDS", 0.2)
    server.dripping = threading.Event()
    with pytest.raises(LocalError, match="No answer in time"):
        folder.address("token")
