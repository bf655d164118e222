"""`citecache schedule`: a job to paste, for cron, systemd or a CI service. Prints only; installs nothing."""

import shutil
import sys
from pathlib import Path

import click

from citecache.cli.options import database_option, database_path, echo_text
from citecache.usecases.schedule import EVERY, SYSTEMS, job


@click.command()
@click.argument("system", type=click.Choice(SYSTEMS), default="cron")
@click.option("--every", type=click.Choice(list(EVERY)), default="daily", show_default=True, help="How often to run.")
@database_option
def schedule(system: str, every: str) -> None:
    """Print a scheduled job that refreshes this cache: a cron line, systemd units, or a CI workflow.

    Without a terminal, a refresh prints only verdict changes, so cron sends mail only about those.

    Example: citecache schedule systemd --every weekly
    """
    echo_text(job(system, every, program=_program(), database=database_path()))


def _program() -> Path:
    """The absolute path of this command: cron's PATH is short."""
    here = Path(sys.argv[0])
    found = here if here.name == "citecache" and here.exists() else Path(shutil.which("citecache") or "citecache")
    return found.absolute() if found.exists() else found
