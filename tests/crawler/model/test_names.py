"""The names of crawler/model, each imported from its module on first use."""

import subprocess
import sys

import pytest

import crawler.model


@pytest.mark.parametrize("name", sorted(crawler.model.__all__))
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(crawler.model, name) is not None


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Website'"):
        crawler.model.Website  # noqa: B018 - asking for it is the test


def test_one_name_imports_its_module_and_not_the_others() -> None:
    code = "import sys; from crawler.model import Verdict; print('crawler.model.card' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
