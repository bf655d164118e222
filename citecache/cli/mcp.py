"""`citecache mcp`: the cache for language models, by the Model Context Protocol."""

from importlib.util import find_spec

import click

from citecache.cli.options import database_option, database_path, note, open_cache
from crawler.extras import missing
from crawler.model.errors import Error

MISSING = missing("the MCP server", "mcp")


@click.command()
@database_option
def mcp() -> None:
    """Serve the cache to a language model: a Model Context Protocol server on stdin and stdout, read-only.

    Tools: search, get_card, get_text, get_evidence, check_quote; resources: citecache://resources/STABLE_ID. A client
    starts the command itself. In its configuration, with the whole path of the cache:

    \b
    {
      "mcpServers": {
        "citecache": {
          "command": "citecache",
          "args": ["mcp", "--db", "/path/to/citecache.db"]
        }
      }
    }

    Needs the extra `mcp`: pip install "citecache[mcp]". docs/mcp.md describes tools and results.

    Example: citecache mcp --db citecache.db
    """  # noqa: D301 - click wants the backspace itself
    if find_spec("mcp") is None:
        raise Error(MISSING)
    with open_cache():  # what cannot be read is said at once, and not at the first request
        path = database_path().absolute()
    import sys

    try:
        from citecache.mcp.server import serve
    except ImportError as error:  # an SDK of an earlier version
        raise Error(MISSING) from error

    if sys.stdin.isatty():
        note("waiting for a client on standard input; `citecache mcp --help` shows how to configure one")
    serve(path)
