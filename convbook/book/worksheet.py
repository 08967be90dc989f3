"""A paper worksheet for each chapter: predictions and questions to tick, an open question to write about.

The words are those of the notebooks. fpdf2 breaks the lines. The fonts are the book's own, so a sheet looks
the same on every machine and needs no network.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from ..exercises.card import runs
from ..exercises.chapter import Entry
from ..words import PACKAGE, language, say
from .notebooks import chapter_of, practice_of, read_notebook, title

# By style of a run.
FONTS = {"text": "Sans-Regular", "strong": "Sans-Bold", "em": "Sans-Italic", "code": "SansMono-Regular"}
SIZE, SMALL, LARGE = 9.5, 8, 15  # points
LINE_HEIGHT = 1.4  # times the size of the font
LINE = LINE_HEIGHT * SIZE * 25.4 / 72  # millimetres, as are all lengths from here on
MARGIN, GAP, INDENT, BOX, SURE_WIDTH = 16, 3.5, 6, 3, 14
RULED_LINES, RULED_GAP = 6, 8.5  # to write on, by hand
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # fpdf2 wants a date; with a constant one the bytes stay the same

Runs = list[tuple[str, str]]  # style, text


def worksheet(lesson: Path) -> bytes:
    """The worksheet of the chapter whose lesson is this notebook, as a PDF of A4 pages."""
    sheet, chapter = Sheet(title(lesson)), chapter_of(lesson)
    sheet.add_page()
    sheet.head()
    for kind in ("prediction", "question"):
        for question in chapter.entries(kind) if chapter else []:
            with sheet.unbreakable() as whole:  # goes on a new page if it does not fit on this one
                whole.question(question)
        if kind == "prediction" and sheet.page_no() == 1:
            sheet.add_page()  # what comes after the lesson stands on its other side
    if talk := open_question(practice_of(lesson)):
        with sheet.unbreakable() as whole:
            whole.open_question(talk)
    content = bytes(sheet.output())
    for font in sheet.fonts.values():
        font.close()  # the file that it was read from; fpdf2 closes only those that were put out
    return content


def open_question(practice: Path) -> str:
    """The text under "To talk about" in the practice notebook, as Markdown; empty if there is none."""
    if not practice.exists():
        return ""
    heading = f"## {say('book.sheet.to_talk_about')}\n"
    cells = read_notebook(practice).cells
    return next((c.source.removeprefix(heading).strip() for c in cells if c.source.startswith(heading)), "")


class Sheet(FPDF):
    """An A4 page that knows the parts of a worksheet."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name
        self.set_title(name)
        self.set_lang(language())
        self.set_creation_date(NO_TIME)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.c_margin = 0  # a cell begins and ends where a paragraph does
        for style, font in FONTS.items():
            self.add_font(style, "", PACKAGE / "data" / "fonts" / f"Noto{font}.ttf")

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self.set_font("text", size=SMALL)
        self.cell(self.epw, text=say("book.sheet.foot", name=self.name, page=self.page_no()), align="R")

    def head(self) -> None:
        """Title, a line for name and date, and how to fill the sheet in."""
        self.write_text([("strong", self.name)], size=LARGE, after=GAP)
        self.set_font("text", size=SIZE)
        self.blank(say("book.sheet.name"), 0.6 * self.epw)
        self.cell(GAP)
        self.blank(say("book.sheet.date"), 0.4 * self.epw - GAP)
        self.ln(LINE + 2 * GAP)
        self.write_text(runs(say("book.sheet.how")), after=2 * GAP)

    def question(self, question: Entry) -> None:
        """A question with boxes for its options and your sureness; below a prediction, what you saw."""
        self.set_font("strong", size=SIZE)
        self.cell(self.epw - 5 * SURE_WIDTH, LINE, question.title)
        self.set_font("text", size=SIZE)
        self.cell(2 * SURE_WIDTH, LINE, say("book.sheet.sure"), align="R")
        for level in (1, 2, 3):
            self.box(self.x + SURE_WIDTH - INDENT - 1, self.y)
            self.cell(SURE_WIDTH, LINE, str(level), align="R")
        self.ln(LINE)
        self.write_text(runs(question.ask), after=1)
        options = [(question.letter(key), question.options[key].text) for key in question.order]
        self.choices([say("exercises.ask.option", letter=letter, text=text) for letter, text in options])
        self.ln(GAP)
        if question.kind == "prediction":
            self.set_font("text", size=SIZE)
            self.blank(say("book.sheet.saw"), self.epw)
            self.ln(LINE + 2 * GAP)

    def choices(self, texts: list[str]) -> None:
        """The choices, each with a box: in one row if they are short, otherwise one below the other."""
        width = self.epw / len(texts)
        in_a_row = max(self.width_of(runs(text)) for text in texts) + INDENT + GAP <= width
        y = self.y
        for n, text in enumerate(texts):
            x = n * width if in_a_row else 0
            if in_a_row:
                self.set_y(y)
            self.box(self.l_margin + x, self.y)
            self.write_text(runs(text), indent=x + INDENT)

    def width_of(self, what: Runs) -> float:
        width = 0
        for style, text in what:
            self.set_font(style, size=SIZE)
            width += self.get_string_width(text)
        return width

    def open_question(self, text: str) -> None:
        """The question, and lines to write on."""
        self.write_text([("strong", say("book.sheet.to_talk_about"))], after=1)
        for paragraph in re.split(r"\n\s*\n", text):
            self.write_text(runs(" ".join(paragraph.split())), after=1)
        for _ in range(RULED_LINES):
            self.ln(RULED_GAP)
            self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)

    def box(self, x: float, y: float) -> None:
        """A box to tick, in the line of text whose upper end is at y."""
        self.rect(x, y + (LINE - BOX) / 2, BOX, BOX)

    def blank(self, words: str, width: float) -> None:
        """Words, and a line to write on behind them; `width` of both."""
        left, right = self.x + self.get_string_width(words) + 2, self.x + width
        self.cell(width, LINE, text=words)
        self.line(left, self.y + LINE, right, self.y + LINE)

    def write_text(self, what: Runs, size: float = SIZE, after: float = 0, indent: float = 0) -> None:
        """A paragraph of runs in several fonts, with `after` millimetres below it."""
        self.set_font("text", size=size)
        with (
            self.text_columns(line_height=LINE_HEIGHT, l_margin=self.l_margin + indent) as column,
            column.paragraph(bottom_margin=after) as paragraph,
        ):
            for style, text in what:
                self.set_font(style, size=size)
                paragraph.write(text)
