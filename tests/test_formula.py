"""The formula language: what it reads, what it refuses and where, and what it computes."""

from __future__ import annotations

import ast
import math
import operator
import pickle
import time
import tracemalloc
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_helpers.errors import FormulaError
from bsc_helpers.formula import (
    FUNCTIONS,
    Values,
    degree_of,
    evaluate_formula,
    format_formula,
    is_name,
    order_of,
    parse_formula,
)
from bsc_helpers.model import Reason

NAN = math.nan


def computed(text: str, **given_values: object) -> list[float]:
    given_arrays = {name: Values.of(value) for name, value in given_values.items()}
    return np.atleast_1d(evaluate_formula(parse_formula(text), given_arrays).value).tolist()


def single(value: float, reason: Reason = Reason.OK) -> Values:
    return Values(np.array([value]), np.array([reason], dtype=np.int8))


def refused(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert caught.value.text == text
    return caught.value


# --- Reading --------------------------------------------------------------------------------------


def test_names_and_numbers_are_told_in_order_of_appearance() -> None:
    formula = parse_formula("100 * b_2 / (a + b_2) if c > 0.5 else min(d, 100)")
    assert formula.names == ("b_2", "a", "c", "d")
    assert formula.numbers == ("100", "0.5")


def test_a_formula_may_begin_with_a_blank_and_stand_on_several_lines() -> None:
    assert computed("\n  a\n  + b\n", a=1, b=2) == [3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 - 3 - 4", -5),
        ("24 / 4 / 2", 3),
        ("-2 ** 2", -4),
        ("(-2) ** 2", 4),
        ("2 ** -1", 0.5),
        ("9 ** 0.5", 3),
        ("+3 - -3", 6),
        ("abs(-3)", 3),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3),
        ("sum(3, 1, 2)", 6),
        ("mean(3, 1, 2)", 2),
        ("1 if 2 > 1 else 0", 1),
        ("1 if 1 < 2 < 2 else 0", 0),
        ("1 if 1 < 2 <= 2 != 3 else 0", 1),
        ("1 if 1 == 2 else 2 if 1 >= 2 else 3", 3),
    ],
)
def test_arithmetic_has_the_usual_order(text: str, expected: float) -> None:
    assert computed(text) == [expected]


def test_a_formula_can_be_pickled_and_compared() -> None:
    formula = parse_formula("round(100 * a / b, 1)")
    assert pickle.loads(pickle.dumps(formula)) == formula  # noqa: S301 - made here


# --- Refusing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "missing before the end"),
        ("   ", 1, "missing before the end"),
        ("a +", 4, "missing before the end"),
        ("a b", 3, "operator is missing before b"),
        ("(a) (b)", 5, "operator is missing"),
        ("2(a)", 2, "operator is missing"),
        ("a * / b", 5, "missing before /"),
        ("a // b", 4, "missing before /"),
        ("1 << 9", 4, "missing before <"),
        ("(a + b", 1, "not closed"),
        ("a + b)", 6, "closes nothing"),
        ("a, b", 2, "comma"),
        ("(a, b)", 3, "comma"),
        ("1,5 * a", 2, "written 0.5"),
        ("min(a,)", 7, "missing before )"),
        ("sum()", 5, "missing before )"),
        ("min", 1, "written min(…)"),
        ("2 * min + 1", 5, "written min(…)"),
        ("summ(a, b)", 1, "did you mean sum?"),
        ("eval(a)", 1, "no function eval; valid: abs, max, mean, min, round, sum"),
        ("abs(a, b)", 8, "one argument"),
        ("round(a, 1, 2)", 13, "at most"),
        ("round(a, b)", 10, "whole number"),
        ("round(a, 1.5)", 10, "whole number"),
        ("round(a, 10)", 10, "from -9 to 9"),
        ("a ** b", 6, "exponent"),
        ("a ** 10.5", 6, "from -10 to 10"),
        ("9**9**9", 4, "exponent"),
        ("a > b", 1, "between 'if' and 'else'"),
        ("100 * (a > b)", 8, "between 'if' and 'else'"),
        ("a if b else c", 6, "must compare"),
        ("a if b > c", 3, "no 'else'"),
        ("(a if b > c) else d", 4, "no 'else'"),
        ("min(a if b > c, d)", 7, "no 'else'"),
        ("a else b", 3, "no 'if'"),
        ("a if b > 0 if c > 0 else d else e", 12, "brackets"),
        ("a and b", 3, "no 'and'"),
        ("not a", 1, "no 'not'"),
        ("a is b", 3, "reserved word"),
        ("A + b", 1, "is no name"),
        ("a % b", 3, "write / 100"),
        ("a = b", 3, "write =="),
        ("a ^ 2", 3, "write **"),
        ("a × b", 3, "write *"),
        ("5 − a", 3, "write -"),
        ("1e5", 1, "12 or 0.5"),
        ("0x10", 1, "12 or 0.5"),
        ("1_000", 1, "12 or 0.5"),
        ("1.", 1, "12 or 0.5"),
        (".5", 1, "12 or 0.5"),
        ("007", 1, "does not begin with 0"),
        ("1234567890123456", 1, "at most 15 digits"),
        ("0.1234567890123", 1, "12 after the point"),
    ],
)
def test_what_is_no_formula_is_refused_at_its_place(text: str, column: int, words: str) -> None:
    error = refused(text)
    assert error.column == column
    assert words in error.message


def test_the_error_shows_the_formula_with_a_caret_below_the_place() -> None:
    assert str(refused("100 * a b")).splitlines()[1:] == ["    100 * a b", "            ^"]


PAYLOADS = [
    "__import__('os').system('touch canary')",
    "a.__class__",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read()",
    "[a for a in (1, 2)]",
    "{a: b}",
    "{a}",
    "a[0]",
    "lambda: 1",
    "(lambda x: x)(1)",
    "f'{a}'",
    "'a' * 9",
    'b"a"',
    "...",
    "a := 1",
    "(a := 1)",
    "sum(*a)",
    "sum(**a)",
    "max(a, key=abs)",
    "round(a, ndigits=2)",
    "max(a for a in b)",
    "await a",
    "yield a",
    "print(a)",
    "abs(abs)",
    "min.max",
    "1 if a in b else 2",
    "1 if a is b else 2",
    "a @ b",
    "a & b",
    "~a",
    "a; b",
    "a # b",
    "a \\\n b",
    "True",
    "None",
    "1j",
    "__debug__",
    "import os",
    "a\0b",
    "a\x0cb",
    "a\x1b[2Jb",
    "{0.__class__}",
    "%s",
    "RANGE(1,1e12)",
    "ｓｕｍ(a, b)",
    "а + b",
    "__𝐜𝐥𝐚𝐬𝐬__",
    "a\u202eb",
    "å + b",
    "a\ud800",
    "a\u00a0+ b",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_but_the_language_is_read(payload: str) -> None:
    assert 1 <= refused(payload).column <= len(payload) + 1


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if text.isascii()])
def test_the_tree_alone_refuses_too_what_the_check_of_the_words_refuses(
    payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bsc_helpers.formula.tree.read_tokens", lambda _: ())
    refused(payload)


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "1<<10**9",
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 490 + "1" + ")" * 490,
        "(" * 90 + "a if b" + ")" * 90,
        "min(" * 200 + "a" + ")" * 200,
        "-" * 900 + "a",
        "2**-" * 200 + "2",
        "a if a > 0 else " * 60 + "a",
        "a" * 1_000_000,
        "+".join(["a"] * 100_000),
        "+".join(["a"] * 500),
        "9" * 1000,
        "\0" * 1000,
        "å" * 1_000_000,
        "RANGE(1,1e12)",
    ],
)
def test_a_hostile_text_is_refused_quickly_and_without_much_memory(text: str) -> None:
    tracemalloc.start()
    start = time.perf_counter()
    try:
        try:
            parse_formula(text)
        except FormulaError as error:
            assert 1 <= error.column <= len(text) + 1  # noqa: PT017 - it may also be read
        used = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - start < 1
    assert used < 10_000_000


def test_the_limits_are_just_where_they_are_said_to_be() -> None:
    assert computed("+".join(["a"] * 100), a=1) == [100]
    assert "at most 100 operations" in refused("+".join(["a"] * 101)).message
    assert computed(f"1 if {'+'.join(['a'] * 98)} > 0 else 0", a=1) == [1]
    assert "at most 100" in refused(f"1 if {'+'.join(['a'] * 99)} > 0 else 0").message
    assert computed("(" * 100 + "a" + ")" * 100, a=1) == [1]
    assert refused("(" * 101 + "a" + ")" * 101).column == 101
    assert computed("a" + " " * 999, a=1) == [1]
    assert refused("a" + " " * 1000).column == 1001
    assert computed(f"sum({', '.join(['a'] * 300)})", a=1) == [300]


@settings(max_examples=300)
@given(st.text())
def test_any_text_is_a_formula_or_a_located_error(text: str) -> None:
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        assert 1 <= error.column <= len(text) + 1  # noqa: PT017 - it may also be read
    else:
        assert all(is_name(name) for name in formula.names)


WORDS = st.sampled_from(
    [*FUNCTIONS, *"ab+-*/(),<>", "**", "<=", "==", "!=", "if", "else", "1", "0.5", " ", "not", "."]
)


@settings(max_examples=500)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_what_the_order_of_words_lets_pass_python_reads_too(text: str) -> None:
    try:
        parse_formula(text)
    except FormulaError as error:
        assert error.message != "this cannot be read as a formula"  # noqa: PT017 - may be read
    else:
        ast.parse(text.strip(), mode="eval")


def test_only_what_a_formula_can_mention_is_a_name() -> None:
    assert is_name("absent_days")
    assert is_name("match")
    assert not any(map(is_name, ["sum", "if", "class", "Staff", "2nd", "", "a-b", "a ", "ä"]))


# --- Order ----------------------------------------------------------------------------------------


def test_each_formula_stands_after_those_it_uses() -> None:
    formulas = {
        "total": parse_formula("part + other"),
        "other": parse_formula("part * 2"),
        "part": parse_formula("given_input"),
    }
    assert order_of(formulas) == ("part", "other", "total")


def test_a_circle_is_named_and_located() -> None:
    formulas = {
        "x": parse_formula("1 + a"),
        "a": parse_formula("2 * b"),
        "b": parse_formula("c"),
        "c": parse_formula("10 - a"),
    }
    with pytest.raises(FormulaError, match="a → b → c → a") as caught:
        order_of(formulas)
    assert (caught.value.text, caught.value.column) == ("2 * b", 5)


def test_a_formula_that_uses_itself_is_a_circle() -> None:
    with pytest.raises(FormulaError, match="a → a"):
        order_of({"a": parse_formula("a + 1")})


def test_a_long_chain_of_formulas_has_an_order() -> None:
    chain = {f"m{i}": parse_formula(f"m{i + 1}") for i in range(5000)}
    assert order_of(chain) == tuple(f"m{i}" for i in reversed(range(5000)))


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefxy"), min_size=1))
)
def test_an_order_is_found_or_a_true_circle_is_named(uses: dict[str, list[str]]) -> None:
    formulas = {name: parse_formula(" + ".join(used)) for name, used in uses.items()}
    try:
        order = order_of(formulas)
    except FormulaError as error:
        circle = error.message.rpartition(": ")[2].split(" → ")
        assert circle[0] == circle[-1]
        assert all(second in uses[first] for first, second in pairwise(circle))
    else:
        assert sorted(order) == sorted(uses)
        for name, used in uses.items():
            assert all(order.index(u) < order.index(name) for u in used if u in uses)


# --- Evaluating -----------------------------------------------------------------------------------


def test_a_formula_is_computed_for_every_element() -> None:
    absent, staff = np.array([[3.0, 5.0], [0.0, NAN]]), np.array([[60.0, 50.0], [10.0, 9.0]])
    formula = parse_formula("100 * absent / staff")
    result = evaluate_formula(formula, {"absent": Values.of(absent), "staff": Values.of(staff)})
    np.testing.assert_array_equal(result.value, [[5, 10], [0, NAN]])
    np.testing.assert_array_equal(result.reason, [[0, 0], [0, Reason.NO_DATA]])
    assert result.reason.dtype == np.int8


def test_scalars_and_rows_are_broadcast_to_one_shape() -> None:
    result = evaluate_formula(
        parse_formula("a * b"), {"a": Values.of(2), "b": Values.of(np.ones((2, 3)))}
    )
    np.testing.assert_array_equal(result.value, np.full((2, 3), 2.0))
    constant = evaluate_formula(parse_formula("7"), {"b": Values.of(np.ones(3))})
    np.testing.assert_array_equal(constant.value, [7, 7, 7])


def test_missing_is_never_zero_in_a_sum_a_mean_or_a_choice_of_least() -> None:
    for function in ("sum", "mean", "min", "max"):
        assert math.isnan(computed(f"{function}(a, b)", a=1, b=NAN)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / 0", Reason.DIVISION_BY_ZERO),
        ("0 / 0", Reason.DIVISION_BY_ZERO),
        ("a / (a - a)", Reason.DIVISION_BY_ZERO),
        ("0 ** -1", Reason.DIVISION_BY_ZERO),
        ("(0 - a) ** 0.5", Reason.NOT_A_NUMBER),
        ("(a * 999999999999999) ** 10 * (a * 999999999999999) ** 10 * (a * 999999999999999) ** 10",
         Reason.NOT_A_NUMBER),
        ("none + a", Reason.NO_DATA),
        ("none / 0", Reason.DIVISION_BY_ZERO),
        ("hidden / 0", Reason.SUPPRESSED),
        ("none + hidden * gone", Reason.SUPPRESSED),
        ("sum(none, gone, a)", Reason.NOT_APPLICABLE),
        ("1 / 0 + (0 - a) ** 0.5", Reason.NOT_A_NUMBER),
        ("a if a > 0 else 1 / 0", Reason.OK),
        ("a if a < 0 else hidden", Reason.SUPPRESSED),
        ("1 if none > 0 else 2", Reason.NO_DATA),
        ("hidden if none > 0 else 2", Reason.NO_DATA),
        ("1 if 0 < a < none else 2", Reason.NO_DATA),
        ("0 * none", Reason.NO_DATA),
        ("none ** 0", Reason.NO_DATA),
        ("round(none)", Reason.NO_DATA),
        ("-gone", Reason.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_a_missing_result_tells_the_highest_reason_that_applies(
    text: str, expected: Reason
) -> None:
    values = {
        "a": single(3),
        "none": single(NAN, Reason.NO_DATA),
        "gone": single(NAN, Reason.NOT_APPLICABLE),
        "hidden": single(NAN, Reason.SUPPRESSED),
    }
    result = evaluate_formula(parse_formula(text), values)
    assert result.reason.tolist() == [expected]
    assert np.isnan(result.value).tolist() == [expected != Reason.OK]


def test_only_the_chosen_side_of_a_choice_counts_for_each_element() -> None:
    result = evaluate_formula(
        parse_formula("a / b if b > 0 else -1"),
        {"a": Values.of([4.0, 4.0, NAN]), "b": Values.of([2.0, 0.0, 0.0])},
    )
    np.testing.assert_array_equal(result.value, [2, -1, -1])
    assert result.reason.tolist() == [Reason.OK] * 3


def test_a_name_without_values_is_named_with_the_nearest() -> None:
    formula = parse_formula("1 + staf")
    with pytest.raises(FormulaError, match="did you mean staff") as caught:
        evaluate_formula(formula, {"staff": Values.of(1)})
    assert caught.value.column == 5


def test_the_result_never_holds_a_negative_zero() -> None:
    for text in ("-a", "a * -1", "round(-0.04, 1)", "round(0 - 0.4)"):
        assert math.copysign(1, computed(text, a=0)[0]) == 1


def test_the_values_that_were_given_stay_as_they_were() -> None:
    given_values = Values.of(np.array([1.0, 2.0]))
    result = evaluate_formula(parse_formula("a"), {"a": given_values})
    result.value[0] = 99
    assert given_values.value.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("value", "reason"), [(NAN, Reason.OK), (1.0, Reason.NO_DATA), (math.inf, Reason.NOT_A_NUMBER)]
)
def test_a_number_and_its_reason_must_agree(value: float, reason: Reason) -> None:
    with pytest.raises(ValueError, match="NaN exactly where"):
        single(value, reason)


def test_numbers_and_reasons_must_have_one_shape() -> None:
    with pytest.raises(ValueError, match="shape"):
        Values(np.ones(2), np.zeros(3, dtype=np.int8))


# Microsoft's documentation of ROUND prints the first seven of these.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("round(2.15, 1)", 2.2),
        ("round(2.149, 1)", 2.1),
        ("round(-1.475, 2)", -1.48),
        ("round(21.5, -1)", 20),
        ("round(626.3, -3)", 1000),
        ("round(1.98, -1)", 0),
        ("round(-50.55, -2)", -100),
        ("round(2.675, 2)", 2.68),
        ("round(0.125, 2)", 0.13),
        ("round(1.005, 2)", 1.01),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(100 * 0.285)", 29),  # 28.499999999999996 in binary
        ("round(0.49999)", 0),
        ("round(500000000000000 * 10 + 1)", 5000000000000001),
    ],
)
def test_rounding_is_half_up_as_in_a_spreadsheet(text: str, expected: float) -> None:
    assert computed(text) == [expected]


@given(st.decimals(-10_000_000, 10_000_000, places=5), st.integers(-4, 5))
def test_rounding_agrees_with_decimal_arithmetic(number: Decimal, digits: int) -> None:
    expected = float(number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    assert computed(f"round(a, {digits})", a=float(number)) == [expected]


# --- The slow twin: generated formulas, one number at a time --------------------------------------

Known = tuple[float, int]  # a number and its reason
Slow = Callable[[Mapping[str, Known]], Known]
MISSING = [Reason.NO_DATA, Reason.INCOMPLETE, Reason.NOT_APPLICABLE, Reason.SUPPRESSED]

SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def slow_result(reasons: list[int], work: Callable[[], float]) -> Known:
    """Do the work unless something is missing, and name what goes wrong by Python's errors."""
    if max(reasons) > 0:
        return NAN, max(reasons)
    try:
        number = work()
    except OverflowError:
        return NAN, Reason.NOT_A_NUMBER
    if isinstance(number, complex) or not math.isfinite(number):
        return NAN, Reason.NOT_A_NUMBER
    return number, Reason.OK


def number_part(value: float) -> tuple[str, Slow]:
    return str(value), lambda _: (float(value), 0)


def name_part(name: str) -> tuple[str, Slow]:
    return name, lambda known: known[name]


def minus_part(part: tuple[str, Slow]) -> tuple[str, Slow]:
    def slow(known: Mapping[str, Known]) -> Known:
        number, reason = part[1](known)
        return -number, reason

    return f"(-{part[0]})", slow


def sign_part(parts: tuple[tuple[str, Slow], str, tuple[str, Slow]]) -> tuple[str, Slow]:
    left, sign, right = parts

    def slow(known: Mapping[str, Known]) -> Known:
        (a, a_reason), (b, b_reason) = left[1](known), right[1](known)
        zero = Reason.DIVISION_BY_ZERO if sign == "/" and b == 0 else Reason.OK
        return slow_result([a_reason, b_reason, zero], lambda: SIGNS[sign](a, b))

    return f"({left[0]} {sign} {right[0]})", slow


def power_part(parts: tuple[tuple[str, Slow], float]) -> tuple[str, Slow]:
    base, exponent = parts

    def slow(known: Mapping[str, Known]) -> Known:
        a, reason = base[1](known)
        zero = Reason.DIVISION_BY_ZERO if exponent < 0 and a == 0 else Reason.OK
        return slow_result([reason, zero], lambda: a**exponent)

    return f"({base[0]} ** {exponent})", slow


def choice_part(
    parts: tuple[tuple[str, Slow], tuple[str, Slow], str, tuple[str, Slow], tuple[str, Slow]],
) -> tuple[str, Slow]:
    then, left, sign, right, otherwise = parts

    def slow(known: Mapping[str, Known]) -> Known:
        (a, a_reason), (b, b_reason) = left[1](known), right[1](known)
        chosen = then if COMPARISONS[sign](a, b) else otherwise
        number, reason = chosen[1](known)
        return slow_result([a_reason, b_reason, reason], lambda: number)

    return f"({then[0]} if {left[0]} {sign} {right[0]} else {otherwise[0]})", slow


SLOW_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "sum": sum,
    "mean": lambda numbers: sum(numbers) / len(numbers),
}


def call_part(parts: tuple[str, list[tuple[str, Slow]]]) -> tuple[str, Slow]:
    function, arguments = parts

    def slow(known: Mapping[str, Known]) -> Known:
        done = [argument[1](known) for argument in arguments]
        numbers = [number for number, _ in done]
        return slow_result([r for _, r in done], lambda: SLOW_FUNCTIONS[function](numbers))

    return f"{function}({', '.join(text for text, _ in arguments)})", slow


def abs_part(part: tuple[str, Slow]) -> tuple[str, Slow]:
    def slow(known: Mapping[str, Known]) -> Known:
        number, reason = part[1](known)
        return abs(number), reason

    return f"abs({part[0]})", slow


LEAVES = st.one_of(
    st.sampled_from([0, 1, 2, 100, 0.5, 999999999999999]).map(number_part),
    st.sampled_from("abc").map(name_part),
)
FORMULAS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        part.map(minus_part),
        part.map(abs_part),
        st.tuples(part, st.sampled_from(list(SIGNS)), part).map(sign_part),
        st.tuples(part, st.sampled_from([-2, -1, 0, 2, 10])).map(power_part),
        st.tuples(part, part, st.sampled_from(list(COMPARISONS)), part, part).map(choice_part),
        st.tuples(
            st.sampled_from(list(SLOW_FUNCTIONS)), st.lists(part, min_size=1, max_size=3)
        ).map(call_part),
    ),
    max_leaves=10,
).filter(lambda part: len(part[0]) <= 1000)
KNOWN = st.one_of(
    st.sampled_from([0.0, 1.0, -3.0, 2.5, 1e300]).map(lambda number: (number, 0)),
    st.floats(-1e6, 1e6).map(lambda number: (number, 0)),
    st.sampled_from(MISSING).map(lambda reason: (NAN, int(reason))),
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys("abc", KNOWN)), min_size=1, max_size=5)


@settings(max_examples=300, deadline=None)
@given(FORMULAS, ROWS)
def test_whole_arrays_give_what_one_number_at_a_time_gives(
    generated: tuple[str, Slow], rows: list[dict[str, Known]]
) -> None:
    text, slow = generated
    arrays = {
        name: Values(
            np.array([row[name][0] for row in rows]),
            np.array([row[name][1] for row in rows], dtype=np.int8),
        )
        for name in "abc"
    }
    result = evaluate_formula(parse_formula(text), arrays)
    expected = [slow(row) for row in rows]
    assert result.reason.tolist() == [reason for _, reason in expected]
    np.testing.assert_allclose(result.value, [number for number, _ in expected], rtol=1e-12)


@given(st.lists(st.sampled_from(["+", "-", "*", "/", "- -", "* -"]), max_size=8), st.data())
def test_without_brackets_the_order_is_that_of_python(
    signs: list[str], data: st.DataObject
) -> None:
    numbers = [str(data.draw(st.integers(1, 9))) for _ in range(len(signs) + 1)]
    text = numbers[0] + "".join(f" {s} {n}" for s, n in zip(signs, numbers[1:], strict=True))
    assert computed(text) == pytest.approx([eval(text)])  # noqa: S307 - digits and signs only


# --- Showing --------------------------------------------------------------------------------------


def shown(text: str, **texts: str) -> str:
    return format_formula(parse_formula(text), texts)


def test_a_formula_is_shown_with_figures_in_place_of_names() -> None:
    assert shown("100 * absent / staff", absent="3 212", staff="33 460") == "100 × 3 212 ÷ 33 460"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b - c", "a + b − c"),
        ("a - (b - c)", "a − (b − c)"),
        ("(a - b) - c", "a − b − c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("(a + b) * c", "(a + b) × c"),
        ("((a * b))", "a × b"),
        ("-a * b", "−a × b"),
        ("a * -b", "a × (−b)"),
        ("-(a + b)", "−(a + b)"),
        ("-a ** 2", "−a^2"),
        ("(-a) ** 2", "(−a)^2"),
        ("(a ** 2) ** 0.5", "(a^2)^0.5"),
        ("a ** -1", "a^(−1)"),
        ("min(a, b + 1)", "min(a; b + 1)"),
        ("round(a)", "round(a)"),
        ("round(a, 0)", "round(a; 0)"),
        ("round(a, -3)", "round(a; −3)"),
        ("a if b >= 0 else c", "a if b ≥ 0 else c"),
        ("a if 0 < b != c else d if e == f else g", "a if 0 < b ≠ c else d if e = f else g"),
        ("(a if b <= 0 else c) + 1", "(a if b ≤ 0 else c) + 1"),
        ("(a if b > 0 else c) if d > 0 else e", "(a if b > 0 else c) if d > 0 else e"),
    ],
)
def test_brackets_stand_only_where_they_are_needed(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_negative_figure_stands_in_brackets_where_a_sign_goes_before_it() -> None:
    assert shown("a - b", a="-1", b="−5") == "−1 − (−5)"
    assert shown("b ** 2", b="−5") == "(−5)^2"


def test_numbers_can_be_shown_as_a_language_writes_them() -> None:
    formula = parse_formula("round(0.5 * a, 2) ** 0.5")
    assert format_formula(formula, {"0.5": "0,5", "a": "7"}) == "round(0,5 × 7; 2)^0,5"


BACK = str.maketrans(
    {"−": "-", "×": "*", "÷": "/", "^": "`", "≤": "{", "≥": "}", "≠": "~", ";": ","}
)
ASCII = [("`", "**"), ("{", "<="), ("}", ">="), ("~", "!="), (" = ", " == ")]


@settings(max_examples=200)
@given(FORMULAS)
def test_what_is_shown_reads_back_as_the_same_formula(generated: tuple[str, Slow]) -> None:
    text = format_formula(parse_formula(generated[0]), {}).translate(BACK)
    for sign, written in ASCII:
        text = text.replace(sign, written)
    assert parse_formula(text).tree == parse_formula(generated[0]).tree


# --- how a value grows ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("a", 1),
        ("-a / 1000", 1),  # a division, yet no ratio
        ("100 * a / b", 0),
        ("100 * (a - b) / sum(a, b)", 0),
        ("a / b / price", 0),
        ("a * price", 1),
        ("a / b + a", 1),
        ("a ** 2 / b", 1),
        ("round(a / b, 1) if a > 5 else 0", 0),
        ("max(a, 3)", 1),
        ("1 / a", -1),
        ("12", 0),
    ],
)
def test_what_adds_up_grows_with_its_figures_and_a_ratio_does_not(text: str, degree: float) -> None:
    formula = parse_formula(text)
    assert degree_of(formula, {"a": 1, "b": 1, "price": 0}) == degree
    # Where no term is constant, doubling all that adds up multiplies the value by 2 ** degree.
    if text not in ("a / b + a", "max(a, 3)"):
        (once,) = computed(text, a=[6.0], b=[4.0], price=[3.0])
        (twice,) = computed(text, a=[12.0], b=[8.0], price=[3.0])
        assert twice == pytest.approx(once * 2**degree)
