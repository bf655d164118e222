"""A scheduled job that keeps a cache fresh, as text to paste: for cron, systemd or a CI service."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

from citecache.render.clean import in_one_line
from citecache.usecases.workflow import WORKFLOW
from crawler.model.errors import Error

SYSTEMS = ("cron", "systemd", "ci")

EVERY = {
    # name: (cron's five fields, systemd's OnCalendar); off the full hour, when servers are busiest
    "hourly": ("17 * * * *", "hourly"),
    "daily": ("17 4 * * *", "*-*-* 04:17:00"),
    "weekly": ("17 4 * * 1", "Mon *-*-* 04:17:00"),
}

SYSTEMD = """\
# ~/.config/systemd/user/citecache.service
[Unit]
Description=Refresh the citecache at {db}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
{commands}

# It may read documents, write beside its database, and connect to hosts: systemd.exec(5), docs/operations.md.
{sandbox}

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


SANDBOX = """\
# If it ends with 217/USER or 226/NAMESPACE, your kernel gives users no namespaces: drop these, up to the empty line.
ReadWritePaths={folder}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelModules=yes
CapabilityBoundingSet=

NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM"""
"""What a refresh bears, in a user's own manager, too. There, PrivateUsers= is needed for the first part, and a service
with ProtectKernelLogs= or ProtectKernelTunables= ends with 226/NAMESPACE (systemd 252). AF_UNIX is for asyncio and for
name services. @resources stays: extraction workers limit their own memory."""

TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 - named, not used
"""What PrivateTmp= replaces by an empty folder."""


def job(system: str, every: str, *, program: Path, database: Path, sources: Sequence[str] = ()) -> str:
    """The job's text, ended by a newline. `program` is the path of the command `citecache`. The sources are added
    before each refresh, so that new documents count: absolute paths, in CI those within the checkout.

    Raises:
        KeyError: no such system or interval.
        Error: a path cannot stand in such a text.
    """
    for one in (str(program), str(database.absolute()), *sources):
        _require_one_line(one)
    cron, calendar = EVERY[every]
    path = database.absolute()
    cache = [str(program), "--db", str(path)]
    added, refreshed = [*cache, "add", *sources], [*cache, "refresh"]
    if system == "cron":
        # `;`: what cannot be read today is no reason not to refresh. What was added is no news; complaints are.
        line = f"{shlex.join(added)} > /dev/null; " if sources else ""
        # crontab(5): a percent sign in the command is a newline unless it is escaped.
        return f"{cron}  {(line + shlex.join(refreshed)).replace('%', chr(92) + '%')}\n"
    if system == "systemd":
        # systemd.service(5): % begins a specifier, $ a variable; `-`: whatever its exit code, the next one runs.
        lines = ["ExecStart=-" + " ".join(map(_systemd_word, added))] if sources else []
        lines.append("ExecStart=" + " ".join(map(_systemd_word, refreshed)))
        shown = str(path).replace("%", "%%")
        return SYSTEMD.format(
            db=shown,
            commands="\n".join(lines),
            sandbox=_sandbox(path, [program, *map(Path, sources)]),
            every=every,
            calendar=calendar,
        )
    if system == "ci":
        named = shlex.join(sources or ["."])
        name = database.name
        quoted = {"db": shlex.quote(name), "db_path": json.dumps(name, ensure_ascii=False)}  # JSON is YAML
        return WORKFLOW.format(cron=cron, sources=named, every=every, **quoted)
    raise KeyError(system)


def _require_one_line(path: str) -> None:
    """A line end in a path would begin another job, and a cloned repository may have named the folder."""
    if in_one_line(path) != path:
        shown = in_one_line(path)[:200]
        raise Error(
            f"{shown}: a control character in this path, which no job can hold: name other sources, or rename it"
        )


def _sandbox(database: Path, others: Sequence[Path]) -> str:
    """The settings; without a private /tmp where something that the job needs lies there."""
    hidden = any(path.is_relative_to(folder) for path in (database, *others) for folder in TEMPORARY)
    settings = SANDBOX.replace("PrivateTmp=yes\n", "") if hidden else SANDBOX
    return settings.replace("{folder}", _systemd_path(database.parent))


def _systemd_path(path: Path) -> str:
    """A path in a list of paths, where no variable is expanded (systemd.exec(5), systemd.syntax(7))."""
    return _systemd_word(str(path)).replace("$$", "$")


def _systemd_word(word: str) -> str:
    escaped = word.replace("%", "%%").replace("$", "$$")
    if not any(character in word for character in " \t\"'\\"):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'
