"""The page's files in the bucket of a deployed stack, on AWS and here alike.

What changed is uploaded, and only that is invalidated. Every file is sent with `no-cache`, so browsers and CloudFront
ask each time whether it changed (a 304 when not), and nobody sees an old page with a new script.
"""

import hashlib
import json
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
    wanted, there = files(folder, outputs), _etags(s3, bucket)
    changed = sorted((n for n in wanted if there.get(n) != _etag(wanted[n])), key=lambda n: (n == "index.html", n))
    for name in changed:
        s3.put_object(
            Bucket=bucket,
            Key=name,
            Body=wanted[name],
            ContentType=_CONTENT_TYPES[Path(name).suffix],
            CacheControl="no-cache",
        )
    gone = sorted(there.keys() - wanted.keys())
    for name in gone:
        s3.delete_object(Bucket=bucket, Key=name)
    if changed or gone:
        _invalidate(cloudfront, outputs["DistributionId"], changed + gone)
    return changed + gone


def files(folder: Path, outputs: Mapping[str, str]) -> dict[str, bytes]:
    """Everything that is served, by its name: the folder's files, and config.json. KeyError for an unknown suffix."""
    found = {name: path.read_bytes() for name, path in _served(folder)}
    found["index.html"] = found["index.html"].replace(_ORIGINS.encode(), outputs["ConnectOrigins"].encode())
    return found | {"config.json": json.dumps(config(outputs), indent=2).encode()}


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


def _etags(s3: Any, bucket: str) -> dict[str, str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"]: each["ETag"].strip('"') for page in pages for each in page.get("Contents", ())}


def _etag(content: bytes) -> str:
    """What S3 gives an object that is put whole into a bucket of this encryption."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _invalidate(cloudfront: Any, distribution: str, names: list[str]) -> None:
    paths = [f"/{quote(name)}" for name in names]
    cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(uuid.uuid4())},
    )
