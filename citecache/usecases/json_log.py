"""The log as JSON, one object a line, for a collector of logs: `--log-format json`.

Each line has `time` (UTC, ISO 8601), `level`, `logger` and `message`, and where they are known `run`, `url`, `host`,
`verdict`, `outcome`, `status` and what else a call of ours passes as `extra={"fields": {...}}`. An error that was
raised adds `exception`, its traceback. Lines are ASCII: what strangers wrote is escaped, and acts on nothing once it is
decoded; URLs have no credentials.
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from citecache.render.clean import in_one_line, inert
from citecache.render.json_text import escaped
from crawler.net.credentials import hide_credentials

LEVELS = ("ERROR", "INFO", "DEBUG")
"""The least level of other programs' messages, for -v given no time, once, twice or more."""

OURS = ("citecache", "crawler", "pipelines")
"""Loggers whose messages are written from INFO on, whatever -v says: a log without the pages would be empty."""


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON. Lines of Scrapy name the run that was mentioned last."""

    run: int | None = None

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        self.run = fields.get("run", self.run)
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _clean(_message(record)),
            "run": self.run,
            **{name: _clean(value) for name, value in fields.items()},
        }
        if record.exc_info:
            entry["exception"] = hide_credentials(inert(self.formatException(record.exc_info)))
        known = {name: value for name, value in entry.items() if value is not None}
        return escaped(json.dumps(known, default=str))


class JsonHandler(logging.Handler):
    """Hands each line, with its end, to `write`. `level`: the least of messages that are not ours."""

    def __init__(self, write: Callable[[str], None], level: str) -> None:
        super().__init__()
        self._write = write
        self._least: int = logging.getLevelName(level)
        self.setFormatter(JsonFormatter())

    def filter(self, record: logging.LogRecord) -> bool:
        ours = record.name.partition(".")[0] in OURS
        return record.levelno >= (min(logging.INFO, self._least) if ours else self._least)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(f"{self.format(record)}\n")
        except Exception:  # noqa: BLE001 - a log that cannot be written ends no crawl
            self.handleError(record)


def install(write: Callable[[str], None], *, level: str) -> None:
    """From now on, until the process ends, everything that is logged is written as JSON; so is a fault of ours."""
    logging.root.addHandler(JsonHandler(write, level))
    logging.root.setLevel(logging.NOTSET)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_fault


def _log_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("citecache").critical("a fault of citecache", exc_info=(kind, error, trace))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a mistake of the caller
        return str(record.msg)


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return hide_credentials(in_one_line(value)) if isinstance(value, str) else value
