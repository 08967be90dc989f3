"""Numbers as people type and paste them: from Python, Matlab, LaTeX, Markdown, a table, a web page."""

import re
from fractions import Fraction
from math import prod

from ..words import say
from .settings import Refused

SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # of full width
    | dict(zip("‐‑‒–—―−\ufe63\u2044\u2215÷×·\u22c5、\u2502", "--------///***,|", strict=True))  # noqa: RUF001
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad`\"'$")  # nothing to see, or quotation marks
)
NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d\d?)?f?"
RATIO = rf"{NUMBER}(?:/{NUMBER})?"
COMMA = r"[+-]?\d+,\d+"  # a number with a decimal comma
TIDY = (  # what may surround numbers, and what replaces it
    (r"\\+begin\s*\{\w+\*?\}(\s*\{[lcr|\s]*\})?", "["),
    (r"\\+end\s*\{\w+\*?\}", "]"),
    (r"\\\\(\[[\s\d.]+[a-z]{2}\])?", "\n"),
    (r"(?<!\d)\\[dt]?frac\s*(\d|\{[^{}]*\})\s*(\d|\{[^{}]*\})", r"\1/\2"),
    (r"\\(cdot|times)\b", "*"),
    (r"\\(left|right|hline|q?quad|[,;:! \[\]()])", ""),
    (r"^\s*[^\s\d(\[{.+-][^=\n(]*=", ""),  # the kernel's name
    (r"\b(\w+\.){0,2}((as)?(array|tensor)|matrix|constant|(float|int)\d*)\s*(?=[(\[{])", ""),
    (r"(?<=[\d.])[ \t]*/[ \t]*(?=[\d.]+\s*[,;&|*\])}])", "/"),
    (rf"[({{]\s*({RATIO})\s*[)}}]", r"\1"),
    (r"(?<=[\])])(\s*,\s*(\w+\s*=\s*[\w<]|[a-z])[\w.:>]*|\.astype\([\w.]*\))+", ""),  # dtype=np.float32
    (rf"(?<=[\])}}\n])\s*\.?/\s*({NUMBER})([\s),.;]*)$", r"*1/\1"),
)
FACTOR = rf"^\s*({RATIO})\s*(?:\.?\*(?=[\s\[({{])|(?=[\[({{]))|(?<=[\])}}\n])\s*\.?\*\s*({RATIO})[\s),.;]*$"


def number_of(text: str) -> Fraction:
    """A number as it was typed or pasted, exactly. Anything else is refused."""
    plain = text.translate(SIGNS).strip().lower().replace(",", ".")
    try:
        if not re.fullmatch(RATIO, plain):
            raise ValueError
        above, _, below = plain.replace("f", "").partition("/")
        return Fraction(above) / Fraction(below or 1)
    except (ValueError, ZeroDivisionError):
        raise Refused(say("explorers.weights.not_a_weight", text=text.strip()[:20])) from None


def pasted_rows(pasted: str) -> list[list[str | Fraction]]:
    """The weights of a pasted kernel, row by row, as they were written; after a factor, the products.

    A row ends with its own bracket, otherwise with a line or a semicolon; but where each line holds single
    numbers between semicolons, the semicolons separate weights. Commas separate weights too, unless each has
    a digit on both sides and something else separates the weights of its row: then they are decimal commas.
    """
    text = "\n".join(line for line in pasted.translate(SIGNS).splitlines() if line.strip())
    for found, becomes in TIDY:
        text = re.sub(found, becomes, text, flags=re.I)
    factor = prod(number_of(front or back) for front, back in re.findall(FACTOR, text, re.I))
    text = re.sub(FACTOR, "", text, flags=re.I).strip()
    cells = [cell.strip() for cell in re.split("[\n;]", text)]
    if "\n" in text and all(re.fullmatch(f"{RATIO}|{COMMA}|", cell) for cell in cells):
        text = text.replace(";", " ")
    ends = r"[\])}]" if re.search(r"[\])}][\s,;]*[\[({]", text) else r"[\])}\n;]"
    rows = [row for row in re.split(ends, text) if not re.fullmatch(r"[\s\[({|:;,.+=-]*", row)]
    rows = [re.sub(r"[\[({&|;]", " ", row).split() for row in rows]
    if not all(len(row) > 1 and re.fullmatch(COMMA, cell) for row in rows for cell in row if "," in cell):
        rows = [" ".join(row).replace(",", " ").split() for row in rows]
    values = [[number_of(cell) * factor for cell in row] for row in rows]
    return rows if factor == 1 else values
