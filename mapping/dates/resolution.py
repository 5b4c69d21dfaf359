"""The rule that each form of the grammar names, and the dates it makes of a phrase."""

from collections.abc import Callable
from typing import Final

from mapping.dates import calendar_dates, relative_dates
from mapping.dates.reading import Reading, Value

RULES: Final[dict[str, Callable[[Reading], list[Value]]]] = {
    rule.__name__: rule
    for rule in (
        calendar_dates.iso,
        calendar_dates.numeric,
        calendar_dates.calendar,
        calendar_dates.day_range,
        calendar_dates.day_list,
        calendar_dates.month_range,
        calendar_dates.month_list,
        calendar_dates.season,
        calendar_dates.division,
        calendar_dates.year_range,
        calendar_dates.short_range,
        calendar_dates.year,
        calendar_dates.fiscal,
        calendar_dates.decade,
        relative_dates.near_month,
        relative_dates.near_season,
        relative_dates.near_unit,
        relative_dates.ago,
        relative_dates.relative_day,
        relative_dates.same_day,
        relative_dates.that_day,
        relative_dates.near_weekday,
        relative_dates.weekday,
        relative_dates.ordinal,
    )
}


def resolve(reading: Reading) -> list[Value]:
    """The dates of a phrase; none where it turns out to be none."""
    return RULES[reading.phrase.rule](reading)
