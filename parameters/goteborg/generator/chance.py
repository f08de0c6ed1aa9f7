"""Chance that is the same everywhere.

It comes from ``random.Random.random`` alone, whose stream Python keeps from version to version;
normal and binomial draws are built from it by exact sums, so that no mathematical library can
change a last digit. Each thing that is drawn has its own seed.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from math import floor, fsum
from typing import TypeVar

__all__ = ["apportion", "bell", "centred", "dice", "factors", "shared_out", "successes"]

# Another text gives another city with the same things planted; only by chance does it come as near
# to the table of city values that the tests hold.
SEED = "goteborg-2003-24"

KeyT = TypeVar("KeyT")
LEAST, MOST = 0.25, 2.5  # how far a unit may lie from its cell


def dice(*what: object) -> random.Random:
    """Return a source of chance that belongs to just this measure, unit or period."""
    digest = hashlib.sha256("/".join([SEED, *map(str, what)]).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311 - an example, no secret


def bell(chance: random.Random) -> float:
    """Draw from (nearly) the standard normal distribution, by additions alone."""
    return fsum([chance.random() for _ in range(12)]) - 6.0


def successes(chance: random.Random, trials: int, probability: float) -> int:
    """Draw the number of successes in independent trials."""
    return sum(chance.random() < probability for _ in range(trials))


def centred(values: Mapping[KeyT, float], weights: Mapping[KeyT, float]) -> dict[KeyT, float]:
    """Move values so that their weighted mean is zero and the level above stays as declared."""
    total = fsum(values[key] * weights[key] for key in values)
    mean = total / fsum(weights[key] for key in values)
    return {key: value - mean for key, value in values.items()}


def factors(chance: random.Random, weights: Sequence[float], spread: float) -> list[float]:
    """Draw positive factors whose weighted mean is one: parts around their whole."""
    drawn = [min(MOST, max(LEAST, 1 + spread * bell(chance))) for _ in weights]
    mean = fsum(f * w for f, w in zip(drawn, weights, strict=True)) / fsum(weights)
    return [factor / mean for factor in drawn]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number in proportion to weights; the largest remainders are rounded up."""
    whole = fsum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [floor(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in order[: total - sum(parts)]:
        parts[number] += 1
    return parts


def shared_out(chance: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """Let each of so many cases fall on one part by chance, heavier parts more often."""
    parts = [0] * len(weights)
    for number in chance.choices(range(len(weights)), weights, k=total):
        parts[number] += 1
    return parts
