"""The arithmetic of sizes, against what a list of windows says when one counts it."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convbook.shapes import (
    im2col_shape,
    layout,
    mac_count,
    output_size,
    parameter_count,
    receptive_field,
)
from convbook.words import say

SIZES = st.integers(1, 40)
SMALL = st.integers(1, 9)


def count_windows(n, F, S, before, after):
    """Count the windows one by one: a window starts every S pixels and ends inside the padded axis."""
    return sum(1 for start in range(0, n + before + after, S) if start + F <= n + before + after)


@given(n=SIZES, F=SMALL, S=SMALL, P=st.integers(0, 6))
def test_output_size_is_the_number_of_windows(n, F, S, P):
    assume(n + 2 * P >= F)
    assert output_size(n, F, S, P) == count_windows(n, F, S, P, P)


@given(n=SIZES, F=SMALL, S=st.integers(41, 10**30), P=st.integers(0, 10**30))
def test_sizes_of_any_length_are_worked_out_in_whole_numbers(n, F, S, P):
    assume(n >= F)
    assert output_size(n, F, S) == output_size(n, F, S, "same") == 1
    assert output_size(n, F, 1, P) == n - F + 2 * P + 1
    windows = output_size(n, F, S, P)
    assert (windows - 1) * S + F <= n + 2 * P < windows * S + F
    assert mac_count(n, n, 2, 3, F, (S, 1), (P, 0)) == windows * (n - F + 1) * F * F * 6
    assert receptive_field([(F, S), (3, S)]) == F + 2 * S


@given(n=SIZES, F=SMALL, S=SMALL)
def test_valid_is_no_padding(n, F, S):
    assume(n >= F)
    assert output_size(n, F, S, "valid") == output_size(n, F, S, 0)
    assert layout(n, n, F, S, "valid").padding == ((0, 0), (0, 0))


@given(n=SIZES, F=SMALL, S=SMALL)
def test_same_is_the_least_padding_that_gives_ceil_n_over_s(n, F, S):
    plan = layout(n, 3, (F, 1), (S, 1), "same")
    before, after = plan.padding[0]
    wanted = len(range(0, n, S))  # every S-th pixel of n
    assert output_size(n, F, S, "same") == plan.output[0] == wanted
    assert count_windows(n, F, S, before, after) == wanted
    assert after - before in (0, 1)
    if after > 0:
        assert count_windows(n, F, S, before, after - 1) < wanted


@given(H=SIZES, W=SIZES, F=st.tuples(SMALL, SMALL), S=st.tuples(SMALL, SMALL), P=st.tuples(*[SMALL] * 4))
def test_layout_treats_each_axis_by_itself(H, W, F, S, P):
    top, bottom, left, right = P
    assume(top + H + bottom >= F[0])
    assume(left + W + right >= F[1])
    plan = layout(H, W, F, S, ((top, bottom), (left, right)))
    assert plan.kernel == F
    assert plan.stride == (min(S[0], top + H + bottom), min(S[1], left + W + right))
    assert plan.padding == ((top, bottom), (left, right))
    assert plan.output == (
        count_windows(H, F[0], S[0], top, bottom),
        count_windows(W, F[1], S[1], left, right),
    )


@pytest.mark.parametrize(
    ("padding", "sides"),
    [
        (2, ((2, 2), (2, 2))),
        ((2, 1), ((2, 2), (1, 1))),
        ([2, 1], ((2, 2), (1, 1))),
        (((0, 1), (2, 3)), ((0, 1), (2, 3))),
        (np.int64(2), ((2, 2), (2, 2))),
    ],
)
def test_padding_has_three_forms_in_numbers(padding, sides):
    plan = layout(5, 6, 1, P=padding)
    assert plan.padding == sides
    assert {type(number) for side in plan.padding for number in side} == {int}


@given(layers=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), max_size=4), start=st.integers(0, 5))
def test_receptive_field_is_the_set_of_pixels_one_output_reaches(layers, start):
    reached = {start}
    for F, S in reversed(layers):
        reached = {position * S + offset for position in reached for offset in range(F)}
    assert receptive_field(layers) == max(reached) - min(reached) + 1


def test_the_numbers_of_the_book():
    assert output_size(224, 11, 4) == 54  # and one pixel is left over
    assert output_size(227, 11, 4) == 55
    assert parameter_count(96, 11, 3) == 34_944
    assert parameter_count(96, 11, 3, bias=False) == 34_848
    assert mac_count(227, 227, 3, 96, 11, 4) == 105_415_200
    assert im2col_shape(227, 227, 3, 11, 4) == (3025, 363)


def test_costs_of_a_layer_with_distinct_numbers():
    # 5x7x3 with F = (2, 4), S = (2, 1), P = (1, 0): 3 x 4 windows of 24 values, 6 groups
    assert im2col_shape(5, 7, 3, (2, 4), (2, 1), (1, 0)) == (12, 24)
    assert mac_count(5, 7, 3, 6, (2, 4), (2, 1), (1, 0)) == 12 * 24 * 6
    assert mac_count(5, 7, 3, 6, (2, 4), (2, 1), "same") == 3 * 7 * 24 * 6
    assert parameter_count(6, (2, 4), 3) == 6 * 24 + 6
    assert receptive_field([]) == 1


def expected(form, name, value):
    """What an error says of an argument that has none of the forms that it may have."""
    return say(f"errors.expected.{form}", name=name, value=value, least=1)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: output_size(0, 3), ValueError, expected("integer", "n", 0)),
        (lambda: output_size(8, 0), ValueError, expected("integer", "F", 0)),
        (lambda: output_size(8, -3), ValueError, expected("integer", "F", -3)),
        (lambda: output_size(8, 3, 0), ValueError, expected("integer", "S", 0)),
        (lambda: output_size(8, 3, -1), ValueError, expected("integer", "S", -1)),
        (lambda: output_size(8, 3.0), TypeError, expected("integer", "F", "3.0")),
        (lambda: output_size(True, 1), TypeError, expected("integer", "n", "True")),
        (lambda: output_size(8, 3, "2"), TypeError, expected("integer", "S", "'2'")),
        (lambda: output_size(8, None), TypeError, expected("integer", "F", "None")),
        (lambda: output_size(8, (3, 3)), TypeError, expected("integer", "F", "(3, 3)")),
        (lambda: output_size(np.arange(4), 3), TypeError, expected("integer", "n", "an array of shape (4,)")),
        (lambda: output_size(8, 3, 1, -1), ValueError, expected("padding_of_one_axis", "P", -1)),
        (lambda: output_size(8, 3, 1, "full"), ValueError, expected("padding_of_one_axis", "P", "'full'")),
        (lambda: output_size(8, 3, 1, 0.5), TypeError, expected("padding_of_one_axis", "P", "0.5")),
        (
            lambda: output_size(3, 8, P=1),
            ValueError,
            say("errors.kernel_too_long", kernel=8, image=5, enough=3),
        ),
        (lambda: layout(0, 5, 3), ValueError, expected("integer", "H", 0)),
        (lambda: layout(5, 0, 3), ValueError, expected("integer", "W", 0)),
        (lambda: layout(5, 6, 0), ValueError, expected("pair", "F", 0)),
        (lambda: layout(5, 6, (3, 0)), ValueError, expected("pair", "F", "(3, 0)")),
        (lambda: layout(5, 6, (3, 2.0)), TypeError, expected("pair", "F", "(3, 2.0)")),
        (lambda: layout(5, 6, (3, 3, 3)), TypeError, expected("pair", "F", "(3, 3, 3)")),
        (lambda: layout(5, 6, True), TypeError, expected("pair", "F", "True")),
        (lambda: layout(5, 6, 3, P=-1), ValueError, expected("padding", "P", -1)),
        (lambda: layout(5, 6, 3, P=(0, -1)), ValueError, expected("padding", "P", "(0, -1)")),
        (
            lambda: layout(5, 6, 3, P=((0, 0), (0, -1))),
            ValueError,
            expected("padding", "P", "((0, 0), (0, -1))"),
        ),
        (lambda: layout(5, 6, 3, P=(1, (0, 2))), TypeError, expected("padding", "P", "(1, (0, 2))")),
        (lambda: layout(5, 6, 3, P=(1, 2, 3)), TypeError, expected("padding", "P", "(1, 2, 3)")),
        (lambda: layout(5, 6, 3, P=1.0), TypeError, expected("padding", "P", "1.0")),
        (lambda: layout(5, 6, 3, P="Same"), ValueError, expected("padding", "P", "'Same'")),
        (
            lambda: mac_count(5, 6, 3, 4, 7),
            ValueError,
            say("errors.kernel_too_large", kernel="7x7", image="5x6", enough=1),
        ),
        (
            lambda: im2col_shape(5, 6, 3, (1, 12), P=((0, 0), (3, 0))),
            ValueError,
            say("errors.kernel_too_large", kernel="1x12", image="5x9", enough=3),
        ),
        (lambda: mac_count(5, 6, 0, 4, 3), ValueError, expected("integer", "D", 0)),
        (lambda: mac_count(5, 6, 3, 0, 3), ValueError, expected("integer", "K", 0)),
        (lambda: parameter_count(0, 3, 3), ValueError, expected("integer", "K", 0)),
        (lambda: parameter_count(2, 3, 1.5), TypeError, expected("integer", "D", "1.5")),
        (lambda: parameter_count(2, "3", 1), TypeError, expected("pair", "F", "'3'")),
        (lambda: receptive_field([(3, 1), (0, 1)]), ValueError, expected("integer", "F", 0)),
        (lambda: receptive_field([(3, 0)]), ValueError, expected("integer", "S", 0)),
        (lambda: receptive_field((3, 1)), TypeError, say("errors.layers", value=3)),
        (lambda: receptive_field(3), TypeError, say("errors.layers", value=3)),
        (lambda: receptive_field([(3, 1, 1)]), TypeError, say("errors.layers", value="(3, 1, 1)")),
    ],
)
def test_bad_input_is_named_with_what_was_expected(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message


def test_an_error_is_one_plain_sentence():
    with pytest.raises(ValueError, match="kernel") as caught:
        layout(5, 6, 7)
    sentence = "kernel 7x7 is larger than the padded image 5x6; use padding >= 1 or a smaller kernel"
    assert str(caught.value) == sentence
