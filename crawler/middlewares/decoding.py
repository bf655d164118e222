"""Content-Encoding, strictly: a truncated stream is an error, and the unpacked size is limited.

Scrapy's middleware returns what it could unpack of a truncated body as if it were complete. Here a body that ends
before its stream does, or that is not in the stated encoding, is passed on undecoded with the flag `decode_error`:
its bytes are stored, but no good Capture is made of them.
"""

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from crawler.middlewares.refusal import Refusal
from crawler.model import Outcome
from crawler.net.codings import HARMLESS, Oversized, Undecodable, is_text, unpack

DEFAULT_MAX_BYTES = 20 * 2**20
"""Bytes that a body may unpack to where the request sets no limit: this project's DOWNLOAD_MAXSIZE."""

MAX_LAYERS = 3
"""Nested encodings. More than one is rare; more than three is treated as a decompression bomb."""


class Decoding(HttpCompressionMiddleware):
    """Downloader middleware that replaces the unpacking in Scrapy's."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        sent = response.headers.getlist("Content-Encoding")
        layers = b",".join(sent).split(b",")
        if not response.body or "dataloss" in response.flags:
            return response
        if len(layers) > MAX_LAYERS:
            return _undecoded(response, f"{len(layers)} encodings upon each other")
        try:
            answer = super().process_response(request, response)
        except Undecodable as error:
            return _undecoded(response, str(error))
        coding = (answer.headers.get("Content-Encoding") or b"").decode("latin-1")
        left = [layer.strip().lower() for layer in coding.split(",")]
        if not HARMLESS.issuperset(left) and isinstance(answer, Response) and not is_text(answer.body):
            return _undecoded(answer, f"unknown Content-Encoding {left[-1][:40]}")
        if isinstance(answer, Response) and sent:  # Scrapy drops what it has decoded; a Fetch keeps what was sent
            answer.headers.setlist("Content-Encoding", sent)
        return answer

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        try:
            return unpack(encoding.decode("ascii"), body, max_size or DEFAULT_MAX_BYTES)
        except Oversized as error:
            raise Refusal(Outcome.TOO_LARGE, str(error)) from error


def _undecoded(response: Response, reason: str) -> Response:
    return response.replace(flags=[*response.flags, f"decode_error: {reason}"])
