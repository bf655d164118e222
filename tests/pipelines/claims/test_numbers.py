"""The numbers of a text, and which of them stand for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.claims.numbers import numbers, stands_for

LANGUAGES = frozenset(("de", "es"))

VALUES = [
    ("298,432 people", 298_432),
    ("1 285 349 people", 1_285_349),
    ("1.285.349 Menschen", 1_285_349),
    ("93 million", 93_000_000),
    ("93,000,000", 93_000_000),
    ("$1.5 billion", 1.5e9),
    ("3,5 Milliarden Euro", 3.5e9),
    ("300 mil millones", 3e11),
    ("two dozen", 24),
    ("half a million", 500_000),
    ("three hundred and fifty thousand", 350_000),
    ("two million three hundred thousand", 2_300_000),
    ("zwölf Boote", 12),
    ("twenty-five", 25),
    ("nineteen eighty-four", 1984),
    ("三千五百万", 35_000_000),
    ("1億2000万円", 120_000_000),
    ("9300万", 93_000_000),
    ("in 1984", 1984),
    ("19 September", 919),
    ("Sept. 19", 919),
    ("9月19日", 919),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_number_is_read_in_any_of_its_forms(text: str, value: float) -> None:
    assert [one.readings[0].value for one in numbers(text, LANGUAGES)] == [value]


def test_each_part_of_a_date_is_a_number_of_its_own() -> None:
    assert [one.text for one in numbers("It sank on 19 September 2014.")] == ["19 September", "2014"]
    assert [one.text for one in numbers("2014-09-19")] == ["2014", "09-19"]


def test_the_end_of_a_range_of_years_is_a_year() -> None:
    assert [one.readings[0].value for one in numbers("in 2013–14")] == [2013, 2014]


@pytest.mark.parametrize(
    "text", ["COVID-19", "the A380", "one of them", "the 20th century", "millions of them", "几十"]
)
def test_names_ordinals_and_vague_amounts_are_no_numbers(text: str) -> None:
    assert not numbers(text)


SAME = [
    ("about 300,000", "298,432"),
    ("more than 60", "64"),
    ("300,000", "298,432"),
    ("93 million", "93,000,000"),
    ("93 million", "93.1m"),
    ("93.1 million", "93.1m"),
    ("45%", "44.6 percent"),
    ("28 per cent", "28 %"),
    ("$300,000", "US$300,000"),
    ("$300,000", "300,000 dollars"),
    ("$300,000", "300,000"),
    ("twelve", "12"),
    ("1,200", "1.200"),
    ("the 1930s", "1936"),
    ("19 September", "September 19th"),
    ("19 September", "19.09.2014"),
    ("19 September", "2014-09-19"),
    ("28%", "28"),
]
OTHER = [
    ("about 300,000", "412,000"),
    ("298,432", "300,000"),
    ("93.1 million", "93 million"),
    ("93 million", "94 million"),
    ("45%", "46%"),
    ("28%", "28 people"),
    ("$5 million", "€5 million"),
    ("5 km", "5 miles"),
    ("12", "13"),
    ("1984", "1985"),
    ("the 1930s", "1941"),
    ("19 September", "19 October"),
    ("19 September", "919"),
]


@pytest.mark.parametrize(("claimed", "found"), SAME)
def test_a_number_may_be_rounded_or_written_otherwise(claimed: str, found: str) -> None:
    assert any(stands_for(numbers(claimed)[0], other) for other in numbers(found))


@pytest.mark.parametrize(("claimed", "found"), OTHER)
def test_another_value_precision_or_unit_is_another_number(claimed: str, found: str) -> None:
    assert not any(stands_for(numbers(claimed)[0], other) for other in numbers(found))


@given(st.text(alphabet="1950.,-/% $€mk thousandmilliondozenMay月日年万三百half a一二\n", max_size=80))
def test_numbers_are_where_they_say_and_stand_for_themselves(text: str) -> None:
    found = numbers(text, LANGUAGES)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert stands_for(one, one)
    assert [one.start for one in found] == sorted(one.start for one in found)
