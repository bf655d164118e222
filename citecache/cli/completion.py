"""What a shell offers for an argument: ids and URLs from the cache. docs/shell.md says how to switch it on."""

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from citecache.render.clean import one_line
from citecache.render.commands import DEFAULT_DB

OFFERED = 50
"""Entries: more than a terminal shows."""


def resources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids, and the URLs, that begin with what was typed. Whatever goes wrong: nothing, for a prompt is no place
    for complaints.
    """
    del param
    from crawler.cache import CacheFile
    from crawler.cache.read.resources import beginning_with
    from crawler.model.errors import Error

    path = ctx.find_root().obj or ctx.obj or Path(os.environ.get("CITECACHE_DB", DEFAULT_DB))
    try:
        with CacheFile.open(path) as cache:
            found = beginning_with(cache, incomplete, limit=OFFERED)
    except (Error, OSError):
        return []
    urls = incomplete.lower().startswith("http")
    return [CompletionItem(one_line(url if urls else id_), help=one_line(id_ if urls else url)) for id_, url in found]
