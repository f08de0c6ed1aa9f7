"""How the test was made, step by step, and what was decided before it."""

from __future__ import annotations

from collections.abc import Iterator

from bsc_helpers.blocks import Block, Cell, Column, Heading, ItemList, Row, Section, Table
from bsc_helpers.narrative.formats import format_number, format_share
from bsc_helpers.narrative.lead_lag import r_words
from bsc_helpers.report.lead_lag.opened import LinkReport
from bsc_helpers.report.said import line

__all__ = ["about"]

STEPS = 8


def about(report: LinkReport) -> Section:
    """Say how links are tested, and with which settings these were."""
    words = report.words
    steps = tuple((line(words[f"step_{number}"]),) for number in range(1, STEPS + 1))
    rows = tuple(Row(cells=(Cell(text=a), Cell(text=b))) for a, b in _options(report))
    columns = (Column(label=words["option"]), Column(label=words["setting"]))
    blocks: tuple[Block, ...] = (
        Heading(level=2, text=words["method"], anchor="method"),
        ItemList(ordered=True, items=steps),
        Heading(level=3, text=words["options"]),
        Table(caption=words["options_caption"], columns=columns, rows=rows),
    )
    return Section(blocks=blocks)


def _options(report: LinkReport) -> Iterator[tuple[str, str]]:
    words, language, options = report.words, report.language, report.tests.options

    def number(value: float, decimals: int = 0) -> str:
        return format_number(value, decimals, language)

    window = report.tests.window
    asked = "" if window is None else words["window_asked"].format(window=number(window))
    yield words["option_window"], asked or words["usual_windows"]
    yield words["option_floor"], r_words(options.floor, language)
    limits = (number(options.q_possible, 2), number(options.q_firm, 2))
    yield words["option_q"], "; ".join(limits)
    fewest = (number(options.fewest_units), number(options.fewest_pairs))
    yield words["option_fewest"], "; ".join(fewest)
    yield words["option_same"], format_share(options.same_sign, language)
    yield words["option_draws"], number(options.draws)
    yield words["option_seed"], str(options.seed)
