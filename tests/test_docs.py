"""The generated pages of docs/ are current, and say what a reader looks for."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from citecache.cli.group import citecache

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


@pytest.mark.parametrize("name", ["cli.md", "api.md", "formats.md"])
def test_a_generated_page_is_current(generate: ModuleType, name: str) -> None:
    path = ROOT / "docs" / name
    assert path.read_text(encoding="utf-8") == generate.pages()[path], "run `make docs`"


def test_every_command_and_every_option_is_in_the_command_reference() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    context = click.Context(citecache)
    for name in citecache.list_commands(context):
        command = citecache.get_command(context, name)
        assert command
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        shown = [param for param in command.params if not getattr(param, "hidden", False)]
        options = {option for param in shown for option in param.opts if option.startswith("-")}
        assert section, name
        assert not [option for option in options if option not in section], name


def test_every_public_name_is_in_the_api_reference() -> None:
    import citecache as package  # noqa: PLC0415 - the command of that name is imported above

    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [name for name in package.__all__ if f"\n## {name}\n" not in text] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md"])
def test_what_a_guide_names_exists(name: str) -> None:
    """Paths with a slash, and targets of make."""
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    paths = re.findall(r"(?:`|\]\()([\w.-]+/[\w./-]*)[`)]", text)
    made_later = {"dist/"}
    assert [path for path in paths if path not in made_later and not (ROOT / path).exists()] == []
    assert [target for target in re.findall(r"make (\w+)[`  ]", text) if f"\n{target}:" not in makefile] == []


def test_each_example_of_a_command_is_on_a_line_of_its_own_in_its_help() -> None:
    context = click.Context(citecache)
    for name in citecache.list_commands(context):
        command = citecache.get_command(context, name)
        assert command
        shown = command.get_help(click.Context(command, info_name=name))
        assert shown.count("Example:") == len(re.findall(r"^  Example: ", shown, re.MULTILINE)), name
