"""Dates: the forms that are parsed, in every language, and those that are not."""

from collections import defaultdict

import pytest

from crawler.text.dates import MONTH_NAMES, find_date, iso_date


def test_no_name_stands_for_two_months() -> None:
    meanings = defaultdict(set)
    for months in MONTH_NAMES.values():
        assert len(months) == 12
        for number, names in enumerate(months, start=1):
            assert names
            for name in names:
                meanings[name].add(number)
    assert {name for name, numbers in meanings.items() if len(numbers) > 1} == set()


@pytest.mark.parametrize(
    "text",
    [
        "3 March 2024",
        "3. März 2024",
        "3 de marzo de 2024",
        "3 marzo 2024",
        "3 de março de 2024",
        "3 maart 2024",
        "3. maaliskuuta 2024",
        "3 marca 2024",
        "3 марта 2024",
        "3 Mart 2024",
        "Mar. 3rd, 2024",
    ],
)
def test_dates_are_parsed_in_many_languages(text: str) -> None:
    assert iso_date(text) == find_date(f"Published: {text}") == "2024-03-03"


@pytest.mark.parametrize("text", ["03/04/2023", "2024.3", "March 2024 to May 2025", "in 2024", "32 March 2024", ""])
def test_ambiguous_forms_are_not_parsed(text: str) -> None:
    assert iso_date(text) is None
