"""Where a target comes from that follows from other values: an earlier one, or the peers'."""

from __future__ import annotations

from bsc_helpers.compute.targets import target_in_force, yardstick_of
from bsc_helpers.model import Target
from bsc_helpers.narrative.readings import Reading
from bsc_helpers.narrative.statements.statement import Evidence, written

__all__ = ["Origin", "origin_of", "target_of", "why_no_target"]

Origin = tuple[dict[str, float], dict[str, str], list[Evidence]]
_NOTHING: Origin = ({}, {}, [])


def target_of(reading: Reading) -> Target | None:
    """Return the target that the register has for a value; None without one."""
    starts = reading.report.scorecard.fiscal_year_starts
    unit = str(reading.row["org_unit"])
    return target_in_force(reading.measure, unit, reading.period, starts)


def origin_of(reading: Reading) -> Origin:
    """Return the facts, texts and evidence that say where the target of a value comes from.

    Nothing for one that the register gives as a number.
    """
    target = target_of(reading) if reading.borders else None
    if target is None or not target.follows:
        return _NOTHING
    if target.relative is not None:
        facts = {"times": target.relative.times}
        return facts, _yardstick(reading, target), _declared(reading, facts)
    facts = {"percentile": target.peers.percentile} if target.peers else {}
    return facts, {}, _declared(reading, facts)


def why_no_target(reading: Reading) -> tuple[str, Origin]:
    """Return the pattern that says why a measure with a status has no target, and its facts."""
    target = target_of(reading)
    if target is None or not target.follows:
        return "4_without_target", _NOTHING
    if target.peers is not None:
        facts = {"fewest": float(target.peers.fewest)}
        return "4_few_peers", (facts, {}, _declared(reading, facts))
    return "4_no_yardstick", ({}, _yardstick(reading, target), [])


def _yardstick(reading: Reading, target: Target) -> dict[str, str]:
    if target.relative is None:
        return {}
    starts = reading.report.scorecard.fiscal_year_starts
    return {"yardstick": str(yardstick_of(target.relative, reading.period, starts))}


def _declared(reading: Reading, facts: dict[str, float]) -> list[Evidence]:
    """Return the numbers of a target in the register as evidence."""
    code = reading.measure.code
    return [written(reading.report, code, "targets", number) for number in facts.values()]
