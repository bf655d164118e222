"""Which file a relative link means, as GitHub and the usual site generators resolve it.

A link that is not resolved in any of their ways is missing only where no generator can have made its target.
"""

import os
import re
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from crawler.model import LocalLink

DOCUMENTS = (
    ".md",
    ".mdx",
    ".markdown",
    ".rst",
    ".adoc",
    ".asciidoc",
    ".org",
    ".ipynb",
    ".qmd",
    ".rmd",
    ".html",
    ".htm",
)
INDEXES = tuple(f"{name}{suffix}" for name in ("index", "_index", "README", "readme") for suffix in DOCUMENTS)
ROOTS = ("", "public", "static", "content", "docs", "doc", "src", "assets", "website", "site", "pages")
"""Folders of which a generator's absolute links may be relative, below each folder above the document."""

GENERATORS = (
    "mkdocs.yml mkdocs.yaml zensical.toml docusaurus.config.js docusaurus.config.ts docusaurus.config.mjs conf.py"
    " _config.yml _config.yaml hugo.toml hugo.yaml config.toml astro.config.mjs astro.config.ts astro.config.js"
    " next.config.js next.config.mjs next.config.ts gatsby-config.js gatsby-config.ts book.toml antora.yml .vitepress"
    " .vuepress .eleventy.js eleventy.config.js mint.json nuxt.config.ts svelte.config.js _quarto.yml _sidebar.md"
    " sidebars.js .obsidian myst.yml _toc.yml gitbook.yaml .gitbook.yaml SUMMARY.md"
).split()
"""Files and folders that say that a site is made from the folder, with addresses of its own."""

REMEMBERED = 16_384
"""Folders and paths whose answer is remembered during one check."""

_UNKNOWN = re.compile(r"[{}<>$|\\*]|%(?![0-9A-Fa-f]{2})|//|[~@]|\w+:")
"""Templates, aliases of bundlers (`@site/x`, `~/x`), schemes, other hosts: what is no plain path."""
_FORGE = re.compile(
    r"(?:\.\./)+(?:issues|pulls?|wiki|releases|actions|discussions|blob|tree|raw|edit|compare|commits?|labels"
    r"|milestones?|projects|security|graphs|network|stargazers|archive|tags|branches|merge_requests|-)(?:/|$)"
)
"""Pages of a repository that are no files, as a README links to them."""
_BUILT = frozenset("_build build dist target site public out _site node_modules coverage generated api apidoc".split())
"""Folders whose files a build makes."""
_NUMBERED = re.compile(r"\d+[-_. ]+")


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is there. `path`: where it would be."""

    path: str


class LinkTargets:
    """Resolves links; `root` is what absolute ones are relative to, if the user has said so."""

    def __init__(self, root: Path | None) -> None:
        for looked in (_above, _names, _generator, _existing):  # files come and go between two checks
            looked.cache_clear()
        self._root = None if root is None else os.path.realpath(root)

    def resolve(self, link: LocalLink, target: str) -> str | Missing | None:
        """The file or folder that a link without its fragment means; None: that cannot be known."""
        path = unquote(target.partition("?")[0])
        if not path:
            return link.file
        if _UNKNOWN.match(target) or _UNKNOWN.search(path) or _FORGE.match(path):
            return None
        folder = os.path.dirname(link.file)  # noqa: PTH120 - strings of any bytes, and many
        try:
            if path.startswith("/"):
                return self._absolute(path, folder, link)
            return self._relative(path, folder, link)
        except (OSError, ValueError):  # not allowed to look; no name that a file can have
            return None

    def _relative(self, path: str, folder: str, link: LocalLink) -> str | Missing | None:
        here = _join(folder, path)
        stem = os.path.splitext(link.file)[0]  # noqa: PTH122 - likewise
        above = _above(folder)
        sites = [one for one in above if _present(one, "_sidebar.md")]  # docsify: from the root of the site
        for base in (folder, stem, *sites):  # a generator shows guide.md as guide/
            if found := _existing(_join(base, path)):
                return found
        if not _within(here, above[-1]) or _BUILT & {*Path(path).parts} or "_posts" in Path(link.file).parts:
            return None
        generated = link.format in ("mdx", "rst") or any(_generator(one) for one in above)
        suffix = os.path.splitext(path.rstrip("/"))[1].lower()  # noqa: PTH122 - likewise
        if generated and (suffix in ("", ".html", ".htm") or not suffix[1:].isalnum()):
            return None
        return Missing(here)

    def _absolute(self, path: str, folder: str, link: LocalLink) -> str | Missing | None:
        if self._root is not None:
            return _existing(_join(self._root, path.lstrip("/"))) or Missing(_join(self._root, path.lstrip("/")))
        above = _above(folder)
        for base in above:
            for root in ROOTS:
                if found := _existing(_join(base, root, path.lstrip("/"))):
                    return found
        if not _present(above[-1], ".git"):
            return None
        place, suffix = _join(above[-1], path.lstrip("/")), os.path.splitext(path)[1].lower()  # noqa: PTH122 - likewise
        source = suffix in DOCUMENTS[:-2]  # not HTML, which may be generated
        in_folder = _kind(_join(above[-1], path.lstrip("/").partition("/")[0])) and place != above[-1]
        if link.format in ("mdx", "rst") or any(_generator(one) for one in above):
            return Missing(place) if source and in_folder else None
        return Missing(place) if in_folder or suffix[1:].isalnum() else None


def _join(*parts: str) -> str:
    return os.path.normpath(os.path.join(*parts))  # noqa: PTH118 - strings of any bytes


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@lru_cache(maxsize=REMEMBERED)
def _above(folder: str) -> tuple[str, ...]:
    """The folder and those above it, up to the root of the repository; without a repository up to the root."""
    found = []
    for one in (Path(folder), *Path(folder).parents):
        found.append(str(one))
        if _present(str(one), ".git"):
            break
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - likewise
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()


def _present(folder: str, name: str) -> bool:
    return os.path.lexists(os.path.join(folder, name))  # noqa: PTH118 - likewise


@lru_cache(maxsize=REMEMBERED)
def _generator(folder: str) -> bool:
    return any(_present(folder, name) for name in GENERATORS)


@lru_cache(maxsize=REMEMBERED)
def _existing(path: str) -> str | None:
    """The file that a path means: itself, a folder's index, or the document that a page is made from.

    Raises:
        OSError: it cannot be told.
    """
    if (mode := _kind(path)) is not None:
        if mode:
            return next((_join(path, name) for name in INDEXES if name in _names(path)), path)
        return path
    folder, name = os.path.split(path)
    names = _names(folder)
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - likewise
    stems = [name, *([stem] if suffix.lower() in DOCUMENTS else [])]
    for one in stems:
        if found := next((f"{one}{suffix}" for suffix in DOCUMENTS if f"{one}{suffix}" in names), None):
            return _join(folder, found)
    if suffix.lower() in (".html", ".htm"):
        if stem == "index" and (found := next((one for one in INDEXES if one in names), None)):
            return _join(folder, found)
        if _kind(_join(folder, stem)):
            return _existing(_join(folder, stem))
    return _loosely(folder, stem if suffix.lower() in DOCUMENTS else name, names)


def _loosely(folder: str, name: str, names: frozenset[str]) -> str | None:
    """`01-intro.md` for `intro`; in a wiki, `Getting-Started.md` for `getting started`."""
    wanted = _same(name)
    found = (one for one in sorted(names) if Path(one).suffix.lower() in DOCUMENTS)
    for one in found:
        stem = Path(one).stem
        if wanted == _same(_NUMBERED.sub("", stem, count=1)) or (wanted == _same(stem) and not Path(name).suffix):
            return _join(folder, one)
    return None


def _same(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name).casefold()


def _kind(path: str) -> bool | None:
    """Whether it is a folder; None: nothing is there. Raises OSError: it cannot be told."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116 - likewise
    except (FileNotFoundError, NotADirectoryError):
        return None
