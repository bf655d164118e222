"""Archive files read back by warcio."""

import io
from dataclasses import dataclass

from warcio.archiveiterator import ArchiveIterator


@dataclass
class WrittenRecord:
    """A record as warcio reads it; whoever has it knows that its digests are right."""

    type: str
    named: list[tuple[str, str]]
    status: str | None
    headers: list[tuple[str, str]]
    payload: bytes
    offset: int

    def __getitem__(self, name: str) -> str:
        (value,) = [value for key, value in self.named if key == name]
        return value

    def get(self, name: str) -> str | None:
        return dict(self.named).get(name)

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)

    def told(self, name: str) -> list[str]:
        """The values of a field in a block of application/warc-fields."""
        assert self["Content-Type"] == "application/warc-fields"
        lines = [line.partition(": ") for line in self.payload.decode().split("\r\n") if line]
        return [value for key, _, value in lines if key == name]


def read_back(data: bytes) -> list[WrittenRecord]:
    found = []
    iterator = ArchiveIterator(io.BytesIO(data), check_digests="raise")
    for record in iterator:
        http = record.http_headers
        found.append(
            WrittenRecord(
                type=record.rec_type,
                named=record.rec_headers.headers,
                status=http.get_statuscode() if http else None,
                headers=http.headers if http else [],
                payload=record.raw_stream.read(),
                offset=iterator.get_record_offset(),
            )
        )
    return found
