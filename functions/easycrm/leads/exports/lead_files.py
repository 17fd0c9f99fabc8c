"""Leads that are too large for an answer, each whole as a file beside the exports, which goes with them after a day."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


class LeadFiles:
    """Files under `exports/leads/`, named by what they hold. `link_seconds`: how long a link can be used."""

    def __init__(self, s3: Any, bucket: str, link_seconds: int) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._link_seconds = link_seconds

    def link(self, lead: Mapping[str, Any]) -> str:
        """A short-lived link under which a browser saves the lead as JSON.

        The same lead makes the same file, anew each time, so that its day begins again and it outlives the link.
        """
        content = json.dumps(lead, ensure_ascii=False, indent=1).encode()
        place = {"Bucket": self._bucket, "Key": f"exports/leads/{sha256(content).hexdigest()}.json"}
        self._s3.put_object(**place, Body=content, ContentType="application/json; charset=utf-8")
        request = {**place, "ResponseContentDisposition": 'attachment; filename="lead.json"'}
        link: str = self._s3.generate_presigned_url("get_object", Params=request, ExpiresIn=self._link_seconds)
        return link
