"""The lines of a responsibility centre: which follow from which, and what is good of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute import centres
from bsc_helpers.compute.centres import Better
from bsc_helpers.formula import Values
from bsc_helpers.model import Reason

__all__ = ["LINES", "CentreLine", "centre_values"]

Floats = NDArray[np.float64]
ALL = 100.0  # percent


@dataclass(frozen=True)
class CentreLine:
    """One line of a centre.

    Attributes
    ----------
    needs
        The lines and rates that it is computed from; none for one that is delivered.
    compute
        How, from what it needs, in that order.
    better
        Which way it is favourable; None for a line that nobody judges.
    """

    code: str
    better: Better | None = None
    unit_of_measure: Literal["SEK", "percent", "times"] = "SEK"
    needs: tuple[str, ...] = ()
    compute: Callable[..., Floats] | None = None


def _percent(compute: Callable[..., Floats]) -> Callable[..., Floats]:
    return lambda *numbers: ALL * compute(*numbers)


def _same(number: Floats) -> Floats:
    return number


# In the order in which a reader follows them; what a line needs stands above it. Of two lines with
# one code the first stands whose needs are met: delivered or computed, by one way or the other.
LINES: Final = (
    CentreLine("costs", "lower"),
    CentreLine("revenue", "higher"),
    CentreLine("variable_costs", "lower"),
    CentreLine(
        "global_margin", "higher", needs=("revenue", "variable_costs"),
        compute=centres.global_margin,
    ),
    CentreLine("fixed_costs", "lower"),
    CentreLine(
        "net_margin", "higher", needs=("global_margin", "fixed_costs"),
        compute=centres.net_margin,
    ),
    CentreLine("receipts", "higher"),
    CentreLine("payments", "lower"),
    CentreLine("depreciation"),
    CentreLine("investments"),
    CentreLine(
        "net_cash_flow", "higher", needs=("receipts", "payments"), compute=centres.net_cash_flow
    ),
    CentreLine(
        "net_cash_flow", "higher", needs=("net_margin", "depreciation", "investments"),
        compute=centres.cash_flow_from_margin,
    ),
    CentreLine("opening_assets"),
    CentreLine("closing_assets"),
    CentreLine(
        "average_assets", needs=("opening_assets", "closing_assets"),
        compute=centres.average_assets,
    ),
    CentreLine("invested_assets"),
    CentreLine("invested_assets", needs=("average_assets",), compute=_same),
    CentreLine("nibcl"),
    CentreLine(
        "capital_employed", needs=("average_assets", "nibcl"), compute=centres.capital_employed
    ),
    CentreLine(
        "roi", "higher", "percent", ("net_margin", "average_assets"),
        _percent(centres.return_on_investment),
    ),
    CentreLine(
        "net_margin_rate", "higher", "percent", ("net_margin", "revenue"),
        _percent(centres.net_margin_rate),
    ),
    CentreLine(
        "asset_turnover", "higher", "times", ("revenue", "invested_assets"),
        centres.asset_turnover,
    ),
    CentreLine(
        "du_pont_roi", "higher", "percent", ("net_margin", "revenue", "invested_assets"),
        _percent(centres.du_pont_roi),
    ),
    CentreLine(
        "residual_income", "higher", needs=("net_margin", "invested_assets", "required_return"),
        compute=centres.residual_income,
    ),
    CentreLine(
        "eva_on_capital_employed", "higher",
        needs=("net_margin", "average_assets", "nibcl", "cost_of_capital"),
        compute=centres.eva_on_capital_employed,
    ),
    CentreLine(
        "eva_on_assets", "higher", needs=("net_margin", "average_assets", "wacc"),
        compute=centres.eva_on_assets,
    ),
)  # fmt: skip


def centre_values(
    delivered: Mapping[str, Floats], rates: Mapping[str, Floats | float]
) -> dict[str, Values]:
    """Return every line of a centre that follows from what was delivered, in the order of `LINES`.

    Parameters
    ----------
    delivered
        Amounts in kronor by the code of their line, all of one shape; NaN is missing.
    rates
        ``required_return``, ``cost_of_capital`` and ``wacc`` as shares of one, for the time that
        the amounts cover; for an investment centre only.

    Returns
    -------
    Kronor, percents or times by the code of the line. What lacks a figure has no data; what has
    all of them and still no meaning, such as a return on negative assets, is not calculable.
    """
    known = {code: Values.of(amount) for code, amount in delivered.items()}
    known |= {code: Values.of(rate) for code, rate in rates.items()}
    found: dict[str, Values] = {}
    for line in LINES:
        if line.code in found:
            continue
        if line.compute is None and line.code in delivered:
            found[line.code] = known[line.code]
        elif line.compute is not None and {*line.needs} <= known.keys():
            parts = [known[name] for name in line.needs]
            found[line.code] = known[line.code] = _computed(line.compute, parts)
    return found


def _computed(compute: Callable[..., Floats], parts: list[Values]) -> Values:
    """Return a computed line; where it has no value, the strongest reason of its parts or why."""
    value = compute(*(part.value for part in parts))
    reason = np.array(
        np.broadcast_to(reduce(np.maximum, [part.reason for part in parts]), value.shape)
    )
    reason[(reason == Reason.OK) & ~np.isfinite(value)] = Reason.DIVISION_BY_ZERO
    return Values(np.where(reason == Reason.OK, value, np.nan), reason)
