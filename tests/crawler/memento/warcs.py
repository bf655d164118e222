"""WARC files of the tests' own pages: the records of ISO 28500 that a replay needs, and no more."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book for years."


@dataclass(frozen=True)
class Snapshot:
    """What a page answered on a day."""

    url: str
    date: str  # "2019-03-01"
    body: bytes = b""
    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=dict)

    def record(self) -> bytes:
        """The WARC record of the response."""
        names = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(self.body))} | self.headers
        head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
        answer = f"HTTP/1.1 {self.status}\r\n{head}\r\n".encode() + self.body
        warc = {
            "WARC-Type": "response",
            "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, self.url + self.date)}>",
            "WARC-Date": f"{self.date}T12:00:00Z",
            "WARC-Target-URI": self.url,
            "Content-Type": "application/http; msgtype=response",
            "Content-Length": str(len(answer)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in warc.items())
        return f"WARC/1.0\r\n{lines}\r\n".encode() + answer + b"\r\n\r\n"


def article(about: str, sentences: int = 6) -> bytes:
    """A page with enough text to be a good one, different for every `about`."""
    text = "".join(f"<p>{n}. {WORDS} This one is about {about}.</p>" for n in range(sentences))
    title = f"On {about}"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>".encode()


CHALLENGE = (
    b'<html><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body>'
    b"<h1>harbour.example</h1><p>Checking if the site connection is secure</p>"
    b'<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=1"></script>'
    b"<p>Enable JavaScript and cookies to continue</p></body></html>"
)
PARKED = (
    b"<html><head><title>harbour.example</title></head><body><h1>harbour.example</h1>"
    b"<p>This domain is for sale! Buy this domain.</p>"
    b'<script src="https://img1.wsimg.com/parking-lander/static/js/main.js"></script></body></html>'
)
NOT_FOUND = b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
