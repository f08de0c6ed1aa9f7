"""How large and how slow our charts are, against matplotlib drawing the same, in the same run.

The obvious way: `plot` the measure, its target and what it is compared with, label them with a
legend, and save the figure as SVG. Both draw 16 quarters with target, comparison and interval.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import StringIO
from math import nan

from matplotlib.figure import Figure

from bsc_helpers.charts.deviation_bars import Deviation, render_deviation_bars
from bsc_helpers.charts.dot_plot import Dot, DotPlot, render_dot_plot
from bsc_helpers.charts.run_chart import render_chart
from bsc_helpers.charts.series import Break, Mark, RunSeries
from bsc_helpers.charts.sparkline import sparkline

COUNT, ROUNDS = 16, 20
VALUES = [68.2 + 0.3 * n + n % 3 for n in range(COUNT)]
TARGET = [70.0] * 8 + [75.0] * 8
COMPARED = [66.0 + 0.4 * n for n in range(COUNT)]
UNITS = 25


def percent(value: float) -> str:
    """Write a value as the report does in Swedish."""
    return f"{value:.1f}".replace(".", ",") + "\u00a0%"


def series() -> RunSeries:
    """Return the sixteen quarters with all that a chart can hold."""
    return RunSeries(
        labels=[f"kv {n % 4 + 1} {2000 + n // 4}" for n in range(COUNT)],
        values=VALUES,
        unit="procent",
        format_number=percent,
        years=[str(2000 + n // 4) for n in range(COUNT)],
        target=TARGET,
        target_label="minst 75 %",
        comparison=COMPARED,
        comparison_label="Göteborg",
        interval=(70.0, 77.0),
        step=0.1,
        notice="Påhittade uppgifter",
        breaks=[Break(8, "ny definition")],
        marks=[Mark(15, "preliminary", "preliminärt")],
    )


def units() -> DotPlot:
    """Return a measure of many units."""
    rows = [
        Dot(f"Stadsdel {n}", 60.0 + n, percent(60.0 + n), 58.0 + n, 62.0 + n) for n in range(UNITS)
    ]
    return DotPlot(rows, "procent", percent, target=75.0, target_label="minst 75 %")


def lines_of_matplotlib() -> str:
    """Draw the sixteen quarters as the library's first page shows it."""
    figure = Figure(figsize=(480 / 72, 200 / 72))
    ax = figure.subplots()
    ax.plot(VALUES, label="Torslanda")
    ax.step(range(COUNT), TARGET, "--", where="mid", label="minst 75 %")
    ax.plot(COMPARED, label="Göteborg")
    ax.errorbar([COUNT - 1], [VALUES[-1]], [[2.0], [5.0]])
    ax.legend()
    return saved(figure)


def dots_of_matplotlib() -> str:
    """Draw many units with their intervals."""
    figure = Figure(figsize=(480 / 72, 550 / 72))
    ax = figure.subplots()
    values, names = [60.0 + n for n in range(UNITS)], [f"Stadsdel {n}" for n in range(UNITS)]
    ax.errorbar(values, range(UNITS), xerr=[[2.0] * UNITS] * 2, fmt="o")
    ax.set_yticks(range(UNITS), names)
    ax.axvline(75.0, linestyle="--")
    return saved(figure)


def saved(figure: Figure) -> str:
    """Return a figure as SVG text."""
    made = StringIO()
    figure.savefig(made, format="svg")
    return made.getvalue()


def milliseconds(draw: Callable[[], str]) -> float:
    """Return the processor time of one drawing, after a first one that loads fonts."""
    draw()
    start = time.process_time()
    for _ in range(ROUNDS):
        draw()
    return (time.process_time() - start) / ROUNDS * 1000


def show(name: str, draw: Callable[[], str], obvious: Callable[[], str] | None = None) -> None:
    """Print size and time of a drawing, and how many times those of the obvious way they are."""
    size, took = len(draw().encode()), milliseconds(draw)
    line = f"{name:<34}{size:>7} bytes{took:>8.2f} CPU-ms"
    if obvious is not None:
        theirs, slow = len(obvious().encode()), milliseconds(obvious)
        line += f"   matplotlib {theirs:>6} bytes{slow:>8.1f} CPU-ms"
        line += f"   1/{theirs / size:.0f} of the bytes, 1/{slow / took:.0f} of the time"
    print(line)


def main() -> None:
    """Print the figures of every kind of drawing."""
    run, plot = series(), units()
    show("16 quarters, all parts", lambda: render_chart(run), lines_of_matplotlib)
    show("25 units with intervals", lambda: render_dot_plot(plot), dots_of_matplotlib)
    rows = [Deviation(f"Konto {n}", (-1) ** n * n, f"{n}") for n in range(7)]
    show("7 account classes", lambda: render_deviation_bars(rows, "mnkr"))
    show("sparkline of 16", lambda: sparkline([*VALUES[:-2], nan, VALUES[-1]], target=75.0))


if __name__ == "__main__":
    main()
