"""The labelled pages are well-formed. The loader has checked keys and types."""

from casefiles import files, read
from labelled_pages import HERE, PAGES

from crawler.model import Verdict


def test_every_folder_is_a_verdict_and_no_head_says_another() -> None:
    assert {case.verdict for case in PAGES} <= {verdict.value for verdict in Verdict}
    assert not [path.name for path in files(HERE / "pages") if "verdict" in read(path)[0]]


def test_every_name_is_used_once() -> None:
    assert len({case.name for case in PAGES}) == len(PAGES)


def test_every_earlier_page_and_every_probe_belongs_to_a_labelled_page() -> None:
    heads = [read(path)[0] for path in files(HERE / "pages")]
    for key, folder in (("before", "before"), ("probe", "probes")):
        assert {head[key] for head in heads if key in head} == {path.stem for path in files(HERE / folder)}


def test_what_belongs_together_is_given_together() -> None:
    for case in PAGES:
        assert case.via == 302 or case.final_url, case.name
        assert case.probe_status == 200 or case.probe, case.name
