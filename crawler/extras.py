"""Extras: optional parts of the distribution (`optional-dependencies` in pyproject.toml), and how each is installed."""


def install_command(extra: str) -> str:
    """The command that installs an extra, for a shell.

    >>> install_command("parquet")
    "pip install 'citecache[parquet]'"
    """
    return f"pip install 'citecache[{extra}]'"


def missing(what: str, extra: str) -> str:
    """The message for what cannot be done without an extra.

    >>> missing("export parquet", "parquet")
    "export parquet needs an extra: pip install 'citecache[parquet]'"
    """
    return f"{what} needs an extra: {install_command(extra)}"
