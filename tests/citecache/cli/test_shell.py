"""What a shell completes, and what help says."""

import pytest
from command_line import Cite, Installed

from citecache.cli.group import COMMANDS

GOOD_ID = "a1791435f104bc2a"


def offered(installed: Installed, line: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    env = {"_CITECACHE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    said = installed(env=env).stdout
    return [entry.partition(",")[2] for entry in said.splitlines() if entry]


@pytest.mark.usefixtures("filled")
def test_commands_verdicts_formats_and_ids_are_completed(installed: Installed) -> None:
    assert offered(installed, "citecache li") == ["list"]
    assert sorted(offered(installed, "citecache list --verdict de")) == ["dead", "degraded"]
    assert "dead,missing" in offered(installed, "citecache list --verdict dead,mi")
    assert "markdown" in offered(installed, "citecache export m")
    for command in ("show", "why", "diff", "mark"):
        assert offered(installed, f"citecache {command} {GOOD_ID[:3]}") == [GOOD_ID]
    assert offered(installed, "citecache show https://example.org/l") == ["https://example.org/llama"]


def test_completion_without_a_cache_offers_nothing_and_makes_none(installed: Installed, folder: object) -> None:
    assert offered(installed, "citecache show a") == []
    assert folder
    for shell in ("bash", "zsh", "fish"):
        assert "citecache" in installed(env={"_CITECACHE_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"}).stdout


def test_a_summary_is_a_whole_sentence_within_80_columns(cite: Cite) -> None:
    shown = cite("--help").stdout.splitlines()
    for name, command in COMMANDS.items():
        assert command.help.endswith("."), name
        assert f"  {name:<{max(map(len, COMMANDS))}}  {command.help}" in shown, name
    assert max(map(len, shown)) <= 80
