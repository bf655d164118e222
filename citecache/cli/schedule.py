"""`citecache schedule`: a job to paste, for cron, systemd or a CI service. Prints only; installs nothing."""

import shlex
import shutil
import sys
from pathlib import Path

import click

from citecache.cli.options import database_option, database_path

EVERY = {
    # name: (cron's five fields, systemd's OnCalendar, minutes past the hour kept off :00 for the hosts' sake)
    "hourly": ("17 * * * *", "hourly"),
    "daily": ("17 4 * * *", "*-*-* 04:17:00"),
    "weekly": ("17 4 * * 1", "Mon *-*-* 04:17:00"),
}

CI = """\
# .github/workflows/citecache.yml
name: citecache
on:
  schedule:
    - cron: "{cron}"
  workflow_dispatch:
permissions:
  contents: read
jobs:
  refresh:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - uses: actions/cache/restore@v4  # the database goes from run to run
        with:
          path: {db}
          key: citecache-${{{{ github.run_id }}}}
          restore-keys: citecache-
      - run: pip install citecache
      - run: citecache --db {db} crawl .
        env:
          CITECACHE_CONTACT: ${{{{ github.server_url }}}}/${{{{ github.repository }}}}
      - uses: actions/cache/save@v4  # before the check: a job that fails would save nothing
        if: always()
        with:
          path: {db}
          key: citecache-${{{{ github.run_id }}}}
      - run: citecache --db {db} status
      - run: citecache --db {db} check --format github  # fails when citations lead nowhere
"""

SYSTEMD = """\
# ~/.config/systemd/user/citecache.service
[Unit]
Description=Refresh the citecache at {db}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}

# ~/.config/systemd/user/citecache.timer
[Unit]
Description=Refresh the citecache {every}

[Timer]
OnCalendar={calendar}
RandomizedDelaySec=30min
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl --user enable --now citecache.timer
"""


@click.command()
@click.argument("system", type=click.Choice(["cron", "systemd", "ci"]), default="cron")
@click.option("--every", type=click.Choice(list(EVERY)), default="daily", show_default=True)
@database_option
def schedule(system: str, every: str) -> None:
    """Print a scheduled job that refreshes this cache: a cron line, systemd units, or a CI workflow.

    A refresh without a terminal prints only what changed its verdict, so cron sends mail only then.

    Example: citecache schedule systemd --every weekly
    """
    cron, calendar = EVERY[every]
    path = database_path().absolute()
    words = [str(program()), "--db", str(path), "refresh"]
    if system == "cron":
        # crontab(5): a percent sign in the command is a newline unless it is escaped.
        click.echo(f"{cron}  {shlex.join(words).replace('%', chr(92) + '%')}")
    elif system == "systemd":
        # systemd.service(5): % begins a specifier, $ a variable.
        command = " ".join(_systemd_word(word) for word in words)
        click.echo(
            SYSTEMD.format(db=str(path).replace("%", "%%"), command=command, every=every, calendar=calendar), nl=False
        )
    else:
        click.echo(CI.format(cron=cron, db=shlex.quote(database_path().name)), nl=False)


def _systemd_word(word: str) -> str:
    escaped = word.replace("%", "%%").replace("$", "$$")
    if not any(character in word for character in " \t\"'\\"):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'


def program() -> Path:
    """The absolute path of this command: cron's PATH is short."""
    here = Path(sys.argv[0])
    found = here if here.name == "citecache" and here.exists() else Path(shutil.which("citecache") or "citecache")
    return found.absolute() if found.exists() else found
