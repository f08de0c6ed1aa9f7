"""Responsibility centres and the bonus scheme: who answers for which money, and what it pays."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import Code, Exact, LocalText, Name, Number, PlainText

__all__ = [
    "AssetAmounts",
    "BonusMeasure",
    "BonusPart",
    "BonusScheme",
    "Centre",
    "CentreLines",
    "CentreType",
    "PayoutScale",
    "PlanActual",
]

CentreType = Literal["cost", "revenue", "profit", "investment"]
Rate = Annotated[Number, Field(ge=0, le=100)]
Percent = Annotated[Number, Field(ge=0, le=1000)]
Share = Annotated[Exact, Field(ge=0, le=100)]


class PlanActual(Part):
    """The inputs that hold the plan of an amount and what it became."""

    plan: Name
    actual: Name


class AssetAmounts(Part):
    """The assets of a centre: one stock, or what they are when a period begins and ends."""

    stock: PlanActual | None = Field(
        None, description="assets at the end of each period; the year opens with those before it"
    )
    opening: PlanActual | None = Field(None, description="instead of stock, with closing")
    closing: PlanActual | None = None


class CentreLines(Part):
    """The lines of a centre; costs and revenue are both positive. Its type says which it has."""

    costs: PlanActual | None = Field(None, description="cost centre: all that it answers for")
    revenue: PlanActual | None = None
    variable_costs: PlanActual | None = Field(None, description="direct variable costs")
    fixed_costs: PlanActual | None = Field(None, description="discretionary fixed costs")
    receipts: PlanActual | None = Field(None, description="cash that came in, with payments")
    payments: PlanActual | None = None
    depreciation: PlanActual | None = Field(
        None, description="in the costs; with investments, instead of receipts and payments"
    )
    investments: PlanActual | None = Field(None, description="what was paid for new assets")
    assets: AssetAmounts | None = None
    invested_assets: PlanActual | None = Field(
        None, description="a stock; by default the average assets"
    )
    nibcl: PlanActual | None = Field(
        None, description="a stock: non-interest-bearing current liabilities"
    )


class Centre(Part):
    """Units that answer for costs, revenue, profit or investments: plan, actual, deviation."""

    code: Code
    name: LocalText
    type: CentreType
    org_units: tuple[Code, ...] = Field((), description="the units that are such a centre")
    kinds: tuple[PlainText, ...] = Field((), description="or all units of these kinds")
    lines: CentreLines
    required_return: Rate | None = Field(
        None, description="percent a year, on invested assets: for residual income"
    )
    cost_of_capital: Rate | None = Field(
        None, description="percent a year, on capital employed: for economic value added"
    )
    wacc: Rate | None = Field(
        None, description="weighted average cost of capital, percent a year, on average assets"
    )


class BonusMeasure(Part):
    """A measure of the bonus scheme with its weight in the whole."""

    measure: Code
    weight: Share = Field(description="percent of the whole scheme")


class BonusPart(Part):
    """A perspective of the bonus scheme: its weight, and its measures, which add up to it."""

    perspective: Code
    weight: Share = Field(description="percent of the whole scheme")
    measures: tuple[BonusMeasure, ...] = Field(min_length=1)


class PayoutScale(Part):
    """From weighted result to payout, both in percent: nothing below the threshold, then straight.

    The payout is a percentage of the bonus at target; beyond the cap it rises no further.
    """

    threshold: Percent
    target: Percent = 100.0
    cap: Percent
    at_threshold: Percent = 0.0
    at_target: Percent = 100.0
    at_cap: Percent


class BonusScheme(Part):
    """The bonus of units by the attainment of measures, weighted to 100 percent."""

    name: LocalText
    org_units: tuple[Code, ...] = Field((), description="the units that it is for")
    kinds: tuple[PlainText, ...] = Field((), description="or all units of these kinds")
    perspectives: tuple[BonusPart, ...] = Field(min_length=1)
    payout: PayoutScale
    minimum_coverage: Share = Field(
        Decimal(100), description="percent of the weight that must be known for a payout"
    )
    note: LocalText | None = Field(None, description="shown below the table")
