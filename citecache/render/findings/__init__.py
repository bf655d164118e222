"""What `check` found, in the formats of editors, CI services and people.

    severity.py  what a finding means: problem, warning, known, inconclusive, fine, excluded (pure)
    report.py    findings as they are judged, one by one or all at once
    counts.py    the total
    spool.py     text that waits for what stands before it
    words.py     a finding in words, and its place
    formats.py   the formats by name
    text.py      a line that an editor can jump to for each
    lychee.py    JSON, with lychee's names where they fit
    junit.py     JUnit's XML
    github.py    annotations of GitHub's workflows
    markdown.py  a comment on a pull request

A format is a function `ReportStream -> Iterator[str]`, whose parts end where lines end; it holds no list of findings.
Text of strangers is on one line and inert in all but JSON, which escapes it.
"""
