"""The examples in the docstrings of pipelines.claims are correct."""

import doctest
import importlib
import pkgutil

import pytest

import pipelines.claims

MODULES = sorted(module.name for module in pkgutil.iter_modules(pipelines.claims.__path__, "pipelines.claims."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
