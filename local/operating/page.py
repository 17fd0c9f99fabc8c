"""The page's files in the bucket of a deployed stack, on AWS and here alike.

What index.html names (script, style sheet, icon) has its hash in its name: caches keep it for a year, and
nobody gets an old page with a new script. Everything else is sent with `no-cache`, so browsers and CloudFront ask each
time whether it changed (a 304 when not). What changed is uploaded, and only that is invalidated.

A tab that was opened before a deployment, or that a browser brings back from its memory, still finds the files that its
page names: of each the latest ten stay in the bucket.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

# What of the folder is there for its makers, and not for its visitors.
_NOT_SERVED = frozenset(
    {"node_modules", "js", "vendor", "styles", "tests", "tools", "package.json", "package-lock.json", "biome.json"}
)
_ORIGINS = "CONNECT-ORIGINS"
# What index.html names, by its address.
_NAMED = re.compile(r'(?<=(?:href|.src)="/)[^"]+(?=")')
_HASH_DIGITS = 16
_HASHED = re.compile(rf"(?P<stem>.+)\.[0-9a-f]{{{_HASH_DIGITS}}}(?P<suffix>\.\w+)")
_KEPT = 10
_FOR_A_YEAR, _ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def publish(s3: Any, cloudfront: Any, outputs: Mapping[str, str], folder: Path) -> list[str]:
    """Makes the bucket hold what `folder` does; returns the names that changed, in the order of their upload.

    `outputs` are the stack's. index.html comes last, so that what it names is there already.
    """
    bucket = outputs["SiteBucketName"]
    wanted, there = files(folder, outputs), _objects(s3, bucket)
    changed = [name for name in wanted if name not in there or _etag_of(there[name]) != _etag(wanted[name])]
    changed.sort(key=lambda name: (name == "index.html", name))
    for name in changed:
        s3.put_object(
            Bucket=bucket,
            Key=name,
            Body=wanted[name],
            ContentType=_CONTENT_TYPES[Path(name).suffix],
            CacheControl=_FOR_A_YEAR if _HASHED.fullmatch(name) else _ASK_EACH_TIME,
        )
    gone = _gone(wanted, there)
    for name in gone:
        s3.delete_object(Bucket=bucket, Key=name)
    if stale := [name for name in changed + gone if not _HASHED.fullmatch(name)]:
        _invalidate(cloudfront, outputs["DistributionId"], stale)
    return changed + gone


def files(folder: Path, outputs: Mapping[str, str]) -> dict[str, bytes]:
    """Everything that is served, by its name: the folder's files, and config.json. KeyError for an unknown suffix."""
    found = {name: path.read_bytes() for name, path in _served(folder)}
    page = found.pop("index.html").decode().replace(_ORIGINS, outputs["ConnectOrigins"])
    hashed = {name: _hashed(name, found[name]) for name in _NAMED.findall(page)}
    page = _NAMED.sub(lambda name: hashed[name[0]], page)
    served = {hashed.get(name, name): content for name, content in found.items()}
    return served | {"index.html": page.encode(), "config.json": json.dumps(config(outputs), indent=2).encode()}


def config(outputs: Mapping[str, str]) -> dict[str, Any]:
    """What the page is told about the stack that it belongs to."""
    site, sign_in = outputs["SiteUrl"], outputs["SignInUrl"]
    return {
        "apiUrl": "/api",
        "maxUploadMB": int(outputs["MaxUploadMB"]),
        "defaultCountry": outputs["DefaultCountry"],
        "signIn": {
            "issuer": outputs["Issuer"],
            "clientId": outputs["UserPoolClientId"],
            "authorizeUrl": f"{sign_in}/oauth2/authorize",
            "tokenUrl": f"{sign_in}/oauth2/token",
            "logoutUrl": f"{sign_in}/logout",
            "revokeUrl": outputs["SignInApiUrl"],
            "redirectUri": site,
            "logoutUri": site,
        },
        "dropFolder": {
            "bucket": outputs["DataBucketName"],
            "identityPoolId": outputs["IdentityPoolId"],
            "identityUrl": outputs["IdentityUrl"],
            "login": outputs["IdentityLogin"],
        },
    }


def _served(folder: Path) -> list[tuple[str, Path]]:
    paths = [(path.relative_to(folder), path) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        (name.as_posix(), path)
        for name, path in paths
        if not any(part.startswith(".") for part in name.parts) and name.parts[0] not in _NOT_SERVED
    ]


def _objects(s3: Any, bucket: str) -> dict[str, dict[str, Any]]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"]: each for page in pages for each in page.get("Contents", ())}


def _gone(wanted: Mapping[str, bytes], there: Mapping[str, dict[str, Any]]) -> list[str]:
    """The names to delete, sorted: what is not wanted and no older form of a hashed file, or not one of its latest."""
    forms: dict[str, list[str]] = {_plain(name): [] for name in wanted if _HASHED.fullmatch(name)}
    for name in sorted(there, key=lambda name: there[name]["LastModified"], reverse=True):
        if _plain(name) in forms and name not in wanted:
            forms[_plain(name)].append(name)
    kept = {name for older in forms.values() for name in older[: _KEPT - 1]}
    return sorted(there.keys() - wanted.keys() - kept)


def _hashed(name: str, content: bytes) -> str:
    """`page.js` as `page.0123456789abcdef.js`."""
    path = Path(name)
    digits = hashlib.sha256(content).hexdigest()[:_HASH_DIGITS]
    return path.with_name(f"{path.stem}.{digits}{path.suffix}").as_posix()


def _plain(name: str) -> str:
    """`page.0123456789abcdef.js` as `page.js`, as which it was served before names had hashes."""
    match = _HASHED.fullmatch(name)
    return match["stem"] + match["suffix"] if match else name


def _etag_of(stored: Mapping[str, Any]) -> str:
    return str(stored["ETag"]).strip('"')


def _etag(content: bytes) -> str:
    """What S3 gives an object that is put whole into a bucket of this encryption."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _invalidate(cloudfront: Any, distribution: str, names: list[str]) -> None:
    paths = [f"/{quote(name)}" for name in names]
    cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(uuid.uuid4())},
    )
