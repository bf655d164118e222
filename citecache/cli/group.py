"""The command group `citecache`, and the entry point that turns errors into one line and an exit code."""

import sys

import click

from citecache.cli.add import add
from citecache.cli.archiving import archive
from citecache.cli.backup import backup
from citecache.cli.changes import changes_
from citecache.cli.check import check
from citecache.cli.crawling import crawl, refresh
from citecache.cli.demonstration import demo
from citecache.cli.diff import diff
from citecache.cli.doctor import doctor
from citecache.cli.export import export
from citecache.cli.list import list_
from citecache.cli.mark import mark
from citecache.cli.options import database_option, forget_stdout
from citecache.cli.reextract import reextract
from citecache.cli.schedule import schedule
from citecache.cli.search import search
from citecache.cli.show import show
from citecache.cli.status import status
from citecache.cli.why import why
from crawler import __version__
from crawler.model.errors import Error


class Ordered(click.Group):
    """A group that lists its commands in the order of a newcomer's day."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """A reader that has seen enough, as of `list | head`, is no error; click would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            forget_stdout()
            return 0


@click.group(cls=Ordered, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citecache")
@database_option
def citecache() -> None:
    """Keep a readable, verifiable copy of everything you cite.

    \b
    citecache crawl docs/ refs.bib     read documents, fetch what they cite
    citecache status                   what is alive, what is not
    citecache show URL                 the card of one cited page
    """  # noqa: D301 - click wants the backspace itself


COMMANDS = (
    add,
    crawl,
    refresh,
    archive,
    status,
    list_,
    show,
    why,
    check,
    mark,
    search,
    diff,
    changes_,
    export,
    reextract,
    schedule,
    backup,
    doctor,
    demo,
)
for command in COMMANDS:
    citecache.add_command(command)


def main() -> None:
    """Entry point: what goes wrong on purpose becomes one line and an exit code; a closed pipe is no error."""
    try:
        answer = citecache.main(prog_name="citecache", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)  # 128 + SIGINT, as shells have it
    except BrokenPipeError:
        forget_stdout()  # the reader has seen enough
        sys.exit(0)
    except (Error, OSError) as error:
        click.echo(f"citecache: {error}", err=True)
        forget_stdout()
        sys.exit(1)
    sys.exit(answer if isinstance(answer, int) else 0)
