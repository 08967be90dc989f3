"""Words of the exercises: what the cards say. The words of each chapter's exercises stand beside this file.

A text between backticks is shown as code.
"""

EXERCISE, PREDICTION, QUESTION = "Exercise {number}", "Predict {number}", "Question {number}"
RECALL = "Before you start chapter {chapter}"

# --- check: what became of an answer
NOT_STARTED = "not started. Replace the `...` and run the cell again."
NOT_FINISHED = "not finished. There is still a `...` in it, and it stopped with {error}"
RIGHT = "right."
RIGHT_ON = "Compared on {count} inputs, unusual ones among them."
SOLUTION_WHY = '`cb.solution("{number}")` explains why.'
NOT_YET = "not yet."
MISTAKE = "not yet; a well-known mistake: {name}."
HINT = '`cb.hint("{number}")` opens a hint.'

# --- check: what was handed over
IS_CLASS = "`check` needs your function, and {found} is a class."
IS_MODULE = "`check` needs your function, and {found} is a module."
IS_RESULT = "`check` needs the function itself, without parentheses after its name; it got {found}."
ARGUMENTS = "It is called with {expected}, and yours takes {found}."
NO_ARGUMENTS, ARGUMENT_LIST = "no argument", "({names})"

# --- check: what the function did
RAISED = "It stopped with {error}"
RAISED_AT = "It stopped with {error}, in line {line}: `{code}`"
ENDLESS_RECURSION = "It calls itself again and again and never comes back (RecursionError)."
TIME_UP = "It had not come to an end after {seconds:g} seconds, so it was stopped. Does its loop ever end?"
STILL_RUNNING = "It cannot be stopped and runs on in the background: restart the kernel."
CHANGED_INPUT = "It changes `{name}`, which belongs to the caller. Work on a copy: `{name}.copy()`."
PRINTED = "It printed: {text}"
PRINTED_MORE = " ..."

# --- check: what came back
GOT_NONE = "It returned nothing (`None`). Is there a `return` at the end, outside of every loop?"
GOT_FUNCTION = "It returned a function. Did you leave out the parentheses of a call?"
GOT_LIST = "It returned a {found}, and an array is expected: `np.array(...)` makes one of it."
GOT_OTHER = "It returned {found}; expected: {expected}."
GOT_DTYPE = "It returned an array of dtype {found}, and numbers (float64 or whole numbers) are expected."
GOT_SHAPE = "Its result has the shape {found}, and {expected} is expected."
GOT_LENGTH = "Values returned: {found}. Expected: {expected}."
GOT_NAN = "Its result holds {count} values that are no numbers (NaN)."
GOT_TRANSPOSED = "The values are right, but rows and columns have changed places."
GOT_INPUT = "It returned its input `{name}` as it was."
GOT_UNFINISHED = (
    "From {place} on every value is still 0. Does a loop end, or a slice become empty, too early?"
)
GOT_ZEROS = "Every value of its result is 0. Was anything written into the array?"
GOT_VALUES = "{wrong} of {all} values differ, the first at {place}."
GOT_VALUE = "The value is wrong."
GOT_ONE_VALUE = "Of its {count} values, the one with index {index} is wrong."
GOT_FORM = "The answer must be {form}; found {found}."
GOT_PROPERTIES = "Not all that the task asks for is there."
HAS, LACKS = "✓ {ask}", "✗ {ask}"
HAS_VALUE, LACKS_VALUE = "✓ {ask}: {found}", "✗ {ask}: {found}, and {wanted} is asked for"
ON_INPUT = "The smallest of the inputs on which it differs:"
A_NUMBER, AN_ARRAY, A_TUPLE, A_TRUTH = "a number", "an array", "{count} values", "True or False"
EXPECTED, GOT = "expected", "yours"
EXPECTED_VIEW, VIEW = "what is asked for", "what comes of your answer"
GOT_VIEW = "What comes of your answer is not what is asked for."
ONE_ARGUMENT = "{name} = {value}"
PART = "{name}, rows {rows}, columns {columns}"
CHANNEL = "{name}, index {index} of the last axis"

# --- hints and solutions
HINT_TITLE = "hint {count} of {all}"
NO_MORE_HINTS = 'That was the last hint. `cb.solution("{number}")` shows the solution.'
SOLUTION = "a worked solution"

# --- predictions and questions
NOT_ANSWERED = "not answered. For the dots: {choices}, and how sure you are, 1 to 3."
NOT_ANSWERED_QUESTION = "not answered. For the dots: {choices}."
BAD_CHOICE = "the answer must be one of {choices}, found {found}."
BAD_SURE = "`sure` must be 1 (a guess), 2 or 3 (sure), found {found}."
OR, BETWEEN = " or ", ", "
YOU_SAID = "You said ({choice}) {text}"
SURE = {None: ".", 1: ", as a guess.", 2: ", fairly sure.", 3: ", and you were sure."}
SO_IT_IS = "So it is."
IT_IS = "It is ({choice}) {text}."
COMES_BACK = "This one may come back at the start of a later chapter."
RECALL_HOW = "Answer from memory: write letters for the `...`, in order, and run the cell again."
RECALL_AGAIN = (
    "You were sure of this one in chapter {chapter}, and it came out otherwise. Add one more letter:"
)
RECALL_AGAIN_DONE = "You were sure of this one in chapter {chapter}, and it came out otherwise."
RECALL_SOME = "{right} of {count} from memory. What is so stands below each of the others."
RECALL_DONE = "All {count} from memory."

# --- numbers that do not exist
NUMBER_IN_QUOTES = 'write the number in quotes, for example "{nearest}"; without them 2.10 is 2.1.'
UNKNOWN, NEAREST = "There is no {kind} {number}", "the nearest is {nearest}."
UNKNOWN_CHAPTER = "There is no recall for chapter {found}; there is one for each of {chapters}."
KINDS = {"exercise": "exercise", "prediction": "prediction", "question": "question"}
AN_ARRAY_OF, AN_OBJECT = "an array of shape {shape}", "something of the type {type}"
FROM_TO = "{first} to {last}"

# --- progress
PROGRESS = "Your progress"
NOT_KEPT = "it cannot be kept in `{file}` ({error}). You can go on without it."
SET_ASIDE = "`{file}` could not be read. It is now called `{aside}`, and a new one was begun."
PROGRESS_OFF = "it is kept when you read the book in a notebook of your own, and not while a program runs it."
PROGRESS_NONE = "no answer yet. Every prediction, question and exercise from chapter 1 on is counted here."
PROGRESS_SOME = "{done} of {all} answered right."
PROGRESS_CHAPTER = (
    "Chapter {chapter}: {predictions} predictions, {questions} questions, {exercises} exercises"
)
PROGRESS_SURE = "Sure, and it came out otherwise: {numbers}"
PROGRESS_AGAIN = "To come back to: {numbers}"
OPTION, INDENTED = "({letter}) {text}", "\N{EM SPACE}{text}"

# --- the misconceptions that learners have, by the numbers that the chapters' words use
MISCONCEPTIONS = {
    "M1": "convolution with and without the flip taken for the same",
    "M2": "a filter taken to be flat, one map for each channel",
    "M3": "the bias counted more than once for a map",
    "M4": "other weights expected at other places",
    "M5": "left-over pixels taken for an error, or rounded up",
    "M6": "the stride left out of the place where a window begins",
    "M7": "padding per side and padding in all mixed up",
    "M8": "all pixels expected to be used equally often",
    "M9": "the direction of an edge and of its gradient mixed up",
    "M10": "signed answers forced into 0 to 255",
    "M11": "dilation 1 taken for a gap of one",
    "M12": "MACs, FLOPs, and input or output size mixed up",
    "M13": "the receptive field taken for the kernel size",
    "M14": "a 1 × 1 convolution taken to do nothing",
    "M15": "equivariance taken for invariance",
    "M17": "the order of flattening taken not to matter",
    "M18": "a matrix product, or a mean, in place of the sum of products",
    "M19": "a number of the network taken to be magic",
    "M21": "the border of an image taken for an edge in it",
}
