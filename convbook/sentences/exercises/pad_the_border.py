"""Chapter 3: the words of its predictions, questions and exercises. See chapter 1 for their form."""

PREDICTIONS = {
    "3.1": {
        "ask": "Ten layers in a row, each with a 5 × 5 kernel and no padding. What is left of 240 × 360 pixels?",
        "right": "c",
        "options": {
            "a": (
                "240 × 360",
                "A window that sticks out is not used here. So the two outermost rows and columns on each side get no "
                "output.",
                "M7",
            ),
            "b": (
                "220 × 340",
                "You took off one pixel per side, which is right for 3 × 3. A 5 × 5 kernel takes two.",
            ),
            "c": (
                "200 × 320",
                "Each side loses (5 − 1)/2 = 2 pixels, so height and width lose 4 in every layer.",
            ),
        },
    },
    "3.2": {
        "ask": "A picture of 6 × 9 pixels gets zero padding with P = 2. How large is it now?",
        "right": "c",
        "options": {
            "a": (
                "6 × 9: zero padding is a padding of zero",
                '"Zero" says what is put there, not how much. No padding at all is P = 0.',
                "M7",
            ),
            "b": (
                "8 × 11: two more rows, two more columns",
                "You counted both sides together, as some texts do. Here P counts one side, as in PyTorch.",
                "M7",
            ),
            "c": ("10 × 13", "Two rows above and two below, two columns left and two right."),
        },
    },
    "3.3": {
        "ask": "The filter is a 9 × 9 blur. Which invention comes nearest to the truth along the border?",
        "again": (
            "A piece is cut out of the photo, padded, and blurred by 9 × 9. Which padding came nearest, along the "
            "border, to blurring the photo first and cutting then?"
        ),
        "right": "b",
        "options": {
            "a": (
                "zeros, since networks use them",
                "Networks learn their weights with the zeros in place. As a guess at the missing pixels, 0 never looked "
                "at the picture.",
            ),
            "b": ("`edge`", "Neighbouring pixels resemble each other, so the nearest one is a good guess."),
            "c": (
                "`reflect`",
                "A mirror shows what is plausible, and fetches it from up to four pixels inside. Here the nearest pixel "
                "is the better guess.",
            ),
            "d": (
                "`wrap`",
                "It fetches from the far side, which need not resemble this one.",
            ),
        },
    },
    "3.4": {
        "ask": (
            "Run the Sobel kernel for *horizontal* edges over the photo, padded with zeros. Where does the border itself "
            "light up?"
        ),
        "again": (
            "The Sobel kernel for *horizontal* edges runs over a photo that is padded with zeros. Where does the "
            "border itself light up?"
        ),
        "right": "c",
        "options": {
            "a": (
                "nowhere: a zero adds nothing to a sum",
                "The kernel compares rows. A zero adds nothing, but it stands where something should be.",
            ),
            "b": (
                "along all four sides",
                "Along the left and the right side the step is a vertical edge, and this kernel does not see those.",
                "M9",
            ),
            "c": (
                "along the top and the bottom",
                "Beside the wood of the table, a row of zeros is a step in brightness: a horizontal edge.",
            ),
        },
    },
    "3.5": {
        "ask": (
            "A picture of 8 × 8 pixels, F = 3, P = 1. The size is kept. Is every pixel used by equally many windows now?"
        ),
        "again": "A picture of 8 × 8 pixels, F = 3, P = 1. Is every pixel used by equally many windows?",
        "right": "b",
        "options": {
            "a": (
                "yes, that is what padding is for",
                "P = 1 keeps the size, and that is another thing. A corner pixel still has fewer windows around it.",
                "M8",
            ),
            "b": (
                "no: a corner pixel by 4, a border pixel by 6, the others by 9",
                "P = 1 makes the difference smaller. P = 2 would make all of them 9.",
            ),
            "c": (
                "no: 1, 3 and 9",
                "These are the numbers without padding. With P = 1 a window may hang over the side by one pixel, so "
                "four windows hold the corner.",
                "M7",
            ),
        },
    },
}

QUESTIONS = {
    "3.1": {
        "ask": 'A text says: "With F = 5 and padding 4 the layer keeps the size." What does it mean by 4?',
        "right": "b",
        "options": {
            "a": (
                "4 pixels on each side",
                "That would be 8 in all, and n + 8 − 5 + 1 = n + 4: the output would grow.",
                "M7",
            ),
            "b": (
                "4 pixels in all for each axis, 2 on each side",
                "n + 4 − 5 + 1 = n. Some texts count both sides together. In this book it is P = 2.",
            ),
            "c": (
                "a border of pixels whose value is 4",
                'The name "zero padding" suggests it. But there the 0 is what is put in, and padding counts pixels.',
                "M7",
            ),
        },
    },
    "3.2": {
        "ask": "A picture of 8 × 8 pixels, F = 5, P = 2. How many windows use the pixel in a corner?",
        "right": "c",
        "options": {
            "a": (
                "1",
                "That is so for P = 0. With P = 2 the windows begin up to two rows above the picture.",
                "M7",
            ),
            "b": (
                "3",
                "There are 3 rows at which such a window can begin, and for each of them 3 columns.",
            ),
            "c": ("9", "Such a window begins at row −2, −1 or 0, and at column −2, −1 or 0: 3 · 3."),
            "d": (
                "25, like all pixels, since the size is kept",
                "25 is right in the middle. Keeping the size does not make pixels count equally: for that P must be 4.",
                "M8",
            ),
        },
    },
    "3.3": {
        "ask": (
            "You pad a photo with zeros and run the Sobel kernel for vertical edges over it. Strong answers stand along "
            "its left and right side. With `edge` padding they are gone. What follows?"
        ),
        "right": "b",
        "options": {
            "a": (
                "the photo has a vertical edge on its left and on its right",
                "An edge in the photo would stay with any padding. These steps lead from the photo down to our zeros: "
                "its border.",
                "M21",
            ),
            "b": (
                "the zeros made them",
                "The step is the one from the photo down to the zeros, and no camera saw it.",
            ),
            "c": (
                "`edge` padding has removed the edges of the photo",
                "Only NumPy calls it so: it repeats the nearest pixel. All edges inside the photo are as they were.",
                "M21",
            ),
            "d": (
                "the kernel finds horizontal edges after all",
                "A step between left and right is a vertical edge, and its line runs up and down. The kernel did its "
                "work.",
                "M9",
            ),
        },
    },
    "3.4": {
        "ask": "F = 4, and the window moves one pixel at a time. Which padding keeps the size?",
        "right": "c",
        "options": {
            "a": ("P = 1", "That is 2 in all, and n + 2 − 4 + 1 = n − 1: one too few.", "M7"),
            "b": ("P = 2", "That is 4 in all, and n + 4 − 4 + 1 = n + 1: one too many.", "M7"),
            "c": (
                "one pixel on one side and two on the other",
                "3 in all, and n + 3 − 4 + 1 = n. An even window cannot be centred, so one side gets more.",
            ),
            "d": (
                "P = 3",
                "3 is right for both sides together. P counts one side, so P = 3 adds 6 in all.",
                "M7",
            ),
        },
    },
}

RECALL = {
    "3.1": {
        "ask": "10 pixels in a row, F = 3, no padding. How many outputs?",
        "right": "b",
        "options": {
            "a": ("10", "A window that sticks out is not used, so not every pixel has an output.", "M7"),
            "b": ("8", "10 − 3 + 1 = 8."),
            "c": ("7", "The window that begins at pixel 0 counts too: 10 − 3 + 1."),
        },
    },
    "3.2": {
        "ask": "Which edges does the kernel −1 −2 −1 / 0 0 0 / 1 2 1 find?",
        "right": "a",
        "options": {
            "a": ("horizontal edges", "It subtracts the row above from the row below."),
            "b": (
                "vertical edges",
                "Its signs change between rows. So it notices a step from top to bottom: a horizontal edge.",
                "M9",
            ),
            "c": (
                "the border of the picture",
                "The border is the rim of the picture. An edge is a step in brightness, and that is what it finds.",
                "M21",
            ),
        },
    },
    "3.3": {
        "ask": "Shift a photo, then filter it. Or filter it, then shift the result. Where may the two differ?",
        "right": "b",
        "options": {
            "a": (
                "nowhere",
                "Inside they agree. Near the border the windows see other neighbours after the shift.",
                "M15",
            ),
            "b": ("near the border", "Inside, the same weights meet the same pixels."),
            "c": (
                "everywhere",
                "Every place uses the same weights, so a moved window gives the same sum.",
                "M15",
            ),
        },
    },
}

EXERCISES = {
    "3.1": {
        "mistakes": {
            "height_for_width": (
                "",
                "You clipped the columns with H. Their last index is W − 1; in a square picture nobody would notice.",
            ),
            "rows_for_columns": (
                "",
                "You used the indices of the rows for the columns too. The columns need a line of their own, with W.",
            ),
            "columns_on_one_side": (
                "M7",
                "Your columns grew on the left only. P counts one side, and there are two: the places go on to W + P − 1.",
            ),
            "unclipped": (
                "",
                "Your column indices begin below 0 and end above W − 1, where no pixel is. Clip them, as the rows are.",
            ),
            "past_the_end": (
                "",
                "Your column indices run past the picture. The last column is W − 1, not W.",
            ),
            "unclipped_start": (
                "",
                "Your column indices start below 0, and NumPy counts a negative index from the other end. Clip them at "
                "0 as well.",
            ),
            "pair_by_pair": (
                "",
                "You indexed with two plain lists, which NumPy takes pair by pair. `rows[:, np.newaxis]` makes it take "
                "every row with every column.",
            ),
            "both_upright": (
                "",
                "You stood both lists of indices upright, so NumPy takes them pair by pair. Only the rows get "
                "`[:, np.newaxis]`.",
            ),
        },
        "hints": (
            "Which column of the picture stands at column −1 of the padded one, and which at column W?",
            "The rule is the one for the rows: all places from −P to W + P − 1, with every index outside of the picture "
            "moved to the nearest one inside.",
            "Fill in the two gaps:\n\ncolumns = np.clip(np.arange(-P, ___), 0, ___)\n"
            "return image[rows[:, np.newaxis], columns]",
        ),
        "why": "The columns follow the same rule with W. A square picture would not tell you if you reused H.",
    },
    "3.2": {
        "mistakes": {
            "minus_zero": (
                "",
                "With F = 1 it stops: the slice that should take the picture is empty. Work out what `P:-P` is for "
                "this F.",
            ),
            "at_least_one": (
                "",
                "For F = 1 you still add a border. One weight needs no neighbours: P is 0, and the size stays.",
            ),
            "empty_for_one": (
                "",
                "For F = 1 nothing was written into your array. The picture must arrive there as it is.",
            ),
            "wrong_end": (
                "",
                "F = 1 works now, and all others stop. Your slice does not have as many rows as the picture: it begins "
                "at P, and ends H rows later.",
            ),
            "all_at_the_end": (
                "M7",
                "Your picture stands in the upper left corner, and the whole border below and on the right. P pixels "
                "belong on each side.",
            ),
            "one_more_for_even": (
                "",
                "Your P is F // 2, one too many for an even F. The rule of this function is (F − 1) // 2.",
            ),
        },
        "hints": (
            "Which P belongs to F = 1? Write the slice `P:-P` with that number.",
            "A negative end counts from the back, but −0 is 0. What other name is there for the place where the picture "
            "ends?",
            "The picture has H rows and begins at row P. Name both ends of each slice:\n\n"
            "H, W = image.shape\npadded[P : ___, P : ___] = image",
        ),
        "why": (
            "F = 1 gives P = 0, and the slice `0:-0` is `0:0`: empty. A negative end counts from the back, but −0 is 0. "
            "Name the end: `P : P + H`."
        ),
    },
    "3.3": {
        "form": "two whole numbers, F and P, with F at least 1 and P at least 0",
        "asks": (
            "windows that use a pixel in the middle",
            "windows that use a pixel in a corner",
            "all of the padding is of use",
        ),
        "mistakes": {
            "keeps_the_size": (
                "M8",
                "Your P keeps the size, and that is not enough for a corner pixel. Its windows must be allowed to hang "
                "over the side as far as they can.",
            ),
            "both_sides": (
                "M7",
                "You counted both sides together. P is what stands on *one* side.",
            ),
            "more_than_needed": (
                "",
                "With this P every pixel is in 25 windows, but a smaller P does it too.",
            ),
            "size_of_25": (
                "",
                "A window of 25 × 25 puts each pixel in 625 windows. It is F · F that must be 25.",
            ),
            "padding_first": ("", "These are the right numbers in the wrong order: F comes first."),
            "no_padding": (
                "",
                "Without padding only the pixels in the middle are in 25 windows. The corner is in one.",
            ),
        },
        "hints": (
            "A pixel in the middle of a large picture: how many windows of size F hold it?",
            "F · F, so F is 5. The corner pixel must be in as many. Where does the window begin that holds it in its "
            "last row and last column?",
            "It begins F − 1 rows above the picture:\n\nreturn 5, ___",
        ),
        "why": (
            "A window can hold a pixel at F · F places, so F = 5. For the corner all of them exist once P = F − 1 = 4."
        ),
    },
    "3.4": {
        "mistakes": {
            "half_a_border": (
                "M7",
                "Your result holds the border above and on the left, and no more. The lower and the right side need "
                "room as well.",
            ),
            "first_side_twice": (
                "",
                "You gave both sides of an axis the same border. They have a number of their own: `bottom`, `right`.",
            ),
            "other_sides": (
                "",
                "You exchanged the two sides of an axis. The picture begins at row `top` and column `left`.",
            ),
            "other_axes": (
                "",
                "You exchanged rows and columns. `top` and `bottom` are rows, so they make the picture higher.",
            ),
            "in_the_corner": (
                "",
                "Your result has the right size, but the picture stands in its upper left corner. It begins at row "
                "`top` and column `left`.",
            ),
            "from_the_back": (
                "",
                "Where `bottom` or `right` is 0, your slice ends at `-0`, which is 0, and holds nothing. Name its end "
                "from the front.",
            ),
        },
        "hints": (
            "A picture of 2 rows gets 0 rows above and 1 below. How many rows does the result have?",
            "Every side adds to the size: the height grows by `top` and by `bottom`.",
            "Only the size is wrong:\n\npadded = np.zeros((H + top + ___, W + left + ___))",
        ),
        "why": (
            "The size counts both sides of each axis, the slice begins after the first of them. With `top + H` as its "
            "end a side of 0 does no harm."
        ),
    },
    "3.5": {
        "mistakes": {
            "last_of_all": (
                "",
                "For P = 0 your left part is the whole row: `row[-0:]` is `row[0:]`. Count from the front.",
            ),
            "start_again": (
                "",
                "Your left part is the start of the row. On a ring, the end of the row comes before its start.",
            ),
            "clipped": (
                "",
                "You repeated the nearest number, which is `edge`. On a ring one goes on at the opposite end.",
            ),
            "turned_round": (
                "",
                "Your left part runs backwards, as in a mirror. A ring goes on in the same direction.",
            ),
            "one_pixel": ("", "Your left part is a single number. It needs P of them."),
        },
        "hints": (
            "Bend the row 2 7 1 8 5 into a ring. Which two numbers come before the 2?",
            "The last P numbers, in their order. At which index does the first of them stand, in a row of n? (`-P` is "
            "a trap: try it with P = 0.)",
            "Fill in the gap:\n\nleft = row[len(row) - ___ :]\nright = row[:P]\n"
            "return np.concatenate([left, row, right])",
        ),
        "why": (
            "Before the first number stand the last P. `row[-P:]` would be shorter, but for P = 0 it is the whole row; "
            "`len(row) - P` counts from the front and is right for every P."
        ),
    },
    "3.6": {
        "mistakes": {
            "copies_forgotten": (
                "",
                "You counted each number at its own place only. With `edge` the numbers at both ends stand in the "
                "border as well, and each copy counts for its original.",
            ),
            "copies_once": (
                "",
                "A window that holds a number twice uses it twice. NumPy adds 1 only once where an index stands "
                "twice in `counts[...] += 1`.",
            ),
            "all_alike": (
                "M8",
                "You gave every number F uses. That holds far from the ends. Near them, count the windows, and the copies in them.",
            ),
            "with_the_places": (
                "",
                "You counted the places of the padded row, n + 2P of them. There are n numbers: add what belongs to "
                "copies to the number that was copied.",
            ),
            "opposite_side": (
                "",
                "You counted place −1 for the last number, as a negative index does in NumPy. That is `wrap`; with "
                "`edge` it belongs to number 0.",
            ),
            "unlimited": (
                "",
                "Some places lie outside of the row: below 0 or above n − 1. Find out which number stands there "
                "before you count it.",
            ),
            "no_window_outside": (
                "",
                "You used the windows that fit into the row itself. With padding the first one begins at place −P.",
            ),
        },
        "hints": (
            "Write the padded row for n = 4 and P = 1 as a list of indices: 0 0 1 2 3 3. How often is each of them in a "
            "window of two?",
            "One loop over the places where a window begins, from −P to n + P − F. Inside it, one over its F places. "
            "Each place adds 1 to the number that stands there.",
            "Fill in the gaps:\n\ncounts = np.zeros(n, dtype=int)\nfor start in range(-P, ___):\n"
            "    for place in range(start, start + F):\n        counts[np.clip(place, 0, ___)] += 1\nreturn counts",
        ),
        "why": (
            "The windows begin at −P, and the last one ends at n + P − 1. `np.clip` turns each place into the index of "
            "the number that stands there. With F = 3 and P = 1 all numbers come out equal; with F = 5 and P = 2 they "
            "do not."
        ),
    },
    "3.7": {
        "mistakes": {
            "everywhere": (
                "",
                "You took the mean over the whole picture. The cells inside do not count here.",
            ),
            "plus_and_minus": (
                "",
                "You kept the signs, so errors upwards and downwards cancel. Take the size of each first.",
            ),
            "size_of_the_mean": (
                "",
                "Errors upwards and downwards have cancelled in your mean. Take the size of each error before the mean.",
            ),
            "inside": ("", "You measured the inside. The border is what is left without it."),
            "top_and_left": (
                "M7",
                "Your border has two sides, above and on the left. P counts one side, and there are four.",
            ),
            "zeros_inside": (
                "",
                "You made the inside 0, and then divided by all cells. Those zeros are no errors on the border: leave "
                "them out of the mean.",
            ),
            "corners_twice": (
                "",
                "You added four strips, so the cells in the corners count twice. A mask takes each cell once.",
            ),
        },
        "hints": (
            "Draw a picture of 3 × 4 cells. Which of them belong to the border for P = 1, and how many are they?",
            "Start with an array of True for all cells. Then set the part inside to False: it leaves out the first P "
            "and the last P rows, and as many columns.",
            "Fill in the gaps:\n\nH, W = truth.shape\nborder = np.ones((H, W), dtype=bool)\n"
            "border[P : ___, P : ___] = False\nreturn np.abs(attempt - truth)[___].mean()",
        ),
        "why": (
            "The inside is a rectangle, and the border is the rest, so it is easier to take the inside away than to "
            "put four strips together. The mask then picks each border cell once."
        ),
    },
    "3.8": {
        "mistakes": {
            "mirror_beside": (
                "",
                "In your result the outermost pixel stands twice: the mirror is beside it. When it stands *on* that "
                "pixel, the border begins with the one next to it.",
            ),
            "rows_only": (
                "",
                "Your rows are right. The columns still repeat the outermost pixel.",
            ),
            "first_sides_only": (
                "",
                "Top and left are right. Below and on the right the outermost pixel still stands twice.",
            ),
            "not_turned": (
                "",
                "You took the right pixels, but in the order of the picture. A mirror turns them round.",
            ),
            "one_short": (
                "",
                "Your strips hold P − 1 pixels. A slice ends before its last index, so P pixels from 1 on are `1 : P + 1`.",
            ),
        },
        "hints": (
            "Take one row, 2 7 1, and P = 1. What does `reflect` of the lesson put to the left of the 2?",
            "The 7, and the function puts a 2. Each of the four strips is one pixel too far out.",
            "The strips without their outermost pixel:\n\n"
            "top, bottom = image[1 : P + 1], image[H - P - 1 : ___]\n"
            "left, right = tall[:, 1 : ___], tall[:, W - P - 1 : ___]",
        ),
        "why": (
            "The mirror stands on the outermost pixel, so each strip starts one further in: 1 to P above, H − P − 1 to "
            "H − 2 below, and so for the columns."
        ),
    },
    "3.9": {
        "mistakes": {
            "counted_once": (
                "M7",
                "The last P rows and columns of the output are missing: P counts one side, and the picture grew on "
                "both.",
            ),
            "mended_for_the_rows": (
                "M7",
                "The height is right now. The width still counts the padding once.",
            ),
            "size_of_the_picture": (
                "",
                "Your output is as large as the picture. Padding keeps the size only if 2P = F − 1.",
            ),
            "size_of_the_padded": (
                "",
                "Your output has a pixel for every place of the padded picture, so the last windows stick out. Along an "
                "axis there are F − 1 fewer windows than places.",
            ),
            "one_window_too_few": (
                "",
                "The last row and the last column are missing. The window at place 0 counts too: n + 2P − F + 1.",
            ),
            "padded_twice": (
                "M7",
                "You put 2P pixels on each side. `np.pad` counts one side, as P does.",
            ),
        },
        "hints": (
            "A picture with 4 rows, P = 1. How many rows has `padded`?",
            "n + 2P. A window of F fits there n + 2P − F + 1 times, in both directions.",
            "Two lines count too little:\n\nH = image.shape[0] + ___ - F + 1\nW = image.shape[1] + ___ - F + 1",
        ),
        "why": (
            "The loop and the picture were right all along; the size of the output was not. Both sides count: "
            "n + 2P − F + 1."
        ),
    },
    "3.10": {
        "form": "five whole numbers: F, which is at least 1, and the padding on top, bottom, left and right",
        "asks": ("rows of the output", "columns of the output", "the window has a middle cell"),
        "mistakes": {
            "sides_in_all": (
                "M7",
                "You put on each side what both sides need together. Height and width grow by the sum of their two "
                "sides.",
            ),
            "one_more": (
                "",
                "You have one row and one column too many. A window of F takes away F − 1, not F.",
            ),
            "axes_exchanged": (
                "",
                "You exchanged the axes. The picture has 5 rows, and `top` and `bottom` are rows.",
            ),
            "size_before_the_window": (
                "",
                "Your *padded* picture has 8 × 10 pixels. The window then takes F − 1 from its height and its width.",
            ),
            "same_on_both_sides": (
                "",
                "With the same number on both sides of an axis and an odd F, 5 rows can become 7 or 9, never 8, and 9 "
                "columns 9 or 11, never 10. Let the two sides differ.",
            ),
            "even_window": (
                "",
                "The size is right. But F is even, so the window has no middle cell and cannot be centred.",
            ),
        },
        "hints": (
            "Take F = 3. What does the window take from the height and from the width of the padded picture?",
            "5 + top + bottom − F + 1 must be 8, and 9 + left + right − F + 1 must be 10.",
            "For F = 3 that is top + bottom = 5 and left + right = 3. Share them out as you like:\n\n"
            "return 3, 2, ___, 1, ___",
        ),
        "why": (
            "top + bottom = F + 2 and left + right = F, for any odd F. Both sums are odd then, so no axis can have the "
            "same padding on both sides: a layer with one P cannot do this."
        ),
    },
}
