"""A service on loopback that speaks the chat-completions protocol, streaming, and keeps what it was sent."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """An HTTP error in place of an answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = str | Refusal
Answerer = Callable[[str], Answer]


def said(verdict: str, passage: str = "") -> str:
    """A well-formed answer."""
    return json.dumps({"passage": passage, "verdict": verdict})


class ModelService:
    """`answer` gives the model's words for what it was asked; `received` has the requests' bodies."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answer: Answerer = lambda _: said("unverifiable")
        self.received: list[dict[str, Any]] = []

    @property
    def prompts(self) -> list[str]:
        """What the user's part of each request was."""
        return [one["messages"][-1]["content"] for one in self.received]


@contextmanager
def model_service() -> Iterator[ModelService]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.received.append(body)
            found = service.answer(body["messages"][-1]["content"])
            if isinstance(found, Refusal):
                self._send(found.status, "application/json", '{"error": {"message": "no"}}', found.headers)
                return
            pieces = (found[: len(found) // 2], found[len(found) // 2 :])
            chunks = "".join(f"data: {json.dumps(self._chunk(piece))}\n\n" for piece in pieces)
            self._send(200, "text/event-stream", f"{chunks}data: [DONE]\n\n", {})

        def _chunk(self, words: str) -> dict[str, Any]:
            choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
            return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}

        def _send(self, status: int, kind: str, text: str, headers: Mapping[str, str]) -> None:
            data = text.encode()
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # who asked is gone
                self.end_headers()
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = ModelService(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
