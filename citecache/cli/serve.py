"""`citecache serve`: the cache in a browser, and for programs by HTTP."""

import socket
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from citecache.cli.options import database_option, database_path, echo, note, open_cache
from crawler.extras import missing
from crawler.model.errors import Error

MISSING = missing("the web view", "web")
PORT = 8765


@click.command()
@database_option
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=PORT,
    show_default=True,
    metavar="PORT",
    help="Listen on this port; 0 takes a free one.",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    help="Listen on this address instead of 127.0.0.1; needs --allow-host if others can reach it.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Answer requests for this host name, too (repeatable). Without it, only for localhost.",
)
def serve(port: int, host: str | None, hosts: tuple[str, ...]) -> None:
    """Show the cache in a browser, and serve the HTTP API. Read-only, until Ctrl+C or SIGTERM.

    Prints the address on stdout once it answers. Only this machine can reach it, unless --host and --allow-host are
    given: there is no login, and whoever reaches it reads the whole cache. A request for any other host name gets 421.
    docs/web.md describes the pages and the API.

    Needs the extra `web`: pip install "citecache[web]".

    \b
    Example: citecache serve --port 8080
    Example: citecache serve --host 0.0.0.0 --allow-host sources.example.org
    """  # noqa: D301 - click wants the backspace itself
    require_extra()
    from citecache.web.guard import is_loopback

    names = [_name(host) for host in hosts]
    if host is not None and not names and not is_loopback(host.strip("[]")):
        raise click.UsageError(
            f"--host {host} also needs --allow-host NAME, the name under which it is asked for:"
            " whoever reaches it reads the whole cache"
        )
    with open_cache():  # what cannot be read is said at once, and not at the first request
        path = database_path().absolute()
    serve_until_told(path, port=port, host=host, hosts=names)


def require_extra() -> None:
    """Raises: Error: the extra is not installed."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise Error(MISSING)


def serve_until_told(path: Path, *, port: int, host: str | None = None, hosts: Sequence[str] = ()) -> None:
    """Serve the cache at `path`, print the address, and return when a signal has ended it."""
    try:
        from citecache.web import server
    except ImportError as error:  # a library of an earlier version
        raise Error(MISSING) from error

    listening = server.listen((host or server.LOOPBACK).strip("[]"), port)

    def started() -> None:
        echo(_address(listening, hosts if host else ()))
        note("stop with Ctrl+C")

    with listening:
        server.run(path, listening, hosts=hosts, started=started)


def _address(listening: socket.socket, hosts: Sequence[str]) -> str:
    """The address of the first page: by the first name that is allowed, else by number."""
    host, port = listening.getsockname()[:2]
    name = hosts[0] if hosts else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _name(given: str) -> str:
    """A host name or address as browsers send it in Host (WHATWG URL, host parsing)."""
    from ada_url import URL

    written = f"[{given}]" if given.count(":") > 1 and not given.startswith("[") else given
    try:
        parsed = URL(f"http://{written}/")
    except ValueError:
        parsed = None
    if (
        parsed is None
        or parsed.pathname != "/"
        or parsed.username
        or parsed.port
        or "*" in given
        or "#" in given
        or "?" in given
    ):
        raise click.BadParameter(
            f"{given!r} is no host name: write it as in sources.example.org", param_hint="--allow-host"
        )
    return parsed.hostname.strip("[]")
