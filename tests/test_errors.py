"""Errors show what was written without harm, and the nearest valid word in every run alike."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.errors import (
    DataError,
    FormulaError,
    Problem,
    RegisterError,
    did_you_mean,
    nearest,
    printable,
)

WORDS = st.text("aAbB", max_size=3)  # few letters: many words that begin alike


@pytest.mark.parametrize(
    ("word", "valid", "expected"),
    [
        ("norht", {"north", "south"}, "north"),
        ("NORTH", {"north", "south"}, "north"),
        ("nor", {"Northumbria", "south"}, "Northumbria"),
        ("north", {"NORTHEAST", "north"}, "north"),  # itself before what begins with it
        ("xyz", {"north", "south"}, ""),
        ("", {"north"}, ""),
        ("north", set[str](), ""),
    ],
)
def test_the_nearest_word_begins_alike_or_looks_alike(
    word: str, valid: set[str], expected: str
) -> None:
    assert nearest(word, valid) == expected


@given(word=WORDS, valid=st.lists(WORDS, max_size=8), data=st.data())
def test_the_nearest_word_does_not_depend_on_the_order(
    word: str, valid: list[str], data: st.DataObject
) -> None:
    assert nearest(word, data.draw(st.permutations(valid))) == nearest(word, valid)


def test_the_nearest_word_of_a_set_is_the_same_whatever_the_seed_of_hashes() -> None:
    code = (
        "from bsc_helpers.errors import nearest\n"
        "print(nearest('m', {'ma', 'mb', 'MA', 'mc', 'md'}), nearest('aXc', {'abc', 'adc', 'aec'}))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(6)
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    ("word", "valid", "expected"),
    [
        ("norht", ["north", "south"], "; did you mean north?"),
        ("xyz", ["south", "north", "south"], "; valid: south, north"),
        ("xyz", [], ""),
        ("xyz", ["a\nb"], r"; valid: a\nb"),
        (
            "?",
            [f"u{n}" for n in range(1500)],
            "; valid: u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11 … (1500 in all)",
        ),
    ],
)
def test_a_message_on_an_unknown_word_ends_with_the_nearest_or_the_valid_ones(
    word: str, valid: list[str], expected: str
) -> None:
    assert did_you_mean(word, valid) == expected


@given(st.text())
def test_what_is_shown_stays_on_one_line_and_is_short(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert len(shown) <= 60


def test_a_problem_says_where_what_and_what_would_be_valid() -> None:
    problem = Problem("unknown word", "m.yaml", 3, 5, "measures[1].role", "tarte", "a, b", "target")
    assert str(problem) == (
        "m.yaml:3:5: measures[1].role: unknown word (found: tarte); valid: a, b; "
        "did you mean target?"
    )
    assert str(Problem("is missing")) == "is missing"


@pytest.mark.parametrize(
    "error",
    [
        RegisterError([Problem("one", line=1), Problem("two")]),
        DataError([Problem("one")]),
        FormulaError("wrong sign", "a ? b", 3),
    ],
)
def test_an_error_comes_whole_out_of_another_process(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_the_caret_stands_below_the_place_also_in_a_long_formula() -> None:
    text = "a + " * 100 + "?"
    shown, caret = str(FormulaError("wrong", text, len(text))).splitlines()[1:]
    assert shown[caret.index("^")] == "?"
