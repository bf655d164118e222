"""What the bytes of a text say of its encoding."""


def is_utf8(data: bytes, *, cut: bool = False) -> bool:
    r"""Whether bytes are UTF-8. `cut`: they may end within their last character.

    >>> is_utf8("naïve".encode()), is_utf8(b"na\xefve")
    (True, False)
    >>> is_utf8(b"na\xc3"), is_utf8(b"na\xc3", cut=True)
    (False, True)
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return cut and error.reason == "unexpected end of data"
    return True
