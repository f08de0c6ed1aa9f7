"""Numbers, values and periods as a reader of the language expects them.

Numbers are rounded half up from their decimal text, as a reader would with pencil and paper, and
never shown as a negative zero. A missing value is no number: `missing_sign` says what to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from babel import dates, numbers

from bsc_helpers.errors import ParameterError, printable
from bsc_helpers.model import Measure, Reason
from bsc_helpers.narrative import en, sv
from bsc_helpers.narrative.amounts import DIVISORS, Scale
from bsc_helpers.narrative.languages import LOCALES, in_language
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart, rounded
from bsc_helpers.narrative.units import kind_of_unit
from bsc_helpers.periods import Period

__all__ = [
    "PeriodForm",
    "Scale",
    "format_between",
    "format_count",
    "format_date",
    "format_difference",
    "format_differences",
    "format_money",
    "format_number",
    "format_numbers",
    "format_percent",
    "format_period",
    "format_range",
    "format_share",
    "format_short_period",
    "format_span",
    "format_target",
    "format_time",
    "format_value",
    "missing_sign",
    "percent_text",
    "unit_sign",
    "unit_text",
]

MINUS = "\u2212"
ALL = 100.0  # percent

PeriodForm = Literal["noun", "when", "when_after_number", "at_end"]
_FORMATS = {"sv": sv.FORMATS, "en": en.FORMATS}
_PERIODS = {"sv": sv.PERIODS, "en": en.PERIODS}
_NUMBER_WORDS = {"sv": sv.NUMBER_WORDS, "en": en.NUMBER_WORDS}

# Signs that no reader takes for a number, a minus or a zero, and that differ in print; each has one
# meaning.
_NO_DATA, _NOT_APPLICABLE, _NOT_CALCULABLE, _SUPPRESSED, _NOT_DUE = "..", ".", "/", "×", "›"
_NO_DATA_WORDS = {
    "sv": "uppgift saknas, helt eller delvis",
    "en": "no data, wholly or in part",
}
_NOT_CALCULABLE_WORDS = {"sv": "går inte att beräkna", "en": "cannot be computed"}
_MISSING: dict[Reason, tuple[str, dict[str, str]]] = {
    Reason.NO_DATA: (_NO_DATA, _NO_DATA_WORDS),
    Reason.INCOMPLETE: (_NO_DATA, _NO_DATA_WORDS),
    Reason.NOT_APPLICABLE: (_NOT_APPLICABLE, {"sv": "inte aktuellt", "en": "not applicable"}),
    Reason.DIVISION_BY_ZERO: (_NOT_CALCULABLE, _NOT_CALCULABLE_WORDS),
    Reason.NOT_A_NUMBER: (_NOT_CALCULABLE, _NOT_CALCULABLE_WORDS),
    Reason.SUPPRESSED: (_SUPPRESSED, {"sv": "visas inte", "en": "not shown"}),
    Reason.NOT_DUE: (_NOT_DUE, {"sv": "ännu inte lämnad", "en": "not due yet"}),
    Reason.LATE: (_NO_DATA, _NO_DATA_WORDS),
}


# --- numbers --------------------------------------------------------------------------------------


@lru_cache(16384)  # babel takes long, and a report shows a number in several places
def format_number(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """Return a number with the decimal and thousands signs of the language and a true minus.

    Parameters
    ----------
    signed
        Put a plus before what is more than nothing.
    """
    locale = in_language(language, LOCALES)
    number = rounded(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = str(numbers.format_decimal(abs(number), format=pattern, locale=locale))
    if not number:
        return text
    return MINUS + text if number < 0 else "+" * signed + text


def format_numbers(low: float, high: float, decimals: int, language: str) -> str:
    """Return the numbers from one to another: "78,1–85,6", and "−1 till 2" below zero."""
    ends = [format_number(end, decimals, language) for end in (low, high)]
    return "–".join(ends) if low >= 0 else _format(language, "to", low=ends[0], high=ends[1])


def format_share(share: float, language: str) -> str:
    """Return a share from 0 to 1 in percent; only all is shown as 100 % and only nothing as 0 %."""
    percent = 100 * share
    places = max(decimals_to_tell_apart(percent, end, 0) for end in (0, 100))
    return _format(language, "value_percent", number=format_number(percent, places, language))


def percent_text(number: str, language: str) -> str:
    """Return a number as it is written, or several, in percent."""
    return _format(language, "value_percent", number=number)


def format_percent(value: float, decimals: int, language: str, *, signed: bool = False) -> str:
    """Return a number of percents: "18,8 %", "18.8%"."""
    return percent_text(format_number(value, decimals, language, signed=signed), language)


def format_money(
    amount: float,
    language: str,
    scale: Scale = "one",
    decimals: int | None = None,
    *,
    signed: bool = False,
) -> str:
    """Return an amount in kronor, thousands or millions of them: "4,3 mkr", "SEK 4.3 million".

    By default whole kronor and thousands, and millions with one decimal.
    """
    if scale not in DIVISORS:
        valid = ", ".join(get_args(Scale))
        raise ParameterError(f"there is no scale {printable(scale)}; valid: {valid}")
    divisor, places = DIVISORS[scale]
    shown = places if decimals is None else decimals
    number = format_number(amount / divisor, shown, language, signed=signed)
    return _format(language, f"money_{scale}", number=number)


def format_count(count: int, language: str) -> str:
    """Return a number of things as it stands in running text: in words up to twelve."""
    words = in_language(language, _NUMBER_WORDS)
    return words[count] if 0 <= count < len(words) else format_number(count, 0, language)


# --- values with their unit of measure ------------------------------------------------------------


def format_value(
    value: float,
    measure: Measure,
    language: str,
    decimals: int | None = None,
    *,
    bare: bool = False,
    signed: bool = False,
) -> str:
    """Return a value with its unit of measure: "71,2 %", "SEK 16,300", "31 beslut".

    Parameters
    ----------
    decimals
        By default those of the measure.
    bare
        Leave out a unit that is a text of the measure's own, where the words around it say it.
    signed
        Put a plus before what is more than nothing.
    """
    number = format_number(value, _decimals(measure, decimals), language, signed=signed)
    return _with_unit(number, measure, language, bare=bare)


def format_difference(
    value: float,
    measure: Measure,
    language: str,
    decimals: int | None = None,
    *,
    bare: bool = False,
) -> str:
    """Return a difference between two values: between percentages it is percentage points."""
    number = format_number(value, _decimals(measure, decimals), language)
    return _with_unit_of_difference(number, measure, language, bare=bare)


def format_differences(
    low: float, high: float, measure: Measure, language: str, decimals: int
) -> str:
    """Return the differences from one to another: "0,2–0,5 procentenheter"."""
    both = format_numbers(low, high, decimals, language)
    return _with_unit_of_difference(both, measure, language, bare=False)


def format_range(
    low: float,
    high: float,
    measure: Measure,
    language: str,
    decimals: int | None = None,
    *,
    bare: bool = False,
) -> str:
    """Return the values from one to another: "78,1–85,6 %", and "−1 till 2 %" below zero."""
    both = format_numbers(low, high, _decimals(measure, decimals), language)
    return _with_unit(both, measure, language, bare=bare)


def format_target(target: float, measure: Measure, language: str, *, bare: bool = False) -> str:
    """Return a target in words, with the decimals it was written with: "minst 68 %".

    Where no value can lie beyond it, the target stands by itself: all ("100 %") and none ("noll").
    """
    kind, lower = kind_of_unit(measure.unit_of_measure), measure.polarity == "lower_is_better"
    if lower and not target and kind == "text" and not measure.decimals:
        return _format(language, "zero")
    value = format_value(target, measure, language, decimals_of(target), bare=bare)
    if not lower and target == ALL and kind == "percent":
        return value
    return _format(language, "at_most" if lower else "at_least", value=value)


def format_between(
    low: float, high: float, measure: Measure, language: str, *, bare: bool = False
) -> str:
    """Return a target range in words: "mellan 40 och 60 %", "between SEK 23,000 and 24,200"."""
    places = max(decimals_of(low), decimals_of(high))
    ends = [format_number(end, places, language) for end in (low, high)]
    both = _format(language, "and", low=ends[0], high=ends[1])
    return _format(language, "between", value=_with_unit(both, measure, language, bare=bare))


def unit_text(measure: Measure, language: str) -> str:
    """Return the unit of measure where it is a text of its own; empty for percent, SEK, index."""
    return (
        measure.unit_of_measure.of(language)
        if kind_of_unit(measure.unit_of_measure) == "text"
        else ""
    )


def unit_sign(measure: Measure, language: str) -> str:
    """Return the unit of measure as it stands at the head of a column of bare numbers."""
    kind = kind_of_unit(measure.unit_of_measure)
    return _format(language, f"unit_{kind}", unit=unit_text(measure, language))


def _with_unit(number: str, measure: Measure, language: str, *, bare: bool = False) -> str:
    kind = kind_of_unit(measure.unit_of_measure)
    # A unit is written in the plural, and nothing says its singular: one stands alone.
    if kind == "text" and (bare or _is_one(number)):
        return number
    unit = unit_text(measure, language)
    return _format(language, f"value_{kind}", number=number, unit=unit)


def _with_unit_of_difference(number: str, measure: Measure, language: str, *, bare: bool) -> str:
    kind = kind_of_unit(measure.unit_of_measure)
    if kind == "text":
        return _with_unit(number, measure, language, bare=bare)
    one = "_one" if _is_one(number) and kind != "SEK" else ""
    return _format(language, f"difference_{kind}{one}", number=number)


def _is_one(number: str) -> bool:
    return number.removeprefix(MINUS) == "1"


def _decimals(measure: Measure, decimals: int | None) -> int:
    return measure.decimals if decimals is None else decimals


def _format(language: str, key: str, **parts: str) -> str:
    return in_language(language, _FORMATS)[key].format_map(parts)


# --- time -----------------------------------------------------------------------------------------


def format_period(period: Period, language: str) -> str:
    """Return a period in words: "kvartal 4 2003", "first half of 2003", "2024/25"."""
    return _period(period, language, "plain", "yMMMM", "long")


def format_short_period(period: Period, language: str) -> str:
    """Return a period for an axis or a narrow column: "kv 4 2003", "Oct 2003"."""
    return _period(period, language, "short", "yMMM", "medium").replace(". ", " ")


def format_span(first: Period, last: Period, language: str) -> str:
    """Return the time from one period to another: "januari–december 2003"."""
    start, end = first.start, last.end
    whole_months = start.day == 1 and (last.shift(1).start.day == 1)
    if not whole_months:
        return f"{format_date(start, language)} – {format_date(end, language)}"
    if (start.year, start.month) == (end.year, end.month):
        return _month(start, language, "yMMMM")
    if start.year == end.year:
        locale = in_language(language, LOCALES)
        return f"{dates.format_date(start, 'LLLL', locale)}–{_month(end, language, 'yMMMM')}"
    return f"{_month(start, language, 'yMMMM')} – {_month(end, language, 'yMMMM')}"


def format_time(periods: Sequence[Period], language: str, form: PeriodForm) -> str:
    """Return the time of one period, or from the first to the last of several, in a sentence.

    Parameters
    ----------
    form
        ``noun`` after a preposition ("för …", "for the first half of 2003"), ``when`` as the time
        of what was measured ("i oktober 2003"), ``when_after_number`` the same after a number
        without a unit, where "71 kvartal 4" would be misread, ``at_end`` for what was counted on
        the last day.
    """
    patterns = in_language(language, _PERIODS)[form]
    if len(periods) == 1:
        text = format_period(periods[0], language)
        return patterns[_kind(periods[0])].format(period=text)
    return patterns["span"].format(period=format_span(periods[0], periods[-1], language))


def format_date(day: date, language: str, *, short: bool = False, year: bool = True) -> str:
    """Return a day: "1 oktober 2003", short "1 Oct 2003", without its year "1 oktober"."""
    locale = in_language(language, LOCALES)
    if not year:
        return str(dates.format_skeleton("MMMMd", day, locale=locale))
    text = str(dates.format_date(day, "medium" if short else "long", locale=locale))
    return text.replace(". ", " ") if short else text


@lru_cache(4096)
def _period(period: Period, language: str, form: str, month: str, day: str) -> str:
    pattern = in_language(language, _PERIODS)[form][_kind(period)]
    start = period.start
    year = period.year if period.kind == "week" else period.within("year", period.year_starts)
    return pattern.format(
        number=period.number,
        year=year,
        month=_month(start, language, month),
        date=format_date(start, language, short=day == "medium"),
    )


def _month(day: date, language: str, skeleton: str) -> str:
    return str(dates.format_skeleton(skeleton, day, locale=in_language(language, LOCALES)))


def _kind(period: Period) -> str:
    return f"half_year_{period.number}" if period.kind == "half_year" else period.kind


# --- missing values -------------------------------------------------------------------------------


def missing_sign(reason: Reason | str, language: str) -> tuple[str, str]:
    """Return the sign that stands where a value is missing, and the words that say why.

    ``..`` no data (nothing or not all was delivered), ``.`` not applicable, ``/`` not calculable,
    ``×`` withheld, ``›`` not due yet.

    Parameters
    ----------
    reason
        A reason or its word in a table, such as ``no_data``.
    """
    by_word = {each.word: each for each in _MISSING}
    word = reason.word if isinstance(reason, Reason) else reason
    if word not in by_word:
        raise ParameterError(
            f"{printable(word)} is no reason for a missing value; valid: {', '.join(by_word)}"
        )
    sign, spoken = _MISSING[by_word[word]]
    return sign, in_language(language, spoken)
