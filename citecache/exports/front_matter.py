"""The head of a Markdown file in YAML, as Jekyll, Hugo, Obsidian and Pandoc read it: between two lines of `---`."""

from collections.abc import Mapping
from typing import Any

import yaml

from citecache.render.clean import inert


class FrontMatterDumper(yaml.SafeDumper):
    """Strings without a line of their own: a reader that looks for `---` alone on a line finds none within."""


_quick: Any = type("Quick", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
"""The same by libyaml where that is there: much faster, but it writes emoji as escapes."""


def _string(dumper: Any, text: str) -> Any:  # noqa: ANN401 - of either kind
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


for _dumper in (FrontMatterDumper, _quick):
    _dumper.add_representer(str, _string)


def front_matter(values: Mapping[str, Any]) -> str:
    r"""The values as YAML between lines of `---`; text of strangers is inert.

    >>> front_matter({"title": "a: b", "tags": ["x"]})
    "---\ntitle: 'a: b'\ntags:\n- x\n---\n"
    """
    clean = _inert(dict(values))
    dumper = FrontMatterDumper if _has_astral(clean) else _quick
    text = yaml.dump(clean, Dumper=dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return f"---\n{text}---\n"


def _inert(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    match value:
        case str():
            return inert(value)
        case dict():
            return {name: _inert(one) for name, one in value.items()}
        case list() | tuple():
            return [_inert(one) for one in value]
        case _:
            return value


def _has_astral(value: Any) -> bool:  # noqa: ANN401 - likewise
    match value:
        case str():
            return not value.isascii() and max(value) > "\uffff"
        case dict():
            return any(map(_has_astral, value.values()))
        case list():
            return any(map(_has_astral, value))
        case _:
            return False
