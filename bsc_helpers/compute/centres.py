"""Responsibility centres: plan against actual, margin build-up, cash flow, and return on assets.

A centre answers for its costs, its revenue, its profit or its investments. The numbers follow
S. Wymysłowski's lecture on the balanced scorecard ("Zrównoważona karta wyników"): the contribution
of a centre is its *net margin*, revenue less direct variable costs (the *global margin*) less
discretionary fixed costs.

Every function takes arrays of one shape, such as rows × periods, in kronor; costs and revenue are
positive. NaN is missing and makes NaN. What has no meaning – a division by zero, a return on
assets that are zero or negative – is NaN too, never infinite.

Amounts are whole öre, also a charge for capital and a mean: what is added and subtracted is exact
below 10¹³ kronor, so that 0.10 + 0.10 + 0.10 is 0.30; larger amounts keep the fifteen digits of a
float. A rate is a share of one, for the time that the amounts cover.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Better",
    "asset_turnover",
    "average_assets",
    "capital_employed",
    "cash_flow_from_margin",
    "deviation",
    "du_pont_roi",
    "eva_on_assets",
    "eva_on_capital_employed",
    "favourable",
    "global_margin",
    "net_cash_flow",
    "net_margin",
    "net_margin_rate",
    "residual_income",
    "return_on_investment",
]

Floats = NDArray[np.float64]
Better = Literal["higher", "lower"]

ORE = 100.0  # of a krona
NOISE = 1e-12  # of a ratio: what binary rounding may do


def deviation(plan: ArrayLike, actual: ArrayLike, *, ratio: bool = False) -> Floats:
    """Return actual − plan, whatever is good; `favourable` says what its sign means.

    Of amounts, to the öre. With `ratio` of percents and the like: what differs by binary noise
    only is no deviation.
    """
    if not ratio:
        return _less(actual, plan)
    became, planned = _floats(actual, plan)
    difference = became - planned
    size = np.fmax(np.abs(became), np.abs(planned))
    return np.where(np.abs(difference) <= NOISE * size, 0.0, difference)


def favourable(difference: ArrayLike, better: Better | None) -> NDArray[np.object_]:
    """Return whether each deviation is good for the centre: True, False, or None.

    A lower cost and a higher revenue are favourable. None where there is no deviation, where it is
    nothing, or where the line is not judged (`better` is None), such as assets.
    """
    (numbers,) = _floats(difference)
    told: NDArray[np.object_] = np.full(numbers.shape, None, dtype=object)
    if better is not None:
        good, bad = (numbers > 0, numbers < 0)[:: 1 if better == "higher" else -1]
        told[good], told[bad] = True, False
    return told


def global_margin(revenue: ArrayLike, variable_costs: ArrayLike) -> Floats:
    """Return sales less direct variable costs."""
    return _less(revenue, variable_costs)


def net_margin(margin: ArrayLike, fixed_costs: ArrayLike) -> Floats:
    """Return the global margin less the discretionary fixed costs: what the centre brings in."""
    return _less(margin, fixed_costs)


def net_cash_flow(receipts: ArrayLike, payments: ArrayLike) -> Floats:
    """Return the cash that came in less the cash that went out."""
    return _less(receipts, payments)


def cash_flow_from_margin(
    margin: ArrayLike, depreciation: ArrayLike, investments: ArrayLike
) -> Floats:
    """Return net cash flow by the indirect way: net margin + depreciation − investments.

    Depreciation is a cost of the margin for which nothing was paid; an investment is paid and no
    cost of the period.
    """
    whole, added, paid = (_ore(each) for each in (margin, depreciation, investments))
    return (whole + added - paid) / ORE


def average_assets(opening: ArrayLike, closing: ArrayLike) -> Floats:
    """Return the mean of the assets at the beginning and at the end of the time covered."""
    return np.rint((_ore(opening) + _ore(closing)) / 2) / ORE


def capital_employed(assets: ArrayLike, nibcl: ArrayLike) -> Floats:
    """Return the assets less the non-interest-bearing current liabilities (NIBCL)."""
    return _less(assets, nibcl)


def return_on_investment(margin: ArrayLike, assets: ArrayLike) -> Floats:
    """Return ROI = net margin / average assets, as a share of one.

    NaN where the assets are zero or negative: then a return says nothing.
    """
    return _over(margin, assets)


def net_margin_rate(margin: ArrayLike, revenue: ArrayLike) -> Floats:
    """Return the first factor of Du Pont: net margin / revenue; NaN without positive revenue."""
    return _over(margin, revenue)


def asset_turnover(revenue: ArrayLike, invested: ArrayLike) -> Floats:
    """Return the second factor of Du Pont: revenue / invested assets; NaN unless they are positive.

    How many times over the invested assets are earned as revenue.
    """
    return _over(revenue, invested)


def du_pont_roi(margin: ArrayLike, revenue: ArrayLike, invested: ArrayLike) -> Floats:
    """Return Du Pont ROI = (net margin / revenue) · (revenue / invested assets), a share of one.

    The return on *invested* assets: the same as ROI where these are the average assets, and
    another number where they are not. NaN where one of the factors is.
    """
    return net_margin_rate(margin, revenue) * asset_turnover(revenue, invested)


def residual_income(margin: ArrayLike, invested: ArrayLike, required_return: ArrayLike) -> Floats:
    """Return RI = net margin − required return · invested assets; NaN where they are negative."""
    return _after_charge(margin, invested, required_return)


def eva_on_capital_employed(
    margin: ArrayLike, assets: ArrayLike, nibcl: ArrayLike, cost_of_capital: ArrayLike
) -> Floats:
    """Return economic value added as net margin − cost of capital · (average assets − NIBCL).

    Only the capital that costs something is charged. NaN where it is negative.
    """
    return _after_charge(margin, capital_employed(assets, nibcl), cost_of_capital)


def eva_on_assets(margin: ArrayLike, assets: ArrayLike, wacc: ArrayLike) -> Floats:
    """Return economic value added as (ROI − WACC) · average assets.

    ROI · average assets is the net margin, so it is computed as net margin − WACC · assets, to the
    öre. All assets are charged, those that suppliers lend without interest too: that
    is why it differs from `eva_on_capital_employed`. NaN where there is no ROI.
    """
    found = _after_charge(margin, assets, wacc)
    return np.where(np.isnan(return_on_investment(margin, assets)), np.nan, found)


def _floats(*numbers: ArrayLike) -> list[Floats]:
    return list(np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in numbers)))


def _ore(amount: ArrayLike) -> Floats:
    """Return an amount in whole öre."""
    return np.rint(np.asarray(amount, dtype=np.float64) * ORE)


def _less(first: ArrayLike, second: ArrayLike) -> Floats:
    return (_ore(first) - _ore(second)) / ORE


def _over(number: ArrayLike, base: ArrayLike) -> Floats:
    """Return a quotient; NaN unless its base is positive."""
    above, below = _floats(number, base)
    found = np.full(above.shape, np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def _after_charge(margin: ArrayLike, base: ArrayLike, rate: ArrayLike) -> Floats:
    """Return a margin less a rate on a base; NaN where the base is negative."""
    left, charged, share = _floats(margin, base, rate)
    found = (_ore(left) - np.rint(share * _ore(charged))) / ORE
    return np.where(charged < 0, np.nan, found)
