"""Front matter: YAML between `---` lines or TOML between `+++` lines at the start of a Markdown file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.sources.parsing.yaml_nodes import BadYAML, compose, lines_of, plain

_FENCED = re.compile(
    r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)(?:^|\n)(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML_LINE = re.compile(r"at line (\d+)")
_TYPE_KEYS = ("type", "pageType", "entityType")


@dataclass(slots=True)
class FrontMatter:
    """`data` was parsed, `lines` has its keys' lines; `end` is the offset of the body; `fault` is (line, reason)."""

    end: int = 0
    data: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    fault: tuple[int, str] | None = None

    @property
    def title(self) -> str | None:
        return _text(self.data.get("title"))

    @property
    def type(self) -> str | None:
        return next((text for key in _TYPE_KEYS if (text := _text(self.data.get(key)))), None)

    @property
    def quality(self) -> float | None:
        value = self.data.get("quality")
        try:
            return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except (ValueError, OverflowError):
            return None


def _text(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text, empty if it has none; if it cannot be parsed, `fault` is set."""
    match = _FENCED.match(text)
    if match is None:
        return FrontMatter()
    found = FrontMatter(end=match.end())
    try:
        if match["fence"] == "+++":
            found.data = tomllib.loads(match["body"])
        else:
            _read_yaml(match["body"], found)
    except tomllib.TOMLDecodeError as error:
        at = _TOML_LINE.search(str(error))
        found.fault = ((int(at[1]) if at else 1) + 1, f"front matter is not valid TOML: {error}")
    except BadYAML as error:
        found.fault = (error.line + 1, f"front matter is not valid YAML: {error}")
    except RecursionError:
        found.fault = (1, "front matter is nested too deeply")
    return found


def _read_yaml(body: str, found: FrontMatter) -> None:
    nodes = compose(body)
    if not nodes:
        return
    data = plain(nodes[0])
    if isinstance(data, dict):
        found.data = data
        found.lines = {key: line + 1 for key, line in lines_of(nodes[0]).items()}
    else:
        found.fault = (1, "front matter is not a mapping")
