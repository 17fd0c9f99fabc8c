"""What imports leave to later imports, in the data bucket: DeepSeek's replies and the mappings of finished imports."""

import json
from typing import Any

from botocore.exceptions import ClientError

from easycrm.aws import is_absent

REPLIES, MAPPINGS = "replies", "mappings"


class Memory:
    """JSON by content hash under one prefix; whoever writes a key writes what it stands for."""

    def __init__(self, s3: Any, bucket: str, prefix: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._prefix = prefix

    def get(self, key: str) -> Any:
        """The content; None when there is none."""
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=self._name(key))["Body"].read()
        except ClientError as error:
            if is_absent(error):
                return None
            raise
        return json.loads(body)

    def put(self, key: str, content: object) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        self._s3.put_object(Bucket=self._bucket, Key=self._name(key), Body=body)

    def _name(self, key: str) -> str:
        return f"{self._prefix}/{key}.json"
