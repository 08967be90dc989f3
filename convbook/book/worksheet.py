"""A worksheet on paper for each chapter: predictions and questions to tick, an open question to write on.

The words are those of the notebooks. fpdf2 breaks the lines. The fonts are those that matplotlib brings, so a
sheet looks the same on every machine and needs no network.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import matplotlib
import nbformat
from fpdf import FPDF

from convbook.exercises.library import of_chapter, questions
from convbook.exercises.model import Question
from convbook.sentences import book as sentences
from convbook.sentences import exercises as say

from .chapters import practice_of, title

FONTS = {
    ("sans", ""): "Sans",
    ("sans", "B"): "Sans-Bold",
    ("sans", "I"): "Sans-Oblique",
    ("mono", ""): "SansMono",
}
SIZE, SMALL, LARGE = 9.5, 8, 15  # points
LINE_HEIGHT = 1.4  # times the size of the font
LINE = LINE_HEIGHT * SIZE * 25.4 / 72  # millimetres, as are all lengths from here on
MARGIN, GAP, INDENT, BOX, SURE_WIDTH = 16, 3.5, 6, 3, 14
RULED_LINES, RULED_GAP = 6, 8.5  # to write on, by hand
NO_TIME = datetime(
    2000, 1, 1, tzinfo=UTC
)  # fpdf2 wants a date; a constant one gives the same bytes each time

Piece = tuple[str, str, str]  # family, style, text


def worksheet(lesson: Path) -> bytes:
    """The worksheet of the chapter whose lesson is this notebook, as a PDF of A4 pages."""
    sheet, ruler = Sheet(title(lesson)), Sheet("")
    sheet.add_page()
    sheet.head()
    for question in _of_chapter("prediction", lesson):
        sheet.in_one_piece(ruler, Sheet.prediction, question)
    if sheet.page_no() == 1:
        sheet.add_page()  # what comes after the lesson stands on its other side
    for question in _of_chapter("question", lesson):
        sheet.in_one_piece(ruler, Sheet.question, say.QUESTION, question)
    if talk := open_question(practice_of(lesson)):
        sheet.in_one_piece(ruler, Sheet.open_question, talk)
    content = bytes(sheet.output())
    for font in (*sheet.fonts.values(), *ruler.fonts.values()):
        font.close()  # the file that it was read from; fpdf2 closes only those that were put out
    return content


def _of_chapter(kind: str, lesson: Path) -> list[Question]:
    known = questions(kind)
    return [known[number] for number in of_chapter(known, int(lesson.name[:2]))]


def open_question(practice: Path) -> str:
    """What stands under "To talk about" in the practice notebook, as Markdown; empty if there is none."""
    if not practice.exists():
        return ""
    heading = f"## {sentences.TO_TALK_ABOUT}\n"
    cells = nbformat.read(practice, as_version=4).cells
    return next((c.source.removeprefix(heading).strip() for c in cells if c.source.startswith(heading)), "")


def pieces(text: str) -> list[Piece]:
    """The runs of one font each: `code`, *italics* and **bold**, as in the notebooks.

    >>> pieces("`a * b` is *not* it")
    [('mono', '', 'a * b'), ('sans', '', ' is '), ('sans', 'I', 'not'), ('sans', '', ' it')]
    """
    found = []
    for n, part in enumerate(re.split(r"`([^`]+)`", text)):
        if n % 2:
            found.append(("mono", "", part))
            continue
        for m, run in enumerate(re.split(r"(\*\*\w[^*]*\*\*|\*\w[^*]*\*)", part)):
            style = {0: "", 1: "I", 2: "B"}[len(run) - len(run.lstrip("*")) if m % 2 else 0]
            found.append(("sans", style, run.strip("*") if m % 2 else run))
    return [piece for piece in found if piece[2]]


class Sheet(FPDF):
    """An A4 page that knows the parts of a worksheet."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name
        self.set_title(name)
        self.set_lang("en")
        self.set_creation_date(NO_TIME)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.c_margin = 0  # a cell begins and ends where a paragraph does
        for (family, style), font in FONTS.items():
            self.add_font(family, style, f"{matplotlib.get_data_path()}/fonts/ttf/DejaVu{font}.ttf")

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font("sans", "", SMALL)
        self.cell(self.epw, text=sentences.SHEET_FOOT.format(name=self.name, page=self.page_no()), align="R")

    def head(self) -> None:
        """Title, a line for name and date, and how to fill the sheet in."""
        self.write_text([("sans", "B", self.name)], size=LARGE, after=GAP)
        self.set_font("sans", "", SIZE)
        self.blank(sentences.SHEET_NAME, 0.6 * self.epw)
        self.cell(GAP)
        self.blank(sentences.SHEET_DATE, 0.4 * self.epw - GAP)
        self.ln(LINE + 2 * GAP)
        self.write_text(pieces(sentences.SHEET_HOW), after=2 * GAP)

    def prediction(self, question: Question) -> None:
        """A prediction, with a line for what came out."""
        self.question(say.PREDICTION, question)
        self.set_font("sans", "", SIZE)
        self.blank(sentences.SHEET_SAW, self.epw)
        self.ln(LINE + 2 * GAP)

    def question(self, name: str, question: Question) -> None:
        """A question with a box for each choice, and three for how sure one is."""
        self.set_font("sans", "B", SIZE)
        self.cell(self.epw - 5 * SURE_WIDTH, LINE, name.format(number=question.number))
        self.set_font("sans", "", SIZE)
        self.cell(2 * SURE_WIDTH, LINE, sentences.SHEET_SURE, align="R")
        for level in (1, 2, 3):
            self.box(self.get_x() + SURE_WIDTH - INDENT - 1, self.get_y())
            self.cell(SURE_WIDTH, LINE, str(level), align="R")
        self.ln(LINE)
        self.write_text(pieces(question.ask), after=1)
        self.choices([say.OPTION.format(letter=k, text=o.text) for k, o in question.options.items()])
        self.ln(GAP)

    def choices(self, texts: list[str]) -> None:
        """The choices, each behind a box: in one row if they are short, else one below the other."""
        width = self.epw / len(texts)
        in_a_row = max(self.width_of(pieces(text)) for text in texts) + INDENT + GAP <= width
        y = self.get_y()
        for n, text in enumerate(texts):
            x = n * width if in_a_row else 0
            if in_a_row:
                self.set_y(y)
            self.box(self.l_margin + x, self.get_y())
            self.write_text(pieces(text), indent=x + INDENT)

    def width_of(self, what: list[Piece]) -> float:
        width = 0
        for family, style, text in what:
            self.set_font(family, style, SIZE)
            width += self.get_string_width(text)
        return width

    def open_question(self, text: str) -> None:
        """The question, and lines to write on."""
        self.write_text([("sans", "B", sentences.TO_TALK_ABOUT)], after=1)
        for paragraph in re.split(r"\n\s*\n", text):
            self.write_text(pieces(" ".join(paragraph.split())), after=1)
        for _ in range(RULED_LINES):
            self.ln(RULED_GAP)
            self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())

    def box(self, x: float, y: float) -> None:
        """A box to tick, in the line of text whose upper end is at y."""
        self.rect(x, y + (LINE - BOX) / 2, BOX, BOX)

    def blank(self, words: str, width: float) -> None:
        """Words, and a line to write on behind them; `width` of both."""
        left, right = self.get_x() + self.get_string_width(words) + 2, self.get_x() + width
        self.cell(width, LINE, text=words)
        self.line(left, self.get_y() + LINE, right, self.get_y() + LINE)

    def write_text(self, what: list[Piece], size: float = SIZE, after: float = 0, indent: float = 0) -> None:
        """A paragraph of runs in several fonts, with `after` millimetres below it."""
        self.set_font("sans", "", size)
        with (
            self.text_columns(line_height=LINE_HEIGHT, l_margin=self.l_margin + indent) as column,
            column.paragraph(bottom_margin=after) as paragraph,
        ):
            for family, style, text in what:
                self.set_font(family, style, size)
                paragraph.write(text)

    def in_one_piece(self, ruler: "Sheet", draw: Callable[..., None], *what: object) -> None:
        """Draws on a new page what does not fit on this one. `ruler` is a sheet that nobody prints."""
        ruler.add_page()
        draw(ruler, *what)
        if self.get_y() + ruler.get_y() - ruler.t_margin > self.page_break_trigger:
            self.add_page()
        draw(self, *what)
