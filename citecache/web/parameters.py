"""What the query of a page's address may say, beyond what is its own."""

from starlette.requests import Request

from crawler.model.errors import QueryError

MOST_DIGITS = 9


def page_number(request: Request) -> int:
    """Which part of a list: `page`, from 1.

    Raises:
        QueryError: it is no such number.
    """
    given = request.query_params.get("page", "1")
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS and int(given) >= 1):
        raise QueryError(f"page={given[:40]}: the number of a part, from 1")
    return int(given)
