"""`citecache schedule`: a job to paste, for cron, systemd or a CI service. Prints only; installs nothing."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import click

from citecache.cli.options import command_line, database_option, database_path, echo_text, note, open_cache
from citecache.usecases.schedule import EVERY, SYSTEMS, job


@click.command()
@click.argument("system", type=click.Choice(SYSTEMS), default="cron")
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--every", type=click.Choice(list(EVERY)), help="How often to run.  [default: daily; ci: weekly]")
@database_option
def schedule(system: str, sources: tuple[str, ...], every: str | None) -> None:
    """Print a scheduled job that refreshes this cache: a cron line, systemd units, or a CI workflow.

    The job adds SOURCE again before it refreshes, so that new documents count; without SOURCE, the files and the
    folders beside the database that documents were added from (ci: the whole checkout).

    The workflow has a part for pull requests, too: one `check --fetch` with annotations and one comment.
    Without a terminal, a refresh prints only verdict changes, so cron sends mail only about those.

    Example: citecache schedule systemd docs/ refs.bib --every weekly
    """
    every = every or ("weekly" if system == "ci" else "daily")
    named = _within_checkout(sources) if system == "ci" else [os.path.abspath(one) for one in sources or _known()]  # noqa: PTH100 - keeps a final slash off
    if system != "ci" and not named:
        shown = command_line(f"schedule {system} SOURCE...")
        note(f"the cache has no documents: `{shown}` prints a job that adds what is new")
    echo_text(job(system, every, program=_program(), database=database_path(), sources=named))


def _within_checkout(sources: tuple[str, ...]) -> list[str]:
    """Paths that hold in a checkout."""
    if outside := [one for one in sources if Path(one).is_absolute() or ".." in Path(one).parts]:
        raise click.UsageError(f"{shlex.quote(outside[0])} is not within the checkout: name it relative to its root")
    return list(sources)


def _known() -> list[str]:
    """What the documents of the cache were added from."""
    if not database_path().exists():
        return []
    from crawler.cache.read.documents import known_sources

    with open_cache() as cache:
        return known_sources(cache)


def _program() -> Path:
    """The absolute path of this command: cron's PATH is short."""
    here = Path(sys.argv[0])
    found = here if here.name == "citecache" and here.exists() else Path(shutil.which("citecache") or "citecache")
    return found.absolute() if found.exists() else found
