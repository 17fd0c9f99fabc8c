"""What `invoke` runs in a subprocess: one handler, one event, the result as JSON on stdout, nothing else there.

It imports nothing of `local`, so the handler sees only what it would see on AWS.
"""

import importlib
import json
import sys
import time
import traceback
from typing import Any


class Context:
    """The second argument of a handler, as far as handlers use it."""

    def __init__(self, configuration: dict[str, Any], request_id: str) -> None:
        self.function_name = configuration["FunctionName"]
        self.function_version = "$LATEST"
        self.invoked_function_arn = configuration["FunctionArn"]
        self.memory_limit_in_mb = str(configuration["MemorySize"])
        self.aws_request_id = request_id
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self.log_stream_name = "local"
        self.identity = None
        self.client_context = None
        self._deadline = time.monotonic() + float(configuration["Timeout"])

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def main() -> int:
    """Reads `{configuration, event, requestId}` from stdin; 1 when the handler raised."""
    result = sys.stdout
    sys.stdout = sys.stderr  # loggers and prints of the handler
    request = json.load(sys.stdin)
    module, _, name = request["configuration"]["Handler"].rpartition(".")
    try:
        handler = getattr(importlib.import_module(module.replace("/", ".")), name)
        context = Context(request["configuration"], request["requestId"])
        answer = json.dumps(handler(request["event"], context), ensure_ascii=False)
        code = 0
    except Exception as error:  # noqa: BLE001 - as Lambda does, whatever it is becomes the answer
        traceback.print_exc()
        answer = json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}, ensure_ascii=False)
        code = 1
    print(answer, file=result)
    return code


if __name__ == "__main__":
    sys.exit(main())
