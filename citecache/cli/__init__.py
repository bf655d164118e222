"""The command `citecache`: parse, call, print. Floor 4; nothing below knows of it.

    options.py         what commands share: the database, durations, output, exit codes
    adding.py          add
    crawling.py        crawl, refresh
    archiving.py       archive
    closing.py         what they say when a run is over
    files.py           results that go to a file or to stdout
    process.py         Scrapy in this process, with a progress bar
    look.py            status, list, show, search
    judging.py         why, mark
    checking.py        check
    excludes.py        which citations check leaves out: lychee.toml, --exclude
    baselines.py       the problems that check knows already
    changing.py        diff, changes
    comparison.py      two texts compared: what the page changed, what the extractor
    keep.py            export, reextract, backup, doctor
    reextraction.py    what reextract does
    scheduling.py      schedule
    demonstration.py   demo

Scrapy and trafilatura are imported only where a command needs them, so that the others start at once.
"""

import sys

import click

from citecache.cli.adding import add
from citecache.cli.archiving import archive
from citecache.cli.changing import changes_, diff
from citecache.cli.checking import check
from citecache.cli.crawling import crawl, refresh
from citecache.cli.demonstration import demo
from citecache.cli.files import forget_stdout
from citecache.cli.judging import mark, why
from citecache.cli.keep import backup, doctor, export, reextract
from citecache.cli.look import list_, search, show, status
from citecache.cli.options import database_option
from citecache.cli.scheduling import schedule
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
