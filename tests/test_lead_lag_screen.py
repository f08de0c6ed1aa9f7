"""The screen of all pairs: what it looks at, what it picks out, and what the later half says."""

from __future__ import annotations

import numpy as np
import pytest
from made_panels import with_memory
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag import (
    Options,
    PairPanel,
    Screen,
    ScreenOptions,
    corrected,
    lead_lag_tests,
    pairs,
    screen,
    screen_statistics,
)
from bsc_helpers.compute.leadlag.panel import surprises_of
from bsc_helpers.errors import ParameterError

Floats = NDArray[np.float64]
Measures = dict[str, Floats]
PLANTED = {("d3", "o5"): (2, 0.4), ("d8", "o1"): (1, -0.4), ("d0", "o0"): (-2, 0.4)}


def noise(chance: np.random.Generator, units: int, periods: int, missing: float = 0.03) -> Floats:
    values = with_memory(chance.standard_normal((units, periods)), 0.5)
    values += 5 * chance.standard_normal((units, 1)) + chance.standard_normal(periods)
    values[chance.random(values.shape) < missing] = np.nan
    return values


def measures(
    seed: int, size: int = 10, units: int = 24, periods: int = 48
) -> tuple[Measures, Measures]:
    """Drivers and outcomes that have nothing to do with each other."""
    chance = np.random.default_rng(seed)
    return tuple(  # type: ignore[return-value]
        {f"{kind}{n}": noise(chance, units, periods) for n in range(size)} for kind in "do"
    )


def with_links(drivers: Measures, outcomes: Measures) -> None:
    """Put the planted links in."""
    for (driver, outcome), (lag, strength) in PLANTED.items():
        ends = drivers[driver], outcomes[outcome]
        first, then = ends if lag > 0 else ends[::-1]
        off = first - np.nanmean(first, axis=1, keepdims=True)
        then[:, abs(lag) :] += strength * off[:, : -abs(lag)]


@pytest.fixture(scope="module")
def planted() -> tuple[Measures, Measures]:
    found = measures(1)
    with_links(*found)
    return found


@pytest.fixture(scope="module")
def found(planted: tuple[Measures, Measures]) -> Screen:
    return screen(*planted, 4)


def test_planted_pairs_are_candidates_at_their_lag_and_with_their_sign(found: Screen) -> None:
    told = {(each.driver, each.outcome): each for each in found.candidates}
    assert len(told) <= len(PLANTED) + 1
    for pair, (lag, strength) in PLANTED.items():
        assert told[pair].lag == lag
        assert told[pair].r * strength > 0
        assert told[pair].q <= 0.05
        assert abs(told[pair].r) > min(abs(told[pair].lower), abs(told[pair].upper)) > 0
    assert found.candidates[0].p == np.nanmin(found.statistics.p)


def test_it_says_how_many_pairs_were_looked_at_and_with_what(found: Screen) -> None:
    assert (found.looked_at, found.left_out, found.too_little) == (100, 0, 0)
    assert (found.periods, found.later_periods, found.window) == (48, 0, 4)
    assert found.drivers == tuple(f"d{n}" for n in range(10))
    assert found.options == ScreenOptions()
    assert found.q.shape == found.statistics.p.shape == (10, 10)
    assert all(each.confirmed is None for each in found.candidates)


def test_every_pair_is_corrected_for_all_that_were_looked_at(found: Screen) -> None:
    assert found.q.ravel() == pytest.approx(corrected(found.statistics.p.ravel().tolist()))
    out = [each for each in found.candidates if each.q > 0.10 or abs(each.r) < 0.10]
    assert out == []


def test_it_finds_of_each_pair_what_a_test_of_the_pair_finds(
    planted: tuple[Measures, Measures], found: Screen
) -> None:
    drivers, outcomes = planted
    for row, driver in enumerate(list(drivers)[:4]):
        for column, outcome in enumerate(list(outcomes)[:6]):
            panel = PairPanel(drivers[driver], outcomes[outcome], 4)
            (test,) = lead_lag_tests([panel])
            own = found.statistics
            own_share_p = test.sensitivity.own_share_p
            assert own_share_p is not None
            if own.lag[row, column] == test.lag:
                assert own.r[row, column] == pytest.approx(test.sensitivity.own_share_r)
            else:  # where both looks see chance, they may see it at different lags
                assert own_share_p > 0.05
            assert own.units[row, column] == test.units
            if own_share_p > 0.001:  # few draws tell less of what is clearly chance
                assert own.p[row, column] == pytest.approx(own_share_p, rel=1.2)
            if own.draws[row, column] >= 4999:
                assert own.lower[row, column] == pytest.approx(test.lower, abs=0.05)


def test_parts_and_their_size_change_nothing(
    planted: tuple[Measures, Measures], found: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "_CELLS", 24 * 9 * 9)
    in_parts = screen(*planted, 4)
    for name in ("lag", "r", "t", "units"):
        whole, parts = (getattr(each.statistics, name) for each in (found, in_parts))
        np.testing.assert_allclose(parts, whole, atol=1e-9)
    np.testing.assert_array_equal(in_parts.statistics.draws, found.statistics.draws)


def test_rare_pairs_get_so_many_draws_that_they_can_be_told_among_all() -> None:
    """One pair among 400: with 199 draws its q could not be below 2."""
    drivers, outcomes = measures(2, size=20, periods=40)
    outcomes["o3"][:, 2:] += 0.6 * drivers["d4"][:, :-2]
    told = screen(drivers, outcomes, 3, options=ScreenOptions(draws=199))
    first = told.candidates[0]
    assert (first.driver, first.outcome, first.lag) == ("d4", "o3", 2)
    assert told.statistics.draws[4, 3] >= 2 * 400 / 0.05
    assert first.q <= 0.05
    assert np.median(told.statistics.draws) < 200


def test_pure_noise_gives_few_candidates() -> None:
    """At a share of one in ten, hardly more than one screen in ten has any."""
    counts = [
        len(screen(*measures(seed, size=8, periods=32), 3).candidates) for seed in range(10, 30)
    ]
    assert sum(count > 0 for count in counts) <= 5
    assert sum(counts) <= 8


def test_a_measure_is_not_held_against_itself_and_no_pair_twice() -> None:
    everything, _ = measures(3, size=6, periods=32)
    told = screen(everything, everything, 3)
    assert (told.looked_at, told.left_out) == (15, 21)
    assert np.isnan(told.q[np.tril_indices(6)]).all()


def test_pairs_that_are_linked_by_construction_are_left_out_in_either_order() -> None:
    drivers, outcomes = measures(4, size=4, periods=32)
    outcomes["o1"] = 2 * drivers["d1"] + 1
    outcomes["o2"] = -drivers["d2"]
    linked = frozenset({("d1", "o1"), ("o2", "d2")})
    told = screen(drivers, outcomes, 3, options=ScreenOptions(linked=linked))
    assert (told.looked_at, told.left_out) == (14, 2)
    assert np.isnan([told.q[1, 1], told.q[2, 2]]).all()
    named = {(each.driver, each.outcome) for each in told.candidates}
    assert not named & {("d1", "o1"), ("d2", "o2")}


def test_pairs_with_too_little_data_are_counted_and_not_corrected_for() -> None:
    drivers, outcomes = measures(5, size=4, periods=32)
    drivers["d0"][:, 6:] = np.nan
    drivers["d1"][5:] = np.nan
    told = screen(drivers, outcomes, 3)
    assert (told.looked_at, told.left_out, told.too_little) == (8, 0, 8)
    assert np.isnan(told.q[:2]).all()


def test_the_later_half_confirms_what_is_there_and_not_what_was_there_once() -> None:
    drivers, outcomes = measures(6, units=40, periods=80)
    with_links(drivers, outcomes)
    outcomes["o7"][:, 2:40] += 0.6 * drivers["d6"][:, :38]  # in the first half alone
    told = screen(drivers, outcomes, 4, options=ScreenOptions(holdout=True))
    assert (told.periods, told.later_periods) == (40, 40)
    named = {(each.driver, each.outcome): each for each in told.candidates}
    for pair, (lag, strength) in PLANTED.items():
        assert (named[pair].lag, named[pair].confirmed) == (lag, True)
        assert (named[pair].later_r or 0) * strength > 0
    gone = named["d6", "o7"]
    assert gone.confirmed is False
    assert gone.later_p is not None
    assert gone.later_p > 0.05
    later = [each.later_p for each in told.candidates if each.later_p is not None]
    assert [each.later_q for each in told.candidates] == pytest.approx(corrected(later).tolist())


def test_the_later_half_has_no_say_in_what_is_a_candidate() -> None:
    drivers, outcomes = measures(7, size=5, periods=64)
    with_links({**drivers, "d8": drivers["d1"]}, {**outcomes, "o5": outcomes["o2"]})
    options = ScreenOptions(holdout=True)
    before = screen(drivers, outcomes, 4, options=options)
    for each in (*drivers.values(), *outcomes.values()):
        each[:, 32:] = np.random.default_rng(8).standard_normal((24, 32))
    after = screen(drivers, outcomes, 4, options=options)
    np.testing.assert_array_equal(after.q, before.q)
    assert len(after.candidates) == len(before.candidates) > 0


def test_the_other_direction_in_the_later_half_confirms_nothing() -> None:
    drivers, outcomes = measures(9, size=4, units=40, periods=80)
    off = drivers["d1"] - np.nanmean(drivers["d1"], axis=1, keepdims=True)
    outcomes["o2"][:, 1:40] += 0.6 * off[:, :39]
    outcomes["o2"][:, 40:] -= 0.6 * off[:, 39:-1]
    (only,) = screen(drivers, outcomes, 4, options=ScreenOptions(holdout=True)).candidates
    assert (only.driver, only.outcome, only.lag) == ("d1", "o2", 1)
    assert only.confirmed is False
    assert only.later_p is not None
    assert only.later_p > 0.99


def test_a_later_half_without_values_cannot_tell() -> None:
    drivers, outcomes = measures(9, size=4, units=40, periods=80)
    outcomes["o2"][:, 1:] += 0.6 * drivers["d1"][:, :-1]
    outcomes["o2"][:, 40:] = np.nan
    (only,) = screen(drivers, outcomes, 4, options=ScreenOptions(holdout=True)).candidates
    assert only.confirmed is only.later_p is only.later_r is None


def test_few_groups_hardly_stand_out_among_many_pairs(
    planted: tuple[Measures, Measures],
) -> None:
    told = screen(*planted, 4, groups=np.arange(24) % 6)
    assert told.candidates == ()
    assert np.nanmin(told.statistics.p) >= 2 / 2**6


def test_the_same_seed_gives_the_same(planted: tuple[Measures, Measures], found: Screen) -> None:
    assert screen(*planted, 4).candidates == found.candidates


def test_what_does_not_fit_is_refused() -> None:
    drivers, outcomes = measures(10, size=2, periods=32)
    with pytest.raises(ParameterError, match="valid: 0 to 8"):
        screen(drivers, outcomes, 9)
    with pytest.raises(ParameterError, match="valid: 0 to 4"):
        screen(drivers, outcomes, 5, options=ScreenOptions(holdout=True))
    with pytest.raises(ParameterError, match="alike for all"):
        screen(drivers, {"o": outcomes["o0"][:, :-1]}, 3)
    with pytest.raises(ParameterError, match="nothing to screen"):
        screen(drivers, {}, 3)
    with pytest.raises(ParameterError, match="3 groups are given for 24 units"):
        screen(drivers, outcomes, 3, groups=np.arange(3))
    with pytest.raises(ParameterError, match="no season of single units"):
        ScreenOptions(unit_seasons=True)


def test_the_memory_holds_no_more_than_a_part_of_the_pairs() -> None:
    chance = np.random.default_rng(11)
    x, y = (
        np.stack([surprises_of(noise(chance, 60, 24), Options())[0] for _ in range(30)])
        for _ in range(2)
    )
    for cells in (60 * 9, 1500 * 9):
        parts = pairs._blocks((100, 100), cells)  # noqa: SLF001 - how large the parts are
        sizes = [(a.stop - a.start) * (b.stop - b.start) for a, b in parts]
        assert sum(sizes) >= 100 * 100
        assert max(sizes) * cells <= 1_500_000
    asked = np.zeros((30, 30), dtype=bool)
    asked[3, 4] = True
    told = screen_statistics(x, y, 4, np.arange(60), Options(), asked)
    assert np.flatnonzero(~np.isnan(told.p)).tolist() == [94]
