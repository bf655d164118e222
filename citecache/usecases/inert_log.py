"""Scrapy's log, a line for each message whatever a page, a URL or an error has in it."""

import copy
import logging

from scrapy.utils.log import get_scrapy_root_handler

from citecache.render.clean import in_one_line, loggable


class InertFormatter(logging.Formatter):
    """The text of another formatter: the message on one line, a traceback in its lines, and nothing that acts."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)  # other handlers see it as it is
        try:
            record.msg, record.args = in_one_line(record.getMessage()), ()
        except (TypeError, ValueError, KeyError):  # a mistake of the caller: as logging tells it
            record.msg, record.args = in_one_line(str(record.msg)), ()
        return loggable(self._inner.format(record))


def install() -> None:
    """Have the handler that Scrapy has installed write inert lines."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, InertFormatter):
        handler.setFormatter(InertFormatter(handler.formatter or logging.Formatter()))
