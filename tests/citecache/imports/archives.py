"""Archives of a test's own: WARC 1.1 by the letter, unless a test breaks it."""

import gzip
import hashlib
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

WORDS = "The harbour master wrote down the height of the water at every turn of the tide, and kept the book. "
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def article(about: str) -> bytes:
    """A page with enough text to be good."""
    return f"<!doctype html><title>On {about}</title><article><h1>On {about}</h1><p>{WORDS * 4}{about}.</p>".encode()


class ArchiveMaker:
    """A WARC file, record by record."""

    def __init__(self, *, packed: bool = True) -> None:
        self.parts: list[bytes] = []
        self.packed = packed

    def add(
        self,
        url: str,
        body: bytes = b"",
        *,
        date: str = "2024-03-01T12:00:00Z",
        type: str = "response",
        status: str = "200 OK",
        headers: Iterable[tuple[str, str]] = HTML,
        named: Mapping[str, str] | None = None,
        block_type: str = "application/http; msgtype=response",
    ) -> "ArchiveMaker":
        block = body
        if type in ("response", "revisit"):
            lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
            block = "\r\n".join([*lines, "", ""]).encode() + body
        fields = {
            "WARC-Type": type,
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {date} {len(self.parts)}')}>",
            "WARC-Date": date,
            "WARC-Target-URI": url,
            "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "Content-Type": block_type,
            "Content-Length": str(len(block)),
            **(named or {}),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        record = f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
        self.parts.append(gzip.compress(record) if self.packed else record)
        return self

    @property
    def offsets(self) -> list[int]:
        """Where each record begins."""
        return [sum(map(len, self.parts[:number])) for number in range(len(self.parts))]

    def data(self) -> bytes:
        return b"".join(self.parts)

    def write(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path


def wacz(path: Path, warc: bytes, *, pages: str | None = None, files: Mapping[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("archive/data.warc.gz", warc)
        if pages is not None:
            file.writestr("pages/pages.jsonl", pages)
        for name, data in (files or {}).items():
            file.writestr(name, data, zipfile.ZIP_DEFLATED)
    return path
