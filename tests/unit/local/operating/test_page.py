"""Which files of the page go to the bucket, how, and when they do not."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from easycrm.standardise.values.phones import COUNTRIES
from easycrm.workbooks.text.known_encodings import ENCODINGS
from local.operating import page
from local.settings import CHECKOUT

OUTPUTS = {
    "SiteUrl": "https://d1.cloudfront.net/",
    "SiteBucketName": "site",
    "DistributionId": "D1",
    "ConnectOrigins": "https://data https://sign-in",
    "SignInUrl": "https://sign-in",
    "SignInApiUrl": "https://cognito/",
    "Issuer": "https://cognito/pool",
    "UserPoolClientId": "client",
    "MaxUploadMB": "100",
    "DefaultCountry": "SG",
    "DataBucketName": "data",
    "IdentityPoolId": "ap-southeast-1:pool",
    "IdentityUrl": "https://identity/",
    "IdentityLogin": "cognito/pool",
}


class Aws:
    """A bucket and a distribution that remember: both clients in one."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.uploaded: list[str] = []
        self.invalidated: list[list[str]] = []

    def get_paginator(self, _operation: str) -> "Aws":
        return self

    def paginate(self, **_kwargs: str) -> Iterator[dict[str, Any]]:
        etags = {name: hashlib.md5(each["Body"]).hexdigest() for name, each in self.objects.items()}
        yield {"Contents": [{"Key": name, "ETag": f'"{etag}"'} for name, etag in etags.items()]} if etags else {}

    def put_object(self, **kwargs: Any) -> None:
        self.uploaded.append(kwargs["Key"])
        self.objects[kwargs["Key"]] = kwargs

    def delete_object(self, **kwargs: str) -> None:
        del self.objects[kwargs["Key"]]

    def create_invalidation(self, **kwargs: Any) -> None:
        self.invalidated.append(kwargs["InvalidationBatch"]["Paths"]["Items"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "index.html",
        "styles.css",
        "page.js",
        "js/main.js",
        "node_modules/x/x.js",
        "tests/a.test.js",
        ".npmrc",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} CONNECT-ORIGINS")
    return tmp_path


@pytest.fixture
def aws(folder: Path) -> Aws:
    """A bucket that holds the page."""
    made = Aws()
    publish(made, folder)
    return made


def publish(aws: Aws, folder: Path) -> list[str]:
    aws.uploaded.clear()
    aws.invalidated.clear()
    return page.publish(aws, aws, OUTPUTS, folder)


def test_what_visitors_need_is_uploaded_and_the_page_itself_last(aws: Aws) -> None:
    assert aws.uploaded == ["config.json", "page.js", "styles.css", "index.html"]


def test_what_did_not_change_is_neither_uploaded_nor_invalidated(aws: Aws, folder: Path) -> None:
    assert publish(aws, folder) == []
    assert (aws.uploaded, aws.invalidated) == ([], [])


def test_what_changed_is_uploaded_and_invalidated(aws: Aws, folder: Path) -> None:
    (folder / "page.js").write_text("changed")
    assert publish(aws, folder) == ["page.js"]
    assert (aws.uploaded, aws.invalidated) == (["page.js"], [["/page.js"]])


def test_what_is_gone_is_deleted_and_invalidated(aws: Aws, folder: Path) -> None:
    (folder / "styles.css").unlink()
    publish(aws, folder)
    assert "styles.css" not in aws.objects
    assert aws.invalidated == [["/styles.css"]]


def test_browsers_ask_each_time_whether_a_file_changed(aws: Aws) -> None:
    assert {each["CacheControl"] for each in aws.objects.values()} == {"no-cache"}


def test_files_have_their_content_types(aws: Aws) -> None:
    assert {name: each["ContentType"] for name, each in aws.objects.items()} == {
        "config.json": "application/json",
        "page.js": "text/javascript; charset=utf-8",
        "styles.css": "text/css; charset=utf-8",
        "index.html": "text/html; charset=utf-8",
    }


def test_a_file_of_an_unknown_type_is_an_error(aws: Aws, folder: Path) -> None:
    (folder / "font.woff3").touch()
    with pytest.raises(KeyError, match="woff3"):
        publish(aws, folder)


def test_the_page_is_told_whom_it_may_call(aws: Aws) -> None:
    assert aws.objects["index.html"]["Body"] == b"index.html https://data https://sign-in"


def test_the_configuration_says_where_to_sign_in_and_to_come_back_to(aws: Aws) -> None:
    config = json.loads(aws.objects["config.json"]["Body"])
    assert config["apiUrl"] == "/api"
    assert config["maxUploadMB"] == 100
    assert config["defaultCountry"] == "SG"
    assert config["signIn"] == {
        "issuer": "https://cognito/pool",
        "clientId": "client",
        "authorizeUrl": "https://sign-in/oauth2/authorize",
        "tokenUrl": "https://sign-in/oauth2/token",
        "logoutUrl": "https://sign-in/logout",
        "revokeUrl": "https://cognito/",
        "redirectUri": "https://d1.cloudfront.net/",
        "logoutUri": "https://d1.cloudfront.net/",
    }
    assert config["dropFolder"] == {
        "bucket": "data",
        "identityPoolId": "ap-southeast-1:pool",
        "identityUrl": "https://identity/",
        "login": "cognito/pool",
    }


def names_in(config: dict[str, Any]) -> Iterator[str]:
    for name, value in config.items():
        yield name
        yield from names_in(value) if isinstance(value, dict) else ()


@pytest.mark.parametrize("name", sorted(set(names_in(page.config(OUTPUTS)))))
def test_whatever_the_page_is_told_is_used_by_its_scripts_or_by_commands_that_take_its_address(name: str) -> None:
    scripts = [path for path in (CHECKOUT / "frontend" / "js").rglob("*.js") if path.name != "config.js"]
    programs = [path for path in (CHECKOUT / "local").rglob("*.py") if path.name != "page.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in (*scripts, *programs))
    assert f".{name}" in code or f'["{name}"]' in code


def test_the_countries_are_those_that_the_api_takes() -> None:
    countries = (CHECKOUT / "frontend" / "js" / "countries.js").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[A-Z]{2}\b", countries)) == set(COUNTRIES)


def test_the_encodings_are_those_that_the_api_takes_by_the_same_names() -> None:
    script = (CHECKOUT / "frontend" / "js" / "encodings.js").read_text(encoding="utf-8")
    listed = re.findall(r'\["(.+?)", "(.+?)"\]', script)
    assert listed == [(key, encoding.name) for key, encoding in ENCODINGS.items()]
