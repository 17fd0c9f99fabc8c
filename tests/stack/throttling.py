"""DynamoDB as one function finds it: refusing half of the writes to the leads table, or keeping it waiting."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

import requests

from local.emulator import aws
from tests.support.world import World

_REFUSAL = b'{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Too busy."}'
_OF_THE_CONNECTION = {"connection", "content-length", "transfer-encoding"}


class BusyDynamoDb(ThreadingHTTPServer):
    """Passes requests on to the emulator, but for the first PutItem of every lead. `writes` counts all of them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, emulator: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.emulator = emulator
        self.writes = 0
        self.refused: set[str] = set()
        self._lock = Lock()

    def refuses(self, operation: str, body: bytes) -> bool:
        if not operation.endswith(".PutItem"):
            return False
        lead_id = json.loads(body)["Item"]["leadId"]["S"]
        with self._lock:
            self.writes += 1
            is_first = lead_id not in self.refused
            self.refused.add(lead_id)
            return is_first


class SlowDynamoDb(BusyDynamoDb):
    """Passes nothing on before it is released. `waiting` counts the requests that came until then."""

    def __init__(self, emulator: str) -> None:
        super().__init__(emulator)
        self.waiting = 0
        self._released = Event()

    def refuses(self, *_: Any) -> bool:
        with self._lock:
            self.waiting += 1
        self._released.wait()
        return False

    def release(self) -> None:
        self._released.set()

    def handle_error(self, *_: Any) -> None:
        """Who was kept waiting may have gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BusyDynamoDb

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.refuses(self.headers.get("X-Amz-Target", ""), body):
            self._answer(400, {"Content-Type": "application/x-amz-json-1.0"}, _REFUSAL)
            return
        given = {name: value for name, value in self.headers.items() if name.lower() not in _OF_THE_CONNECTION}
        answer = requests.post(self.server.emulator, data=body, headers=given, timeout=30)
        self._answer(answer.status_code, dict(answer.headers), answer.content)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in _OF_THE_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def busy_table(world: World) -> Iterator[BusyDynamoDb]:
    """While it lasts, Upsert batch finds DynamoDB behind one that is too busy."""
    with BusyDynamoDb(world.stack.settings.endpoint) as server, _in_front_of_dynamodb(world, "UpsertBatch", server):
        yield server


@contextmanager
def slow_tables(world: World, task: str) -> Iterator[SlowDynamoDb]:
    """While it lasts, a function finds DynamoDB behind one that keeps it waiting until it is released."""
    with SlowDynamoDb(world.stack.settings.endpoint) as server, _in_front_of_dynamodb(world, task, server):
        try:
            yield server
        finally:
            server.release()


@contextmanager
def _in_front_of_dynamodb(world: World, task: str, server: BusyDynamoDb) -> Iterator[None]:
    """By the function's own configuration."""
    functions = aws.client(world.stack.settings, "lambda")
    name = world.function_name(task)
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        through = {"Variables": before | {"AWS_ENDPOINT_URL_DYNAMODB": address}}
        functions.update_function_configuration(FunctionName=name, Environment=through)
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": before})
        server.shutdown()
