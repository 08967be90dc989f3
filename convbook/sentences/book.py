"""What the command line `convbook` says, and the words of the line that links the chapters."""

# --- the navigation line, first and last cell of every notebook
PREVIOUS = "[← {title}]({file})"
CONTENTS = "[contents]({file}#The-map) · [notation]({file}#Notation-card)"
LESSON = "[back to the lesson]({file})"
PRACTICE = "[practice]({file})"
NEXT = "[{title} →]({file})"
BETWEEN = " · "

# --- help
ABOUT = "Read, build and verify the book convbook."
ABOUT_READ = (
    "open the book in JupyterLab, in your own copy of the notebooks (what happens when no command is given)"
)
ABOUT_BUILD = "for authors: run notebooks, clean them, renew their navigation line and write them"
ABOUT_VERIFY = "for authors: say which stored notebook is stale (its outputs are no longer true) or dirty"
ABOUT_STUDENT = "for teachers: write the notebooks without solutions and outputs, and worksheets to print"
ABOUT_STUDENT_FOLDER = "a new folder, or one that this command wrote"
ABOUT_FOLDER = "the folder that holds your copy (default: {folder} in the current folder)"
ABOUT_PORT = "the port that JupyterLab listens on (default: 8888, or the next free one)"
ABOUT_NO_BROWSER = "start JupyterLab and print its address, but open no browser"
ABOUT_PATHS = "notebooks, or folders of notebooks (default: every notebook of the book)"

# --- read
YOUR_COPY = "Your own copy of the book is in {folder}. Stop with Ctrl+C; start again with the same command."
ADDED = "  {name}: new chapter, added"
UPDATED = "  {name}: updated"
KEPT_BOTH = (
    "  {name}: changed by you and by the book. Yours is as you left it; the book's new one is {new_name}"
)
NO_BOOK = "The notebooks of the book are not in {folder}. Install convbook again, or clone its repository."
RECORD_UNREADABLE = (
    "  {name} could not be read; every notebook that differs from the book's counts as changed by you."
)
NOT_A_FOLDER = "{folder} is a file; a folder is needed to put the notebooks in."

# --- build and verify
NO_NOTEBOOKS = "there is no notebook in {path}"
BUILT = "{name}: written, {seconds:.1f} s"
ALREADY_BUILT = "{name}: unchanged, {seconds:.1f} s"
VERIFIED = "{name}: true and clean, {seconds:.1f} s"
CELL_FAILED = "{name}, cell {cell}: {error} (the file was left as it was)"
NOT_A_NOTEBOOK = "{name} is not a notebook: {error}"
PROBLEM = "{name}, cell {cell}: {text}"
PROBLEM_OF_NOTEBOOK = "{name}: {text}"
STALE_OUTPUT = "stale: it shows {stored}, but running it gives {fresh}"
STALE_COUNT = "stale: it has {stored} cells, a build gives {fresh}"
DIRTY = "dirty: not as `convbook build` writes it ({part} differs)"
NOTHING_SHOWN = "nothing"

# --- the rules of a stored notebook
NOT_RUN = "has not been run in order: its count is {found}, expected {expected}"
ERROR_STORED = "stores an error ({error}); tag the cell raises-exception if the error is part of the lesson"
WIDGET_VIEW_STORED = "stores a widget view, which opens as 'model not found'"
WIDGET_STATE_STORED = "stores widget state (metadata.widgets)"
WARNING_STORED = "stores text on stderr: {text}"
WRONG_KERNEL = "the kernelspec is {found!r}, expected 'python3'"
PICTURE_TOO_BIG = "stores a picture of {size} kB; at most {limit} kB"
PICTURE_WITHOUT_WORDS = "shows a picture without a sentence that says what it shows (its text is {text!r})"
SEMICOLON = "has a line that ends in a semicolon, which strict nbval fails"
FORBIDDEN = "uses {found!r}: {reason}"
FORBIDDEN_OUTPUT = "strict nbval cannot compare what it prints; use an explorer"
FORBIDDEN_PYPLOT = "figures come from convbook, and are closed by nobody"
FORBIDDEN_NETWORK = "a chapter must run without a network"
FORBIDDEN_RANDOM = "take one seeded generator, np.random.default_rng(number)"
PROSE_IN_CODE = (
    "has {count} words in one comment or string, at most {limit}; prose belongs in a text cell: {text!r}"
)
TOO_LONG = "has {found} lines of code, at most {limit}"
MEDIAN_TOO_LONG = "the median code cell has {found:g} lines, at most {limit}"
CELL_COUNT = "has {found} cells (navigation apart), expected {low} to {high}"
WORD_COUNT = "has {found} words, expected {low} to {high}"
HEADINGS = "has {found} headings of the first level, expected one"
NAVIGATION_WRONG = "the {place} cell is not the navigation line that belongs there: run convbook build"
LINK_BROKEN = "links to {target}, which is not there"
IMAGE_WITHOUT_ALT = "shows the picture {target} without an alternative text"

# --- the words of exercises, which stand in the notebook and beside their answers
WORKED_SOLUTION = "<details><summary>Worked solution (code below)</summary>\n\n{why}\n\n</details>"
NOT_ASKED = "is not preceded by {title}, word for word: {words}"
NOT_EXPLAINED = "must be tagged solution and explain exercise {number}: {words}"
NOT_SOLVED = (
    "must be tagged solution and hold the worked solution of exercise {number}, as the package has it"
)

# --- student: the edition for a class
STUDENT_WRITTEN = "{notebooks} notebooks without solutions and {worksheets} worksheets are in {folder}."
NOT_OURS = (
    "{folder} holds something that `convbook student` did not write, or that was changed since:\n"
    "{names}\n"
    "Nothing was written. Choose a new folder, or move these away."
)
NOT_OURS_NAME = "  {name}"
# what the notebooks say of solutions, which this edition leaves out
SOLUTION_FOLDED = "A worked solution is folded away under each exercise."
SOLUTION_SHOWN = '`cb.solution("{number}")` shows a solution.'

# --- the worksheets
TO_TALK_ABOUT = "To talk about"  # the heading of a practice notebook's open question
SHEET_NAME, SHEET_DATE = "Name", "Date"
SHEET_HOW = "Fill it in beside the notebook, before you see each answer. How sure? 1 is a guess, 3 is sure."
SHEET_SURE = "How sure?"
SHEET_SAW = "What came out, and why?"
SHEET_FOOT = "{name} · page {page}"
