"""What a query may hold: declared once, checked and described by that."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

JsonSchema = dict[str, Any]

MAX_CHARS = 4_096
"""Of a value: as long as paths get (Linux's PATH_MAX), and longer than any URL that is fetched."""

NAME_CHARS = 253
"""Of a name, such as a host's (RFC 1035, 2.3.4)."""

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class ParameterMistake(Exception):
    """A query that is not what the endpoint takes. `str(error)` is one line."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(f"{parameter}: {reason}")
        self.parameter = parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiParameter:
    """One parameter of a query. `convert` gives the value of what was written, or raises ValueError with the reason."""

    name: str
    about: str
    schema: JsonSchema
    convert: Callable[[str], Any]
    required: bool = False
    most: int | None = None  # None: it may be given once; else so many times, and its value is a tuple
    default: str | int | None = None


def text(
    name: str, about: str, *, required: bool = False, most: int | None = None, longest: int = MAX_CHARS
) -> ApiParameter:
    """Any words."""

    def convert(written: str) -> str:
        if not 1 <= len(written) <= longest:
            raise ValueError(f"write 1 to {longest:,} characters, not {len(written):,}")
        return written

    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    return ApiParameter(name=name, about=about, schema=schema, convert=convert, required=required, most=most)


def one_of(
    name: str, about: str, names: Sequence[str], *, most: int | None = None, default: str | None = None
) -> ApiParameter:
    """One of some names, or several."""

    def convert(written: str) -> str:
        if written not in names:
            raise ValueError(f"there is no {written[:50]!r}: choose from {', '.join(names)}")
        return written

    schema: JsonSchema = {"type": "string", "enum": list(names)}
    if default is not None:
        schema["default"] = default
    return ApiParameter(name=name, about=about, schema=schema, convert=convert, most=most, default=default)


def number(name: str, about: str, *, least: int, most: int, default: int) -> ApiParameter:
    """A whole number."""

    def convert(written: str) -> int:
        if not _NUMBER.fullmatch(written) or not least <= int(written) <= most:
            raise ValueError(f"write a number from {least} to {most:,}, not {written[:50]!r}")
        return int(written)

    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return ApiParameter(name=name, about=about, schema=schema, convert=convert, default=default)


def flag(name: str, about: str) -> ApiParameter:
    """Yes or no."""

    def convert(written: str) -> bool:
        try:
            return _FLAGS[written.lower()]
        except KeyError:
            raise ValueError(f"write true or false, not {written[:50]!r}") from None

    schema = {"type": "boolean", "default": False}
    return ApiParameter(name=name, about=about, schema=schema, convert=convert, default=False)


def form(name: str, about: str, pattern: str, *, longest: int) -> ApiParameter:
    """A string of ours, such as a cursor."""

    def convert(written: str) -> str:
        if len(written) > longest or not re.fullmatch(pattern, written):
            raise ValueError("this is none of this server's: begin without it")
        return written

    schema = {"type": "string", "pattern": f"^{pattern}$", "maxLength": longest}
    return ApiParameter(name=name, about=about, schema=schema, convert=convert)


def read_query(parameters: Sequence[ApiParameter], given: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """The value of each parameter, by name: what was given, or else its default.

    Raises:
        ParameterMistake: an unknown name, a value that does not fit, one value too many, or none where there must be.
    """
    known = {one.name: one for one in parameters}
    values: dict[str, list[str]] = {name: [] for name in known}
    for name, value in given:
        if name not in known:
            choice = f"it takes {', '.join(known)}" if known else "it takes none"
            raise ParameterMistake(name[:50], f"there is no such parameter: {choice}")
        values[name].append(value)
    return {name: _value(one, values[name]) for name, one in known.items()}


def _value(parameter: ApiParameter, written: list[str]) -> Any:  # noqa: ANN401 - a value of the parameter
    most = parameter.most or 1
    if len(written) > most:
        raise ParameterMistake(parameter.name, f"give it at most {most} time{'s' * (most > 1)}, not {len(written)}")
    if not written:
        if parameter.required:
            raise ParameterMistake(
                parameter.name, f"it must be given: {parameter.about[0].lower()}{parameter.about[1:]}"
            )
        return parameter.default if parameter.most is None else ()
    try:
        found = tuple(parameter.convert(one) for one in written)
    except ValueError as error:
        raise ParameterMistake(parameter.name, str(error)) from error
    return found[0] if parameter.most is None else found
