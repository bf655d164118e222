"""The command group `citecache`: it knows its commands by name, and imports one when it is needed."""

import sys
from collections.abc import Mapping
from errno import ENOSPC
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

import click

from citecache.cli.options import damage_behind, database_option, discard_stdout, echo, note
from crawler import __version__


class LazyCommand(NamedTuple):
    """Where a command stands, and its line in `citecache --help`."""

    module: str
    attribute: str
    help: str


def _at(module: str, text: str, attribute: str | None = None) -> LazyCommand:
    return LazyCommand(f"citecache.cli.{module}", attribute or module, text)


COMMANDS: Mapping[str, LazyCommand] = MappingProxyType(
    {
        "add": _at("add", "Read citing documents and record what they cite."),
        "forget": _at("forget", "Forget documents: they cite no more."),
        "prune": _at("prune", "Drop what nothing cites any more."),
        "compact": _at("compact", "Make the file smaller: drop bodies by your rules."),
        "merge": _at("merge", "Join what another cache has."),
        "crawl": _at("crawl", "Fetch every cited page that is new or due."),
        "refresh": _at("refresh", "Refetch the pages that are due."),
        "archive": _at("archive", "Find archived copies of pages that are gone."),
        "status": _at("status", "Count pages by verdict, host and age; show the last run.", "status"),
        "todo": _at("todo", "Show what to fix first, and what settles it."),
        "list": _at("list", "List the resources, one line each.", "list_"),
        "show": _at("show", "Show the card of a cited page."),
        "why": _at("why", "Show the evidence for a page's verdict."),
        "check": _at("check", "Report broken citations with file and line."),
        "quotes": _at("quotes", "Check whether quotations stand in their sources."),
        "claims": _at("claims", "Compare claims with the texts of their sources."),
        "repair": _at("repair", "Replace URLs that moved or died, in the documents."),
        "mark": _at("mark", "Set a page's verdict yourself."),
        "search": _at("search", "Search the titles and texts of all cached pages."),
        "diff": _at("diff", "Show what changed in a page's text, word by word."),
        "changes": _at("changes", "List the texts and verdicts that changed since a date.", "changes_"),
        "export": _at("export", "Export cards as tables, archives, references or pages."),
        "import": _at("import_", "Import copies of pages: WARC, WACZ, jsonl, saved pages."),
        "serve": _at("serve", "Show the cache in a browser; serve the HTTP API."),
        "mcp": _at("mcp", "Serve the cache to a language model (MCP)."),
        "reextract": _at("reextract", "Run the current extractor over the stored pages."),
        "schedule": _at("schedule", "Print a scheduled job that refreshes this cache."),
        "backup": _at("backup", "Copy the cache safely, even during a crawl."),
        "doctor": _at("doctor", "Check the database and this installation."),
        "demo": _at("demo", "Try citecache on a small web served on this machine."),
    }
)
"""The commands, in the order in which a new user needs them."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is run, or its own help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        lazy = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(lazy.module), lazy.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """A reader that stops early, as in `list | head`, is not an error; click would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            discard_stdout()
            return 0


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citecache")
@database_option
def citecache() -> None:
    """Keep a readable, verifiable copy of everything you cite.

    \b
    citecache crawl docs/ refs.bib     read documents, fetch what they cite
    citecache status                   what is alive, what is not
    citecache show URL                 the card of one cited page
    """  # noqa: D301 - click wants the backspace itself


def _expected() -> tuple[type[Exception], ...]:
    """Errors that are reported in one line; looked up when one is raised, since `--help` needs no domain types."""
    from crawler.model.errors import Error

    return Error, OSError


def _show(error: click.ClickException) -> None:
    """What click says of a mistake, the complaint on one line whatever was typed."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        echo(error.ctx.get_usage(), err=True)
        echo(f"Try '{error.ctx.command_path} --help' for help.\n", err=True)
    note(f"Error: {error.format_message()}", error=True)


def _in_words(error: Exception) -> str:
    """An error as one line. Files are opened with their names: what fails without one is the output."""
    if isinstance(error, OSError) and error.errno == ENOSPC and error.filename is None:
        return "the output cannot be written to its end, no space is left on its disk: make room, or name another"
    return str(error)


def run() -> None:
    """Run the command line and exit. An error raised on purpose becomes one line and an exit code."""
    try:
        answer = citecache.main(prog_name="citecache", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)  # 128 + SIGINT, as shells have it
    except BrokenPipeError:
        discard_stdout()
        sys.exit(0)
    except Exception as error:
        expected: Exception | None = error if isinstance(error, _expected()) else damage_behind(error)
        if expected is None:
            raise
        note(f"citecache: {_in_words(expected)}", error=True)
        discard_stdout()
        sys.exit(1)
    sys.exit(answer if isinstance(answer, int) else 0)
