"""A scheduled job that refreshes a cache, as text to paste: for cron, systemd or a CI service."""

import shlex
from pathlib import Path

SYSTEMS = ("cron", "systemd", "ci")

EVERY = {
    # name: (cron's five fields, systemd's OnCalendar); off the full hour, when servers are busiest
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


def job(system: str, every: str, *, program: Path, database: Path) -> str:
    """The job's text, ended by a newline. `program` is the path of the command `citecache`.

    Raises:
        KeyError: no such system or interval.
    """
    cron, calendar = EVERY[every]
    path = database.absolute()
    words = [str(program), "--db", str(path), "refresh"]
    if system == "cron":
        # crontab(5): a percent sign in the command is a newline unless it is escaped.
        return f"{cron}  {shlex.join(words).replace('%', chr(92) + '%')}\n"
    if system == "systemd":
        # systemd.service(5): % begins a specifier, $ a variable.
        command = " ".join(_systemd_word(word) for word in words)
        return SYSTEMD.format(db=str(path).replace("%", "%%"), command=command, every=every, calendar=calendar)
    if system == "ci":
        return CI.format(cron=cron, db=shlex.quote(database.name))
    raise KeyError(system)


def _systemd_word(word: str) -> str:
    escaped = word.replace("%", "%%").replace("$", "$$")
    if not any(character in word for character in " \t\"'\\"):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'
