"""A web server that answers what a test tells it to, that is silent, or that drips."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Server:
    """Answers the queued `(status, body)` pairs in turn, and remembers what it was asked."""

    url: str = ""
    answers: list[tuple[int, object]] = field(default_factory=list)
    requests: list[tuple[str, str, str | None, bytes]] = field(default_factory=list)
    """Method, path, Authorization and body of each."""
    silent: threading.Event | None = None
    """Until it is set, nothing is answered."""
    dripping: threading.Event | None = None
    """Until it is set, an answer that never becomes whole comes byte by byte."""


@contextmanager
def serving() -> Iterator[Server]:
    """The server, on a port of its own."""
    state = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(state)) as http:
        state.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        for over in (state.silent, state.dripping):
            if over:
                over.set()
        http.shutdown()
        thread.join()


def _handler(state: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.requests.append((self.command, self.path, self.headers.get("Authorization"), body))
            if state.silent:
                state.silent.wait(10)
            elif state.dripping:
                self.drip(state.dripping)
            else:
                self.answer(*state.answers.pop(0))

        do_POST = do_GET

        def answer(self, status: int, body: object) -> None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def drip(self, over: threading.Event) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not over.wait(0.02):
                self.wfile.write(b" ")

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
