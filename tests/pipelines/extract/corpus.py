"""Pages of our own making and the text that an extraction of each should hold.

`corpus/systems/NAME.html` is a page as one publishing system writes it, up to the first line `=== NAME`; then follow
the templates of its parts, one per `=== NAME`. `corpus/pages/TYPE/NAME.txt` is a page: `key: value` lines, a line
`---`, and the content in a small markup:

    ## heading    - item    1. item    > quote    | cell | cell |    : term :: meaning    !caption of a picture
    ``` fences code; **strong**, *emphasis*, `code`, [link](URL) and HTML within a line
    @part a | b     the system's part of this name with its fields $1, $2; up to the next @ its body, if it has one
    @-part a | b    likewise, but none of it is content: advertisements, share bars, related pages, comments

In templates `{{key}}` is a value of the page, else of the system's part `defaults`; `{{key*HTML}}` is HTML for each
of the values separated by ` | `, with `$` for the value. `{{h1}}` and `{{lead}}` (the title and the standfirst) are
content where they stand; a title as `{{title}}` is not: articles and threads have theirs in the metadata.

The text is what the markup says, so that it is exact without an extractor's help.
"""

import hashlib
import html
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus"

DEFAULTS = {
    **{f"h{level}": f"<h{level}>{{{{text}}}}</h{level}>" for level in range(1, 5)},
    "p": "<p>{{text}}</p>",
    "ul": "<ul>\n{{text}}\n</ul>",
    "ol": "<ol>\n{{text}}\n</ol>",
    "li": "<li>{{text}}</li>",
    "quote": "<blockquote><p>{{text}}</p></blockquote>",
    "code": "<pre><code>{{text}}</code></pre>",
    "table": "<table>\n{{text}}\n</table>",
    "tr": "<tr>{{text}}</tr>",
    "td": "<td>{{text}}</td>",
    "th": "<th>{{text}}</th>",
    "dl": "<dl>\n{{text}}\n</dl>",
    "di": "<dt>$1</dt>\n<dd>$2</dd>",
    "fig": '<figure><img src="/media/p1.jpg" alt="" width="800"><figcaption>{{text}}</figcaption></figure>',
}

_LIST = re.compile(r"(?:- |\d+\. )")
_PLACE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_REPEAT = re.compile(r"\{\{([a-z0-9_]+)\*((?:[^}]|\}(?!\}))*)\}\}")


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """One page, as it is served, with its truth."""

    name: str
    kind: str
    url: str
    content_type: str
    body: bytes = field(repr=False)
    text: str = field(repr=False)
    present: tuple[str, ...]  # snippets of the text
    absent: tuple[str, ...]  # snippets of the page around it


class Renderer:
    """Renders content by one system's parts and collects its canonical text."""

    def __init__(self, parts: dict[str, str], values: dict[str, str]) -> None:
        self.parts = DEFAULTS | parts
        self.values = values
        self.blocks: list[str] = []

    def fill(self, template: str, **own: str) -> str:
        """A template with its places filled."""
        values = self.values | own

        def repeat(found: re.Match[str]) -> str:
            return "".join(found[2].replace("$", one) for one in values[found[1]].split(" | "))

        return _REPEAT.sub(repeat, _PLACE.sub(lambda found: values[found[1]], template))

    def content(self, lines: list[str], *, counts: bool = True) -> str:
        """The HTML of lines of content."""
        rendered = []
        at = 0
        while at < len(lines):
            start, at = at, _end(lines, at)
            if lines[start].startswith("@"):
                rendered.append(self.record(lines[start:at], counts=counts))
            elif lines[start].strip():
                rendered.append(self.block(lines[start:at], counts=counts))
        return "\n".join(rendered)

    def record(self, lines: list[str], *, counts: bool) -> str:
        """The HTML of one part with fields and perhaps a body."""
        name, _, rest = lines[0][1:].partition(" ")
        counts = counts and not name.startswith("-")
        fields = [_inline(one.strip()) for one in rest.split(" | ")] if rest else []
        template = self.parts[name.removeprefix("-")]
        if counts:
            self.blocks += [_plain(one) for one in fields if one]
        template = _fields(template, fields)
        if "{{body}}" in template:
            return self.fill(template, body=self.content(lines[1:], counts=counts))
        return "\n".join((self.fill(template), self.content(lines[1:])))

    def block(self, lines: list[str], *, counts: bool) -> str:
        """The HTML of one block: lines up to an empty one."""
        kind, markup, text = self._rendered(lines)
        if counts:
            self.blocks.append(text)
        return self.fill(self.parts[kind], text=markup)

    def _rendered(self, lines: list[str]) -> tuple[str, str, str]:
        first = lines[0]
        if first.startswith("```"):
            code = "\n".join(lines[1:-1])
            return "code", html.escape(code, quote=False), code
        if first.startswith("#"):
            marks, _, title = first.partition(" ")
            return f"h{len(marks)}", _inline(title), _plain(_inline(title))
        if first.startswith("|"):
            return self._table(lines)
        if _LIST.match(first):
            items = [_inline(_LIST.sub("", line, count=1)) for line in lines]
            markup = "\n".join(self.fill(self.parts["li"], text=item) for item in items)
            marks = [_LIST.match(line)[0] for line in lines]
            return (
                "ul" if first[0] == "-" else "ol",
                markup,
                "\n".join(map("".join, zip(marks, map(_plain, items), strict=True))),
            )
        if first.startswith(": "):
            pairs = [[_inline(one.strip()) for one in line[2:].split(" :: ")] for line in lines]
            markup = "\n".join(_fields(self.fill(self.parts["di"]), pair) for pair in pairs)
            return "dl", markup, "\n".join(_plain(one) for pair in pairs for one in pair)
        for mark, kind in (("> ", "quote"), ("!", "fig")):
            if first.startswith(mark):
                markup = _inline(" ".join(line.removeprefix(mark) for line in lines))
                return kind, markup, _plain(markup)
        return "p", _inline("\n".join(lines)), _plain(_inline("\n".join(lines)))

    def _table(self, lines: list[str]) -> tuple[str, str, str]:
        rows = [
            [_inline(cell.strip()) for cell in line.strip("|").split("|")] for line in lines if set(line) - set("|-")
        ]
        has_head = len(rows) < len(lines)
        markup = "\n".join(
            self.fill(
                self.parts["tr"],
                text="".join(self.fill(self.parts["th" if has_head and not n else "td"], text=cell) for cell in row),
            )
            for n, row in enumerate(rows)
        )
        return "table", markup, "\n".join(" | ".join(map(_plain, row)) for row in rows)


@cache
def pages() -> tuple[CorpusPage, ...]:
    """All pages, in the order of their names."""
    return tuple(read_page(path) for path in sorted(FOLDER.glob("pages/*/*.txt")))


def read_page(path: Path) -> CorpusPage:
    """The page of one file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    parts = _system(values["system"])
    defaults = dict(line.split(": ", 1) for line in parts.get("defaults", "").splitlines() if line)
    values = defaults | values
    renderer = Renderer(parts, values)
    renderer.blocks += [
        _plain(_inline(values[key]))
        for key, place in (("title", "h1"), ("lead", "lead"))
        if f"{{{{{place}}}}}" in parts[""]
    ]
    content = renderer.content(body.strip("\n").split("\n"))
    markup = renderer.fill(parts[""], content=content, h1=_inline(values["title"]))
    charset = values.get("charset", "utf-8")
    absent = parts.get("without", "").splitlines() + values.get("without", "").split(" | ")
    return CorpusPage(
        name=path.stem,
        kind=path.parent.name,
        url=values["url"],
        content_type=values.get("content_type", f"text/html; charset={charset}"),
        body=markup.encode(charset, "xmlcharrefreplace"),
        text="\n\n".join(block for block in renderer.blocks if block),
        present=_snippets(renderer.blocks),
        absent=tuple(renderer.fill(snippet) for snippet in absent if snippet),
    )


def gate() -> dict[str, Any]:
    """The floors, and the digest that was agreed."""
    return tomllib.loads((FOLDER / "accuracy.toml").read_text(encoding="utf-8"))


def digest() -> str:
    """Of the pages as they are served, of what is expected of them, and of the floors."""
    hashed = hashlib.sha256(repr(sorted(gate()["floors"].items())).encode())
    for page in pages():
        for part in (page.kind, page.url, page.content_type, page.text, *page.present, *page.absent):
            hashed.update(part.encode() + b"\x00")
        hashed.update(page.body)
    return hashed.hexdigest()


@cache
def _system(name: str) -> dict[str, str]:
    text = (FOLDER / "systems" / f"{name}.html").read_text(encoding="utf-8")
    skeleton, *rest = re.split(r"^=== ([\w-]+)\n", text, flags=re.MULTILINE)
    return {"": skeleton, **{key: value.strip("\n") for key, value in zip(rest[::2], rest[1::2], strict=True)}}


def _end(lines: list[str], start: int) -> int:
    """The line after the block, the part or the empty line that begins at `start`."""
    if not lines[start].strip():
        return start + 1
    is_end = {"`": lambda line: line == "```", "@": lambda line: line.startswith("@")}.get(lines[start][:1])
    if is_end is None:
        return next(
            (at for at in range(start + 1, len(lines)) if not lines[at].strip() or lines[at][0] == "@"), len(lines)
        )
    found = next((at for at in range(start + 1, len(lines)) if is_end(lines[at])), len(lines))
    return found + 1 if lines[start][0] == "`" else found


def _fields(template: str, fields: list[str]) -> str:
    return re.sub(
        r"\$([1-9])", lambda found: fields[int(found[1]) - 1] if int(found[1]) <= len(fields) else "", template
    )


def _inline(text: str) -> str:
    text = re.sub(r"`([^`]+)`", lambda found: f"<code>{html.escape(found[1], quote=False)}</code>", text)
    text = re.sub(r"\[([^]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"(?<![*\w])\*([^*\s][^*]*)\*(?!\w)", r"<em>\1</em>", text)


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br */?>\n?", "\n", markup.replace("<sup>", "^"))))


def _snippets(blocks: list[str]) -> tuple[str, ...]:
    """The first words of the first, the middle and the last long block."""
    long = [block for block in blocks if len(block) >= 30 and "\n" not in block and " | " not in block] or blocks
    chosen = dict.fromkeys((long[0], long[len(long) // 2], long[-1]))
    return tuple(block if len(block) <= 60 else block[:60].rpartition(" ")[0] or block[:30] for block in chosen)


if __name__ == "__main__":
    print(digest())  # noqa: T201 - for accuracy.toml
