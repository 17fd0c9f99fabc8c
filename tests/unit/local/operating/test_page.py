"""Which files of the page go to the bucket, how, and when they do not."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
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


def hashed(name: str, content: str) -> str:
    stem, suffix = name.split(".")
    return f"{stem}.{hashlib.sha256(content.encode()).hexdigest()[:16]}.{suffix}"


class Aws:
    """A bucket and a distribution that remember: both clients in one."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.uploaded: list[str] = []
        self.invalidated: list[list[str]] = []
        self.puts = 0

    def get_paginator(self, _operation: str) -> "Aws":
        return self

    def paginate(self, **_kwargs: str) -> Iterator[dict[str, Any]]:
        listed = [
            {"Key": name, "ETag": f'"{hashlib.md5(each["Body"]).hexdigest()}"', "LastModified": each["LastModified"]}
            for name, each in self.objects.items()
        ]
        yield {"Contents": listed} if listed else {}

    def put_object(self, **kwargs: Any) -> None:
        self.puts += 1
        self.uploaded.append(kwargs["Key"])
        self.objects[kwargs["Key"]] = kwargs | {"LastModified": datetime(2026, 1, 1) + timedelta(minutes=self.puts)}

    def delete_object(self, **kwargs: str) -> None:
        del self.objects[kwargs["Key"]]

    def create_invalidation(self, **kwargs: Any) -> None:
        self.invalidated.append(kwargs["InvalidationBatch"]["Paths"]["Items"])


INDEX = '<meta content="CONNECT-ORIGINS"><link href="/styles.css"><script src="/page.js"></script>'
SCRIPT, STYLES = hashed("page.js", "page.js"), hashed("styles.css", "styles.css")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "styles.css",
        "page.js",
        "licences.txt",
        "js/main.js",
        "node_modules/x/x.js",
        "tests/a.test.js",
        ".npmrc",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "index.html").write_text(INDEX)
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


def change_script(aws: Aws, folder: Path, content: str) -> list[str]:
    (folder / "page.js").write_text(content)
    return publish(aws, folder)


def test_what_visitors_need_is_uploaded_and_the_page_itself_last(aws: Aws) -> None:
    assert aws.uploaded == ["config.json", "licences.txt", SCRIPT, STYLES, "index.html"]


def test_the_page_names_its_files_by_the_hash_of_their_content(aws: Aws) -> None:
    page = aws.objects["index.html"]["Body"].decode()
    assert f'href="/{STYLES}"' in page
    assert f'src="/{SCRIPT}"' in page


def test_what_did_not_change_is_neither_uploaded_nor_invalidated(aws: Aws, folder: Path) -> None:
    assert publish(aws, folder) == []
    assert (aws.uploaded, aws.invalidated) == ([], [])


def test_a_changed_script_has_a_new_name_and_what_names_it_is_invalidated(aws: Aws, folder: Path) -> None:
    assert change_script(aws, folder, "changed") == [hashed("page.js", "changed"), "index.html"]
    assert aws.invalidated == [["/index.html"]]


def test_a_changed_file_without_a_hash_is_uploaded_and_invalidated(aws: Aws, folder: Path) -> None:
    (folder / "licences.txt").write_text("changed")
    assert publish(aws, folder) == ["licences.txt"]
    assert aws.invalidated == [["/licences.txt"]]


def test_what_is_gone_is_deleted_and_invalidated(aws: Aws, folder: Path) -> None:
    (folder / "licences.txt").unlink()
    publish(aws, folder)
    assert "licences.txt" not in aws.objects
    assert aws.invalidated == [["/licences.txt"]]


def test_an_older_page_still_finds_its_script_through_nine_deployments(aws: Aws, folder: Path) -> None:
    for times in range(9):
        change_script(aws, folder, f"changed {times}")
        assert SCRIPT in aws.objects
    change_script(aws, folder, "changed once more")
    assert SCRIPT not in aws.objects
    assert hashed("page.js", "changed 0") in aws.objects


def test_a_page_of_the_time_before_hashes_still_finds_its_script(aws: Aws, folder: Path) -> None:
    aws.put_object(Key="page.js", Body=b"of before")
    publish(aws, folder)
    assert "page.js" in aws.objects


def test_a_script_that_came_back_is_not_taken_for_an_old_one(aws: Aws, folder: Path) -> None:
    for times in range(9):
        change_script(aws, folder, f"changed {times}")
    change_script(aws, folder, "page.js")
    assert SCRIPT in aws.objects
    assert f'src="/{SCRIPT}"' in aws.objects["index.html"]["Body"].decode()


def test_files_with_a_hash_are_kept_for_a_year_and_of_the_others_browsers_ask_each_time(aws: Aws) -> None:
    assert {name: each["CacheControl"] for name, each in aws.objects.items()} == {
        "config.json": "no-cache",
        "licences.txt": "no-cache",
        SCRIPT: "public, max-age=31536000, immutable",
        STYLES: "public, max-age=31536000, immutable",
        "index.html": "no-cache",
    }


def test_files_have_content_types_that_cloudfront_compresses(aws: Aws) -> None:
    assert {name: each["ContentType"] for name, each in aws.objects.items()} == {
        "config.json": "application/json",
        "licences.txt": "text/plain; charset=utf-8",
        SCRIPT: "text/javascript; charset=utf-8",
        STYLES: "text/css; charset=utf-8",
        "index.html": "text/html; charset=utf-8",
    }


def test_the_real_page_names_no_file_without_a_hash() -> None:
    served = page.files(CHECKOUT / "frontend", OUTPUTS)
    named = re.findall(r'(?:href|src)="/([^"]*)"', served["index.html"].decode())
    assert len(named) == 3
    for name in named:
        assert re.search(r"\.[0-9a-f]{16}\.", name)
        assert name in served


def test_a_file_of_an_unknown_type_is_an_error(aws: Aws, folder: Path) -> None:
    (folder / "font.woff3").touch()
    with pytest.raises(KeyError, match="woff3"):
        publish(aws, folder)


def test_the_page_is_told_whom_it_may_call(aws: Aws) -> None:
    assert aws.objects["index.html"]["Body"].startswith(b'<meta content="https://data https://sign-in">')


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
