"""Chapter 0: the words of the rehearsal. See chapter 1 for their form."""

PREDICTIONS = {}
QUESTIONS = {}
RECALL = {}
EXERCISES = {
    "0.1": {
        "mistakes": {
            "darkest": ("", "You returned the smallest number: the darkest pixel. 0 is black, 255 is white."),
            "where_it_is": ("", "You returned the place of the brightest pixel. Here its value is wanted."),
            "of_each_column": (
                "",
                "You returned the largest number of each column. One number is wanted for the window.",
            ),
        },
        "hints": (
            "0 is black and 255 is white. Is the brightest pixel the largest number or the smallest?",
            "`window` is a NumPy array. An array can tell its own largest number.",
            "One word is missing:\n\nreturn window.___()",
        ),
        "why": "The brightest pixel is the largest number, and `max` without an axis looks at all of them.",
    },
}
