"""Values that refer to each other by number, in one flat array.

devalue (Rich Harris, "devalue", format of `stringify`): each entry's members are indices; `["Type", index]` is a typed
value. turbo-stream (Remix, React Router), the same with keys as indices: `{"_1": 2}`.
"""

from typing import Any

MAX_ENTRIES = 300_000


def unpack(flat: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value that a flat array stands for. Entries are shared, so the result may contain itself."""
    flat = flat[:MAX_ENTRIES]
    values = [_shell(entry) for entry in flat]
    for entry, value in zip(flat, values, strict=True):
        if isinstance(entry, dict):
            for key, index in entry.items():
                value[_key(key, flat)] = _at(values, index)
        elif isinstance(entry, list):
            value.extend(_at(values, index) for index in entry if not isinstance(index, str))
    return _plain(values[0]) if values else None


def _shell(entry: Any) -> Any:  # noqa: ANN401
    """An empty container, to be filled when every entry has one."""
    return {} if isinstance(entry, dict) else [] if isinstance(entry, list) else entry


def _key(key: str, flat: list[Any]) -> str:
    number = key[1:]
    if key.startswith("_") and number.isdecimal() and len(number) < 8 and int(number) < len(flat):
        name = flat[int(number)]
        return name if isinstance(name, str) else key
    return key


def _at(values: list[Any], index: Any) -> Any:  # noqa: ANN401
    if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(values):
        return values[index]
    return None


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Without the wrapper of a typed root, `["ShallowReactive", 1]`."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def is_packed(value: Any) -> bool:  # noqa: ANN401
    """Whether a value looks like a flat array: its first entry consists of indices into it."""
    if not isinstance(value, list) or len(value) < 3:
        return False
    first = value[0]
    members = list(first.values()) if isinstance(first, dict) else first if isinstance(first, list) else []
    numbers = [entry for entry in members if isinstance(entry, int) and not isinstance(entry, bool)]
    named = isinstance(first, list) and len(first) == 2 and isinstance(first[0], str) and len(numbers) == 1
    return bool(members) and (named or len(numbers) == len(members)) and max(numbers) < len(value)
