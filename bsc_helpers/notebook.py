"""What a notebook needs: open the report that its parameters name, and show blocks."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, get_args

import pandas as pd
from IPython import display as ipython
from IPython.core.getipython import get_ipython
from matplotlib import rc_context
from matplotlib.figure import Figure as Drawing
from matplotlib.pyplot import close

from bsc_helpers.blocks import MIME, Block, Figure
from bsc_helpers.errors import ParameterError
from bsc_helpers.evaluation import slice_for
from bsc_helpers.folder import evaluate_folder, find_folder, parse_as_of
from bsc_helpers.periods import parse_period
from bsc_helpers.publishing import render_block_html
from bsc_helpers.report import Report, table_of
from bsc_helpers.report.lead_lag import LinkReport
from bsc_helpers.slices import read_links, read_scorecard, read_slice

__all__ = ["open_links", "open_report", "show"]

# Where this is set, nobody looks at the notebook but at the report that is made of it.
BATCH = "BSC_BATCH"


def open_report(  # noqa: PLR0913, PLR0917 - the parameters of the notebook, one by one
    scorecard: str,
    org_unit: str,
    activity: str,
    period: str,
    language: str,
    as_of: str = "",
    run: str = "",
) -> Report:
    """Open the report of one unit and period.

    In a batch the slice lies ready in the folder `run`; otherwise the folder
    ``parameters/<scorecard>`` is read and evaluated here. DataFrames that later cells show get
    the number format of the report.

    Parameters
    ----------
    scorecard
        The name of a folder in ``parameters/``.
    org_unit, activity, period
        Codes, and a period such as ``2003-Q4``; empty for the top unit and the latest period.
    language
        One of the scorecard's languages.
    as_of
        A day such as ``2004-02-17``: take only what was recorded by then. Empty for all.
    run
        The folder of a batch's slices; empty outside a batch.

    Raises
    ------
    ParameterError
        When one of the parameters names nothing that exists; the text says what is valid.
    RegisterError, DataError
        When the scorecard's folder has faults.
    """
    if run:
        report = Report(read_slice(Path(run), org_unit, activity, period), language)
    else:
        folder = find_folder(scorecard, Path.cwd())
        evaluation = evaluate_folder(folder, parse_as_of(as_of)).evaluation
        starts = evaluation.scorecard.fiscal_year_starts
        when = parse_period(period, starts) if period else evaluation.latest
        if when is None:
            raise ParameterError(f"{scorecard} has no data")
        unit = org_unit or evaluation.scorecard.org_units[0].code
        report = Report(slice_for(evaluation, unit, activity, when), language)
    _format_frames(report.language)
    return report


def open_links(  # noqa: PLR0913, PLR0917 - the parameters of the notebooks, one by one
    scorecard: str,
    period: str,
    language: str,
    as_of: str = "",
    run: str = "",
    pairs: str = "",
    window: int = 0,
    group: str = "",
    anew: bool = False,  # noqa: FBT001, FBT002 - a parameter of the notebook
    search: str = "",
    holdout: bool = False,  # noqa: FBT001, FBT002 - a parameter of the notebook
) -> LinkReport:
    """Open the tested links of a scorecard.

    In a batch they lie ready in the folder `run`; otherwise the folder ``parameters/<scorecard>``
    is read and evaluated here, and the links are tested. What is asked for besides the usual –
    other pairs, another window – is a question of one's own; the map of the batch stays as it is.

    Parameters
    ----------
    scorecard
        The name of a folder in ``parameters/``.
    period
        Such as ``2003-Q4``; empty for the latest.
    language
        One of the scorecard's languages.
    as_of
        A day such as ``2004-02-17``: take only what was recorded by then. Empty for all.
    run
        The folder of a batch's slices; empty outside a batch.
    pairs
        What is shown one by one: codes of links such as ``L1 L4``, and pairs such as ``M04>K04``,
        which need not be declared. Empty for all that is declared.
    window
        Lags −window to window are tried, at most a quarter of the periods; 0 for the usual ones.
    group
        Units that share shocks: ``unit`` (none do), ``area`` or ``parent``; empty for what each
        pair declares.
    anew
        Test with all figures up to the period's end, also within a year.
    search
        Search all pairs of measures over the units of a kind, such as ``stadsdel``, or in one of
        their activities, ``stadsdel:aldreomsorg``; empty for no search.
    holdout
        Search in the first half of the time, and test what is found in the second.

    Raises
    ------
    ParameterError
        When one of the parameters names nothing that exists; the text says what is valid.
    RegisterError, DataError
        When the scorecard's folder has faults.
    """
    asked = tuple(pairs.replace(",", " ").split())
    if run:
        tests = read_links(Path(run), period)
        report = LinkReport(tests, read_scorecard(Path(run)), language, asked)
    else:
        folder = find_folder(scorecard, Path.cwd())
        evaluation = evaluate_folder(folder, parse_as_of(as_of)).evaluation
        card = evaluation.scorecard
        when = parse_period(period, card.fiscal_year_starts) if period else evaluation.latest
        if when is None:
            raise ParameterError(f"{scorecard} has no data")
        tests = evaluation.links_tested(
            when, pairs=asked, window=window or None, group=group, anew=anew
        )
        found = None
        if search:
            more = {"holdout": holdout, "anew": anew}
            found = evaluation.links_searched(when, search, window or None, group, **more)
        report = LinkReport(tests, card, language, asked, found)
    _format_frames(report.language)
    return report


def show(thing: Any, alt: str = "", title: str = "") -> None:
    """Show a block, a DataFrame or a matplotlib figure in the notebook and in the report.

    Parameters
    ----------
    thing
        A block, a DataFrame, or a matplotlib figure; instead of the figure its axes or a seaborn
        grid. A figure is closed afterwards, so that it is not shown twice.
    alt
        For a figure: what it shows, for those who cannot see it. A figure needs one.
    title
        For a figure the line above it; for a DataFrame its caption.

    Raises
    ------
    ParameterError
        When a figure comes without `alt`, or the thing is something else.
    """
    if isinstance(thing, pd.DataFrame):
        if title:
            thing = thing.copy()
            thing.attrs["caption"] = title
        _display(thing)
        return
    drawing = thing if isinstance(thing, Drawing) else getattr(thing, "figure", None)
    block = _figure_block(drawing, alt, title) if isinstance(drawing, Drawing) else thing
    if not isinstance(block, get_args(Block)):
        kind = type(thing).__name__
        raise ParameterError(f"show takes a block, a DataFrame or a figure, not {kind}")
    if BATCH in os.environ:  # a text passes through the messages of Jupyter whole
        bundle = {MIME: block.model_dump_json(), "text/plain": block.kind}
    else:
        data = block.model_dump(mode="json")
        bundle = {MIME: data, "text/html": render_block_html(block), "text/plain": block.kind}
    _display(bundle, raw=True)


_display: Any = ipython.display  # without types of its own


def _figure_block(drawing: Drawing, alt: str, title: str) -> Figure:
    if not alt.strip():
        raise ParameterError("a figure needs alt: a sentence that says what it shows")
    text = io.StringIO()
    with rc_context({"svg.hashsalt": "bsc"}):  # the same names inside each time it is drawn
        drawing.savefig(text, format="svg", metadata={"Date": None})
    close(drawing)
    return Figure(svg=text.getvalue(), alt=alt, title=title)


def _format_frames(language: str) -> None:
    """Let DataFrames show themselves as tables of the report, beside what pandas shows."""
    shell: Any = get_ipython()
    if shell is None:
        return

    def as_table(frame: pd.DataFrame, **_: Any) -> dict[str, Any]:
        return {MIME: table_of(frame, language).model_dump(mode="json")}

    shell.display_formatter.mimebundle_formatter.for_type(pd.DataFrame, as_table)
