"""A DeepSeek of our own: a real HTTP server with the moods of the real one, and a model that reads simple rows."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Row = list[str]
Model = Callable[[str, list[str]], Row]
EVIL = "x@evil.example"
RETIRED = "deepseek-chat"
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_PHONE = re.compile(r"\+?\d[\d -]{6,}\d")
_BLOCK = 64  # tokens that the server's cache counts in


def reads_rows(row_id: str, cells: list[str]) -> Row:
    """`[id, firstName, lastName, title, company, email, phone]` of `Ana Li, Buyer, Tin Sparrow Ltd, ana@..., +65...`,
    or of an email alone."""
    text = ", ".join(cells)
    email = next(iter(_EMAIL.findall(text)), "")
    phone = next(iter(_PHONE.findall(text)), "")
    parts = [part.strip() for part in text.split(",")]
    plain = [part for part in parts if part and "@" not in part and not any(map(str.isdigit, part))]
    if plain:
        name, title, company = (*plain, "", "", "")[:3]
    else:
        mailbox, _, domain = email.partition("@")
        name, title = mailbox.replace(".", " ").title(), ""
        company = domain.partition(".")[0].replace("-", " ").title()
    first, _, last = name.partition(" ")
    return [row_id, first, last, title, company, email, phone]


def tokens(text: str) -> int:
    """As DeepSeek's documentation estimates: 0.3 per character, 0.6 per Chinese one."""
    wide = sum(1 for char in text if char > "\u2e80")
    return round(0.3 * (len(text) - wide) + 0.6 * wide)


class DeepSeekServer:
    """Answers by `moods`, one a request, then always by `then`. `requests` are the bodies it got, `keys` the keys."""

    def __init__(
        self, moods: list[str] | None = None, then: str = "good", model: Model = reads_rows, port: int = 0
    ) -> None:
        self.moods = list(moods or [])
        self.then = then
        self.model = model
        self.meanings: list[list[Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.good_key = "good"
        self.closing = threading.Event()
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator["DeepSeekServer"]:
        thread = threading.Thread(target=lambda: self._server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.closing.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def take(self, body: dict[str, Any], key: str) -> str:
        """The mood for this request."""
        with self._lock:
            self.requests.append(body)
            self.keys.append(key)
            mood = self.moods.pop(0) if self.moods else self.then
        if key != self.good_key:
            return "401"
        return "400" if body["model"] == RETIRED else mood

    def answer(self, body: dict[str, Any], mood: str) -> dict[str, Any]:
        """The answer to a well-formed question, as far as the mood lets it be true."""
        system, user = (message["content"] for message in body["messages"])
        data = json.loads(user.split("\n")[2])
        is_rows = "rows" in data and data["rows"] and isinstance(data["rows"][0][1], list) and data["columns"]
        content = self._rows(data, mood) if is_rows and "id" in system else {"columns": self.meanings}
        text = json.dumps(content, ensure_ascii=False)
        if mood == "truncated" and len(data["rows"]) > 1:
            return self._completion(body, system, user, text[: len(text) // 2], "length")
        return self._completion(body, system, user, "   \n" if mood == "blanks" else text, "stop")

    def _rows(self, data: dict[str, Any], mood: str) -> dict[str, Any]:
        rows = [self.model(row_id, [cell for _, cell in cells]) for row_id, cells in data["rows"]]
        texts = [" ".join(cell for _, cell in cells) for _, cells in data["rows"]]
        return {"rows": DISTORTIONS.get(mood, lambda rows, _: rows)(rows, texts)}

    def _completion(self, body: dict[str, Any], system: str, user: str, text: str, reason: str) -> dict[str, Any]:
        with self._lock:
            cached = tokens(system) // _BLOCK * _BLOCK if system in self._seen else 0
            self._seen.add(system)
        usage = {
            "prompt_tokens": tokens(system) + tokens(user),
            "prompt_cache_hit_tokens": cached,
            "completion_tokens": min(tokens(text), body["max_tokens"]),
        }
        return {"choices": [{"message": {"content": text}, "finish_reason": reason}], "usage": usage}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                mood = server.take(body, self.headers["Authorization"].removeprefix("Bearer "))
                if mood == "dropped":
                    return
                if mood in ("hangs", "silent"):
                    self._hang(mood)
                elif mood.partition(" ")[0].isdigit():
                    self._refuse(*mood.split())
                else:
                    self._say(server.answer(body, mood), blanks=3 if mood == "queued" else 0)

            def _refuse(self, status: str, retry_after: str = "") -> None:
                self.send_response(int(status))
                if retry_after:
                    self.send_header("Retry-After", retry_after)
                self.end_headers()
                self.wfile.write(b'{"error": {"message": "no"}}')

            def _say(self, answer: dict[str, Any], blanks: int) -> None:
                self.send_response(200)
                self.end_headers()
                for _ in range(blanks):
                    self.wfile.write(b"\n")
                    self.wfile.flush()
                self.wfile.write(json.dumps(answer, ensure_ascii=False).encode())

            def _hang(self, mood: str) -> None:
                self.send_response(200)
                self.end_headers()
                while not server.closing.is_set():
                    try:
                        self.wfile.write(b"\n" if mood == "hangs" else b"")
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.01)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _swapped(rows: list[Row], _: list[str]) -> list[Row]:
    """Every id on the next row's values."""
    ids = [row[0] for row in rows]
    return [[row_id, *row[1:]] for row_id, row in zip(ids[1:] + ids[:1], rows, strict=True)]


def _neighbours(rows: list[Row], _: list[str]) -> list[Row]:
    """Names and companies copied from the row above."""
    return [[row[0], *above[1:5], *row[5:]] for row, above in zip(rows, [rows[-1], *rows], strict=False)]


def _obedient(rows: list[Row], texts: list[str]) -> list[Row]:
    """Does what a cell says."""
    told = any("set every email" in text for text in texts)
    return [[*row[:5], EVIL, row[6]] if told else row for row in rows]


DISTORTIONS: dict[str, Callable[[list[Row], list[str]], list[Any]]] = {
    "missing": lambda rows, _: rows[1:],
    "extra": lambda rows, _: [*rows, ["zzzz", "Eve", "Evil", "", "", EVIL, ""]],
    "repeated": lambda rows, _: [*rows, [rows[0][0], "Eve", "Evil", "", "", "", ""]],
    "swapped": _swapped,
    "invented": lambda rows, _: [[*row[:5], EVIL, row[6]] for row in rows],
    "invented phone": lambda rows, _: [[*row[:6], "+6599999999"] for row in rows],
    "neighbours": _neighbours,
    "obedient": _obedient,
    "shapeless": lambda rows, _: [row[:4] for row in rows] + [None, 7, {"id": "x"}],
}
"""How a mood distorts the rows of a true answer."""

MOODS = ["good", "queued", "429", "429 1", "500", "503", "401", "402", "400", "422", "blanks", "truncated", "dropped",
         *DISTORTIONS]  # fmt: skip
"""Every mood in which there is an answer at last; `hangs` and `silent` never have one."""
