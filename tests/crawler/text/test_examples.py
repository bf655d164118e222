"""The examples in the docstrings of crawler.text and crawler.net are correct."""

import doctest
import importlib
import pkgutil

import pytest

import crawler.net
import crawler.text

MODULES = [
    module.name
    for package in (crawler.net, crawler.text)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
