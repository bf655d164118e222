"""A language model by name, from the plugins of the package `llm`; what goes wrong with it, in one line.

Which service is asked, with which key and how often before it gives up, is the business of the plugin: nothing here
repeats a request.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from citecache.render.clean import one_line
from crawler.extras import missing
from crawler.model.errors import Error

MISSING = missing("claims --model", "llm")

SHOWN_CHARS = 300
"""Length to which what a plugin says is cut."""

_STATUSES = {
    401: "the service refuses the key",
    403: "the service refuses the key",
    404: "the service does not know the model, or its address is wrong",
    429: "too many requests, or no credit left",
}


_OF_QUESTION = (400, 413, 422)
"""Statuses that speak of what was asked: too long, or refused for its content (RFC 9110, 15.5.1, 15.5.14, 15.5.21)."""


class ModelFailure(Error):
    """A model gave no answer: the network, the key, a limit. `of_question`: it may answer another question."""

    def __init__(self, reason: str, *, of_question: bool = False) -> None:
        super().__init__(reason)
        self.of_question = of_question


class LanguageModel:
    """A model that can be asked. `name`: its own, whatever alias it was asked for by."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - llm.Model, of an extra
        self._model = model
        self.name: str = one_line(str(model.model_id))

    def ask(self, system: str, prompt: str, schema: Mapping[str, Any]) -> str:
        """The answer to a question.

        Raises:
            ModelFailure: there is none.
        """
        given = {"schema": dict(schema)} if self._model.supports_schema else {}
        try:
            return str(self._model.prompt(prompt, system=system, **given).text())
        except Exception as error:  # plugins have no error in common
            of_question = _status(error) in _OF_QUESTION
            raise ModelFailure(explained(error), of_question=of_question) from error


def language_model(name: str) -> LanguageModel:
    """The model of that name or alias.

    Raises:
        Error: the extra is missing; there is no such model; what configures the models cannot be read.
    """
    if find_spec("llm") is None:
        raise Error(MISSING)
    try:
        from llm import UnknownModelError, get_model  # noqa: PLC0415 - an extra, which takes a second to import
    except ImportError as error:  # or another module of that name
        raise Error(MISSING) from error
    try:
        return LanguageModel(get_model(name or " "))  # without a name, it would be one of llm's own choice
    except UnknownModelError:
        raise Error(f"no model has the name {name!r}: `llm models` lists those that there are") from None
    except Exception as error:  # of any plugin, and of the files that configure it
        raise Error(f"the models of llm cannot be read: {explained(error)}") from error


def explained(error: Exception) -> str:
    """What went wrong, in one line: the HTTP status with what it means, or the plugin's own words."""
    status = _status(error)
    if status is not None and status in _STATUSES:
        wait = (getattr(getattr(error, "response", None), "headers", None) or {}).get("retry-after")
        asked = f"; it asks to wait, Retry-After: {one_line(str(wait))[:40]}" if wait else ""
        return f"HTTP {status}: {_STATUSES[status]}{asked}"
    reasons = [str(one) or type(one).__name__ for one in (error, error.__cause__) if one is not None]
    said = one_line(": ".join(dict.fromkeys(reasons)))[:SHOWN_CHARS]
    return f"HTTP {status}: {said}" if status else said


def _status(error: Exception) -> int | None:
    """The HTTP status that an error is about, as the clients of most services have it."""
    response = getattr(error, "response", None)
    found = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    return found if isinstance(found, int) else None
