"""A kernel is taken as people paste it: every weight exactly, or one sentence that names the real reason."""

import re
import time
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_explorers import say_to

import convbook as cb
from convbook.explorers.kernels import weight_of
from convbook.explorers.pasted import number_of, pasted_rows
from convbook.explorers.settings import Refused
from convbook.words import say


def lined(between, end="\n", around=("", "")):
    """How to write a table with these signs between its weights, at the ends of its rows and around it."""
    return lambda rows: around[0] + end.join(between.join(row) for row in rows) + around[1]


def listed(before, after, brackets="[]", between=", ", end=", "):
    """How to write a table of which each row has its own brackets."""
    left, right = brackets
    return lambda rows: (
        f"{before}{left}{end.join(left + between.join(row) + right for row in rows)}{right}{after}"
    )


def padded(rows):
    return lined(" | ", " |\n| ", ("| ", " |"))([rows[0], ["---"] * len(rows[0]), *rows[1:]])


NUMPY_LINES = ",\n       "
BRACKETED = {  # each row, or the whole, stands in brackets: these can have a factor without a sign
    "a list": listed("", ""),
    "lists, a number a line": listed("\n", "\n", between=",\n  ", end=",\n"),
    "tuples": listed("", "", "()"),
    "tuples without spaces": listed("", "", "()", between=",", end=","),
    "C": listed("", "", "{}"),
    "printed by NumPy": listed("", "", between=" ", end="\n "),
    "repr of NumPy": listed("array(", ")", end=NUMPY_LINES),
    "np.array": listed("np.array(", ")"),
    "numpy.asarray with a dtype": listed("numpy.asarray(", ", dtype=np.float32)"),
    "with its gradient": listed("tensor(", ", grad_fn=<MulBackward0>)"),
    "astype": listed("np.array(", ").astype(np.float32)"),
    "a dtype alone": listed("np.array(", ", np.float64)"),
    "a dtype on its own line": listed("array(", ",\n      dtype=float32)", end=NUMPY_LINES),
    "torch.tensor": listed("torch.tensor(", ")"),
    "torch with everything": listed(
        "tensor(", ", device='cuda:0', dtype=torch.float64, requires_grad=True)", end=NUMPY_LINES
    ),
    "four axes of PyTorch": listed("torch.tensor([[", "]])", end=NUMPY_LINES),
    "tf.constant": listed("tf.constant(", ", dtype=tf.float32)"),
    "SymPy": listed("Matrix(", ")"),
    "Matlab": lined(" ", "; ", ("[", "]")),
    "Matlab with commas": lined(", ", "; ", ("[", "];")),
    "Matlab in lines": lined(" ", ";\n", ("[", "]")),
    "bmatrix": lined(" & ", " \\\\ ", (r"\begin{bmatrix} ", r" \end{bmatrix}")),
    "bmatrix from a string": lined(" & ", r" \\\\ ", (r"\\begin{bmatrix} ", r" \\end{bmatrix}")),
    "pmatrix in lines": lined(" & ", " \\\\[2pt]\n", ("\\begin{pmatrix}\n", " \\\\\n\\end{pmatrix}.")),
    "LaTeX's array": lined("&", r" \\ \hline ", (r"\left[\begin{array}{ccc}", r"\end{array}\right]")),
}
PLAIN = {
    "LaTeX alone": lined(" & ", " \\\\\n"),
    "LaTeX without spaces": lined("&", "\\\\"),
    "spaces": lined(" "),
    "tabs": lined("\t", "\r\n", ("", "\r\n")),
    "no-break spaces": lined("\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}", "\u2028", ("\ufeff", "")),
    "thin and ideographic spaces": lined("\u2009\u3000", "\r"),
    "commas": lined(","),
    "commas with spaces": lined(", ", "\x85"),
    "trailing commas": lined(", ", ",\n", ("", ",")),
    "semicolons end rows": lined(" ", "; "),
    "full-width signs": lined("\N{FULLWIDTH COMMA}", "\N{FULLWIDTH SEMICOLON}"),
    "quoted": lined('","', '"\n"', ('"', '"')),
    "Markdown": padded,
    "pipes": lined(" | ", " |\n| ", ("| ", " |")),
    "a fence": lined(" ", "\n", ("```\n", "\n```")),
}
FACTORS = {  # around a kernel, and what it makes of a weight
    "{}": Fraction(1),
    "{}/9": Fraction(1, 9),
    "{} / 9.0": Fraction(1, 9),
    "{}./16": Fraction(1, 16),
    "({} / 4)": Fraction(1, 4),
    "{} * (1 / 9)": Fraction(1, 9),
    "1/9 * {}": Fraction(1, 9),
    "(1/9)*{}": Fraction(1, 9),
    "1.0/9.0 * {}": Fraction(1, 9),
    "1 / 9 * {}": Fraction(1, 9),
    "1/9 × {}": Fraction(1, 9),
    "0.25 .* {}": Fraction(1, 4),
    "-2*{}": Fraction(-2),
    r"\frac{{1}}{{9}} {}": Fraction(1, 9),
    r"$$K = \tfrac19 \cdot {}$$": Fraction(1, 9),
    "K = {}": Fraction(1),
    "kernel_3x3 = 1/9 * {}": Fraction(1, 9),
    "float k[3][3] = {};": Fraction(1),
    r"\mathbf{{K}} = {}": Fraction(1),
}
NUMBERS = "0 1 -2 7 +3 12 -1.25 0.5 .5 3. -8.00 1.0000 0.125 0.0625 1/9 -2/9 3/16 1.e+00 2.5e-01 1e1 4.0f"
WRITTEN = st.sampled_from(re.findall(r"\S+", NUMBERS))
MINUS = "-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{FULLWIDTH HYPHEN-MINUS}"
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
SOUP = "0123456789.,;:/*-+[](){}|&\\ \n\t=eEfx$npdtyr\u2212\u00bd\u3000\uff11\uff0c"
TABLES = st.integers(2, 5).flatmap(
    lambda side: st.lists(st.lists(WRITTEN, min_size=side, max_size=side), min_size=side, max_size=side)
)


def value(written):
    above, _, below = written.replace("f", "").partition("/")
    return Fraction(above) / int(below or 1)


def read(text):
    return [[number_of(str(cell)) for cell in row] for row in pasted_rows(text)]


@pytest.mark.parametrize("dialect", BRACKETED | PLAIN)
@settings(max_examples=25)
@given(table=TABLES, minus=st.sampled_from(MINUS), wide=st.sampled_from([{}, WIDE]))
def test_every_dialect_is_read_exactly(dialect, table, minus, wide):
    shown = [[cell.replace("-", minus).translate(wide) for cell in row] for row in table]
    assert read((BRACKETED | PLAIN)[dialect](shown)) == [[value(cell) for cell in row] for row in table]


@pytest.mark.parametrize("around", FACTORS)
@settings(max_examples=60)
@given(table=TABLES, dialect=st.sampled_from(sorted(BRACKETED)))
def test_a_factor_and_a_name_stand_around_every_dialect(around, table, dialect):
    text = around.format(BRACKETED[dialect](table).rstrip(";."))
    assert read(text) == [[value(cell) * FACTORS[around] for cell in row] for row in table]


@pytest.mark.parametrize("text", ["1/9 *\n{}", "{}\n/9", "{}\n / 9", "1/9 × {}"])
def test_a_factor_without_brackets_has_its_own_line_or_its_sign(text):
    ninths = [[Fraction(1, 9), Fraction(2, 9)], [Fraction(3, 9), Fraction(4, 9)]]
    assert read(text.format("1 2\n3 4")) == ninths


CENTS = st.lists(st.decimals(-99, 99, places=2), min_size=3, max_size=3)


@given(
    table=st.lists(CENTS, min_size=3, max_size=3),
    form=st.sampled_from(["\t \n", "  \r\n", "; \n", "; ;\n", "& \\\\", "| \n"]),
)
def test_decimal_commas_need_something_else_between_the_weights(table, form):
    between, end = form[0], form[2:]
    text = end.join(between.join(str(cell).replace(".", ",") for cell in row) for row in table)
    assert read(text) == [[Fraction(cell) for cell in row] for row in table]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,2,1\n2,4,2", [[1, 2, 1], [2, 4, 2]]),
        ("1,2;3,4", [[1, 2], [3, 4]]),
        ("1,2;\n3,4", [[1, 2], [3, 4]]),
        ("1,2\n3,4", [[1, 2], [3, 4]]),
        ("{1,2},{3,4}", [[1, 2], [3, 4]]),
        ("1, 2,1", [[1, 2, 1]]),
        ("1 ,2 ,1", [[1, 2, 1]]),
        ("0.5,1\t2", [[Fraction(1, 2), 1, 2]]),
        ("0,5\t1\n1\t2", [[Fraction(1, 2), 1], [1, 2]]),
        ("1,5 2,5\n3 4", [[Fraction(3, 2), Fraction(5, 2)], [3, 4]]),
        ("1,2,1 2,4,2", [[1, 2, 1, 2, 4, 2]]),
        ("1;2\n3;4", [[1, 2], [3, 4]]),
        ("1;2", [[1], [2]]),
        ("1;2\n", [[1], [2]]),
    ],
)
def test_what_a_comma_and_a_semicolon_mean(text, rows):
    assert read(text) == rows


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("np.ones((3, 3)) / 9", "np.ones"),
        ("1 2 3\n4 x 6", "x"),
        ("[[1, 2], [3, 4]].T", ".T"),
        ("[[1, ..., 2]]", "..."),
        ("K = [[1, 2], [3, 4]]\nJ = 2", "J"),
        ("__import__('os').getcwd()", "__import__"),
        ("[x for x in (1, 2)]", "x"),
        ("1+1 2\n3 4", "1+1"),
        ("2**3 2", "2**3"),
        ("2*3 2", "2*3"),
        ("1½ 2", "1½"),
        ("1² 2", "1²"),
        (r"2\frac{1}{2} & 1", r"2\frac12"),
        (r"\sqrt{2} & 1", r"\sqrt2"),
        ("1/0 2", "1/0"),
        ("nan 2", "nan"),
        ("1_0 2", "1_0"),
        ("0x10 2", "0x10"),
        ("1 - 2", "-"),
        ("1 2 1 / 9", "/"),
        ("[1 2]/0", "1/0"),
    ],
)
def test_what_is_no_number_is_named_and_never_run(text, blamed):
    with pytest.raises(Refused) as refused:
        pasted_rows(text)
    assert str(refused.value) == say("explorers.weights.not_a_weight", text=blamed)


@given(text=st.text(SOUP, max_size=60) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        rows = pasted_rows(text)
    except Refused as refused:
        assert str(refused)  # noqa: PT017
    else:
        assert all(isinstance(number_of(str(cell)), Fraction) for row in rows for cell in row)


PIECES = ["1 ", "[", "\n", "1,", "- ", "\\frac", "a.", "a", "], a", "1/", " / ", "1e", "9", "{1 ", "]\n"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_no_long_time(piece):
    begin = time.perf_counter()
    with suppress(Refused):
        pasted_rows(piece * 20_000)
    assert time.perf_counter() - begin < 5  # a quadratic pattern takes a minute


def test_a_kernel_that_numpy_printed_goes_into_its_cells():
    explorer = cb.explore("window")
    for name in ("blur", "gaussian", "sobel_vertical"):
        for printed in (repr(cb.KERNELS[name].tolist()), repr(cb.KERNELS[name] * 16) + " / 16"):
            if name != "blur" or "/" not in printed:  # NumPy prints eight of the digits of 16/9
                say_to(explorer, "paste", "kernel", text=printed)
                own = [cell for row in explorer.state.own for cell in row]
                assert [float(weight) for weight in own] == cb.KERNELS[name].ravel().tolist()


def test_a_factor_shows_in_the_cells_and_a_wrong_shape_is_still_told():
    explorer = cb.explore("window")
    say_to(explorer, "paste", "kernel", text="1/9 * [1 2 1; 2 -4 2; 1 2 9]")
    texts = explorer.frame.panel("kernel").texts
    assert texts == ("1/9", "2/9", "1/9", "2/9", "−4/9", "2/9", "1/9", "2/9", "1")
    told = say_to(explorer, "paste", "kernel", text="np.array([[1, 2], [3, 4]]) / 9")["sentence"]
    assert told == say("explorers.errors.pasted_shape", found="2×2", shown="3×3")
    told = say_to(explorer, "paste", "kernel", text="[1 2 1; 2 4 2; 1 2 1] / 7")["sentence"]
    assert told == say("explorers.weights.not_exact", text="1/7", parts=3600)
    assert explorer.frame.panel("kernel").texts == texts


@pytest.mark.parametrize(
    ("text", "weight"),
    [("\N{EN DASH}3", -3), ("\uff11/\uff19", "1/9"), ("1\u20442", "1/2"), ("0,25", "1/4"), (",5", "1/2")],
)
def test_one_weight_is_typed_with_the_same_signs(text, weight):
    assert weight_of(text) == Fraction(weight)
