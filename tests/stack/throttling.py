"""DynamoDB as one function finds it: refusing most writes to the leads table, losing answers, or keeping it waiting."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

import requests

from local.emulator import aws
from tests.support.world import World

_OF_THE_CONNECTION = {"connection", "content-length", "transfer-encoding"}
_BUSY = {"Error": {"Code": "ThrottlingError", "Message": "Too busy."}}


class Answer(NamedTuple):
    """Of DynamoDB, by HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


_REFUSAL = Answer(
    400,
    {"Content-Type": "application/x-amz-json-1.0"},
    b'{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Too busy."}',
)


class FaultyDynamoDb(ThreadingHTTPServer):
    """Passes requests on to the emulator; for the faults of each kind see `answer`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, emulator: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._emulator = emulator
        self._lock = Lock()

    def answer(self, operation: str, headers: Mapping[str, str], body: bytes) -> Answer | None:  # noqa: ARG002
        """None: whoever asks waits in vain."""
        return self.pass_on(headers, body)

    def pass_on(self, headers: Mapping[str, str], body: bytes) -> Answer:
        answer = requests.post(self._emulator, data=body, headers=dict(headers), timeout=30)
        return Answer(answer.status_code, answer.headers, answer.content)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Its address, for as long as it answers."""
        Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{self.server_port}"
        finally:
            self.shutdown()
            self.server_close()


class BusyDynamoDb(FaultyDynamoDb):
    """Refuses the first try to write each lead, and the second of every other lead. `writes` counts all tries.

    Of a call that writes many, each has its own verdict, and those that are not refused are a call of this client's:
    the emulator looks at signatures, and takes no call of which a part is left out.
    """

    def __init__(self, emulator: str, dynamodb: Any) -> None:
        super().__init__(emulator)
        self._dynamodb = dynamodb
        self.writes = 0
        self._refusals: dict[str, int] = {}

    @property
    def refused(self) -> set[str]:
        return set(self._refusals)

    def answer(self, operation: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        asked = json.loads(body)
        if operation == "BatchExecuteStatement":
            return self._insert(asked)
        if operation == "PutItem" and self._refuses(asked["Item"]["leadId"]["S"]):
            return _REFUSAL
        return self.pass_on(headers, body)

    def _insert(self, asked: dict[str, Any]) -> Answer:
        statements = asked["Statements"]
        refused = [self._refuses(statement["Parameters"][0]["S"]) for statement in statements]
        passed = [statement for statement, no in zip(statements, refused, strict=True) if not no]
        call = self._dynamodb.batch_execute_statement
        left = iter(call(**asked | {"Statements": passed})["Responses"] if passed else ())
        verdicts = [_BUSY if no else next(left) for no in refused]
        return Answer(200, _REFUSAL.headers, json.dumps({"Responses": verdicts}).encode())

    def _refuses(self, lead_id: str) -> bool:
        with self._lock:
            self.writes += 1
            left = self._refusals.setdefault(lead_id, 1 + len(self._refusals) % 2)
            self._refusals[lead_id] = left - 1
            return left > 0


class LosingDynamoDb(FaultyDynamoDb):
    """Passes every request on, and loses the answer to the first of each that are alike."""

    def __init__(self, emulator: str) -> None:
        super().__init__(emulator)
        self._bodies: set[bytes] = set()

    def answer(self, operation: str, headers: Mapping[str, str], body: bytes) -> Answer | None:  # noqa: ARG002
        answer = self.pass_on(headers, body)
        with self._lock:
            is_first = body not in self._bodies
            self._bodies.add(body)
        return None if is_first else answer


class SlowDynamoDb(FaultyDynamoDb):
    """Passes nothing on before it is released. `waiting` counts the requests that came until then."""

    def __init__(self, emulator: str) -> None:
        super().__init__(emulator)
        self.waiting = 0
        self._released = Event()

    def answer(self, operation: str, headers: Mapping[str, str], body: bytes) -> Answer | None:  # noqa: ARG002
        with self._lock:
            self.waiting += 1
        self._released.wait()
        return self.pass_on(headers, body)

    def release(self) -> None:
        self._released.set()

    def handle_error(self, *_: Any) -> None:
        """Who was kept waiting may have gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyDynamoDb

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_THE_CONNECTION}
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        answer = self.server.answer(operation, headers, body)
        if answer is None:
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in _OF_THE_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def busy_table(world: World) -> Iterator[BusyDynamoDb]:
    """While it lasts, Upsert slice finds DynamoDB behind one that is too busy."""
    server = BusyDynamoDb(world.stack.settings.endpoint, world.dynamodb)
    with _in_front_of_dynamodb(world, "UpsertSlice", server):
        yield server


@contextmanager
def losing_table(world: World) -> Iterator[None]:
    """While it lasts, Upsert slice finds DynamoDB behind one that loses answers."""
    with _in_front_of_dynamodb(world, "UpsertSlice", LosingDynamoDb(world.stack.settings.endpoint)):
        yield


@contextmanager
def slow_tables(world: World, task: str) -> Iterator[SlowDynamoDb]:
    """While it lasts, a function finds DynamoDB behind one that keeps it waiting until it is released."""
    server = SlowDynamoDb(world.stack.settings.endpoint)
    with _in_front_of_dynamodb(world, task, server):
        try:
            yield server
        finally:
            server.release()


@contextmanager
def _in_front_of_dynamodb(world: World, task: str, server: FaultyDynamoDb) -> Iterator[None]:
    """By the function's own configuration."""
    functions = aws.client(world.stack.settings, "lambda")
    name = world.function_name(task)
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    with server.running() as address:
        through = {"Variables": before | {"AWS_ENDPOINT_URL_DYNAMODB": address}}
        functions.update_function_configuration(FunctionName=name, Environment=through)
        try:
            yield
        finally:
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": before})
