"""Chapter 2: the words of its predictions, questions and exercises. See chapter 1 for their form."""

COUNTED_IN_IMAGE = (
    "",
    "You counted in `image`. `window` is a table of its own, with rows and columns 0 to 2, wherever it stands.",
)

PREDICTIONS = {
    "2.1": {
        "ask": (
            "The row below is dark (10), then bright (80), then a little darker (50). What is the answer in the middle "
            "of the bright stretch?"
        ),
        "again": (
            "The weights −1 0 1 slide along 10 10 10 80 80 80 80 50 50. What is the answer in the middle of the bright "
            "stretch?"
        ),
        "right": "b",
        "options": {
            "a": (
                "a large number, because the pixels are bright",
                "You took the kernel for a light meter. It measures only change, and 80 − 80 is no change.",
            ),
            "b": ("0", "Left and right neighbour are both 80, and 80 − 80 = 0."),
            "c": (
                "a negative number",
                "That comes further right, where 80 falls to 50. In the middle of the stretch both neighbours are 80.",
            ),
        },
    },
    "2.2": {
        "ask": "Which edges does Gx answer to?",
        "again": "Gx is the right column of the window minus the left one. Which edges does it answer to?",
        "right": "b",
        "options": {
            "a": (
                "horizontal edges: it works in the horizontal direction",
                "It steps in the horizontal direction, and so it crosses edges that stand upright. Along a horizontal "
                "edge left and right are equal.",
                "M9",
            ),
            "b": ("vertical edges", "Walk from left to right, and you cross vertical edges."),
            "c": (
                "both",
                "Along a horizontal edge the left and the right column of the window are equal, and their difference is 0.",
                "M9",
            ),
        },
    },
    "2.3": {
        "ask": (
            "*Sharpen* has the weight 9 in the middle and −1 eight times around it. What does it make of a flat region "
            "where every pixel is 100?"
        ),
        "right": "b",
        "options": {
            "a": (
                "0, because it subtracts the neighbours",
                "It takes away eight neighbours, 800. But it starts from nine times the pixel, 900.",
            ),
            "b": ("100", "900 − 800 = 100: the pixel times the sum of the weights, which is 1."),
            "c": (
                "900",
                "That is the middle alone. The eight neighbours take away 100 each.",
            ),
        },
    },
    "2.4": {
        "ask": (
            "At row 124, column 180 the answer is −642. (`down` lost a row and a column, so it is `down[123, 179]`.) "
            "What does NumPy make of this whole number with `.astype(np.uint8)`?"
        ),
        "again": "What does NumPy make of the whole number −642 with `.astype(np.uint8)`?",
        "right": "c",
        "options": {
            "a": (
                "0, the nearest value that fits",
                "That is what `.clip(0, 255)` does. `astype` looks for no nearest value: it counts in a circle of 256.",
                "M10",
            ),
            "b": (
                "255, because 642 is too large",
                "`astype` does not stop at the end of the scale. It goes round: −642 + 3·256 = 126.",
                "M10",
            ),
            "c": (
                "some grey in between",
                "126, because `uint8` counts in a circle of 256: −642 + 3·256 = 126.",
            ),
        },
    },
}

QUESTIONS = {
    "2.1": {
        "ask": "At some pixel Gx = 300 and Gy = 0. What is there?",
        "right": "b",
        "options": {
            "a": (
                "a horizontal edge",
                "The gradient is horizontal there, since Gy = 0. The edge runs across its gradient, so it is vertical.",
                "M9",
            ),
            "b": (
                "a vertical edge, brighter on its right",
                "Gx is right minus left. It is positive, so the right side is brighter; Gy = 0 says no change downwards.",
            ),
            "c": (
                "a vertical edge, brighter on its left",
                "True convolution would give 300 there, because it turns the kernel first. Ours is right minus left.",
                "M1",
            ),
        },
    },
    "2.2": {
        "ask": (
            "You store Sobel's answers with `.clip(0, 255)`. A colleague stores them with "
            "`.astype(int).astype(np.uint8)`. Whose picture shows every edge, strong ones brighter than weak ones?"
        ),
        "right": "c",
        "options": {
            "a": (
                "mine, because nothing wraps",
                "But every negative answer became 0: about half of the edges are gone.",
                "M10",
            ),
            "b": (
                "the colleague's, because nothing is thrown away",
                "Whole circles of 256 are thrown away: 256 turns black, and −1 turns white.",
                "M10",
            ),
            "c": (
                "neither",
                "One lost the edges with a minus, the other mixed up strong and weak. Take the absolute value, then scale.",
            ),
            "d": (
                "both, since a picture has values from 0 to 255 anyway",
                "The photo has. Sobel's answers to it run from −1020 to 1020.",
                "M10",
            ),
        },
    },
    "2.3": {
        "ask": (
            "A course uses 32 kernels of 3 × 3 weights on pictures of 32 × 32 pixels. Your pictures have 48 × 64 "
            "pixels. How many kernels do you need?"
        ),
        "right": "d",
        "options": {
            "a": (
                "48, one for each row of pixels",
                "One kernel slides over all rows. A larger picture gives it more windows, and needs no more kernels.",
                "M19",
            ),
            "b": (
                "32, the number that works",
                "It worked for their pictures and their task. It follows from nothing in yours.",
                "M19",
            ),
            "c": (
                "9, because a kernel has nine weights",
                "The size of a kernel and the number of kernels are two separate choices.",
                "M19",
            ),
            "d": (
                "the pictures' size does not say; you try some numbers",
                "How many kinds of pattern are worth finding depends on the task.",
            ),
        },
    },
    "2.4": {
        "ask": (
            "A photo shows a plain grey wall and nothing else. With padding by zeros, Laplace answers 0 inside and "
            "strongly along all four sides. What has it found?"
        ),
        "right": "b",
        "options": {
            "a": (
                "the edges of the wall",
                "The wall goes on beyond the photo. What ends here is the photo: its border is no edge in it.",
                "M21",
            ),
            "b": (
                "the step from the photo down to the invented zeros",
                "Border and edge are two things. The zeros made an edge where there was none.",
            ),
            "c": (
                "the frame that every photo has",
                "A photo ends with its last pixel. The dark frame is our padding.",
                "M21",
            ),
        },
    },
}

RECALL = {
    "2.1": {
        "ask": "How does a window of pixels become one output pixel?",
        "right": "c",
        "options": {
            "a": (
                "by the matrix product of kernel and window",
                "That is a table, and it pairs rows with columns.",
                "M18",
            ),
            "b": (
                "as the mean of its pixels",
                "That is one kernel only, blur. Other weights give other sums.",
                "M18",
            ),
            "c": (
                "each pixel times its own weight, all products added",
                "In NumPy: `(window * kernel).sum()`.",
            ),
        },
    },
    "2.2": {
        "ask": "One bright pixel, the kernel 1 to 9, no flip. What surrounds the pixel in the result?",
        "right": "a",
        "options": {
            "a": (
                "the kernel after half a turn",
                "The window up and to the left meets the bright pixel with its last weight, 9.",
            ),
            "b": (
                "the kernel as it is",
                "That is true convolution, which turns the kernel first. Deep learning leaves the flip out.",
                "M1",
            ),
            "c": (
                "nines",
                "Nine windows hold the bright pixel, and each meets it with another weight.",
                "M18",
            ),
        },
    },
    "2.3": {
        "ask": "The photo is shifted by three columns. What does its filtered result do, away from the border?",
        "right": "b",
        "options": {
            "a": (
                "it stays as it was",
                "That would be invariance. Every place has the same weights, so the answers move with the pixels.",
                "M15",
            ),
            "b": ("it shifts by three columns", "This is equivariance."),
            "c": (
                "every number in it grows by 3",
                "A shift moves pixels. It adds nothing to them.",
                "M15",
            ),
        },
    },
}

EXERCISES = {
    "2.1": {
        "mistakes": {
            "only_left": (
                "",
                "Your answers hold the left column, with a minus. The right column has not been added.",
            ),
            "next_column": (
                "",
                "Your right column is the middle of the window. The window is three columns wide.",
            ),
            "left_minus_right": (
                "",
                "Your signs are the other way round. The answer is positive where the right side is brighter.",
            ),
            "lower_minus_upper": (
                "",
                "You subtracted rows, which finds horizontal edges. Subtract columns here.",
            ),
            "without_sign": (
                "",
                "You dropped the signs. A step down from left to right must stay negative.",
            ),
            "two_rows": ("", "A slice ends before its last index, so yours adds two rows of the three."),
        },
        "hints": (
            "The window begins at row i and column j and has three columns. Which one is on its right?",
            "Add up a second column of three pixels, in the same rows as `left`. The answer is the difference of the two.",
            "One index is missing:\n\nright = image[i : i + 3, ___].sum()\nanswers[i, j] = right - left",
        ),
        "why": (
            "The window that starts at column j ends at column j + 2. With j + 1 you would leave out a third of it."
        ),
    },
    "2.2": {
        "form": "a table of greys, in an array",
        "mistakes": {
            "as_it_was": (
                "M10",
                "The function is as it was: negative answers become 0, and answers over 255 start again at 0.",
            ),
            "half_missing": (
                "M10",
                "The scale is right now, but half of the edges are still missing: you cut off every negative answer.",
            ),
            "one_side": (
                "M10",
                "Nothing wraps now, but every negative answer became 0, so half of the edges are still missing.",
            ),
            "too_large": (
                "M10",
                "All edges are there now, but answers go up to 1020, and `uint8` starts again at 0 after 255.",
            ),
            "sign_kept": (
                "M10",
                "The scale is right, but your answers still have signs, and `uint8` has none: −255 becomes 1.",
            ),
            "cut_off": (
                "M10",
                "All edges are there now, but everything over 255 is equally white. Scale the answers instead.",
            ),
            "from_0_to_1": (
                "",
                "Your scale runs from 0 to 1. The largest answer that Sobel can give should become 255.",
            ),
            "scale_of_its_own": (
                "",
                "You divided by the largest answer in this picture. Divide by what Sobel can give at most, so that the "
                "greys of two pictures can be compared.",
            ),
        },
        "hints": (
            "Feed it a bright bar on a dark ground. Which of the bar's two edges does it find, and what does the line "
            "with `maximum` do to the other?",
            "First take away the signs, then make the largest possible answer 255, then convert. How large is the "
            "answer when all pixels under +1 +2 +1 are 255 and all the others 0?",
            "Fill in the two gaps:\n\nreturn (np.___(answers) / ___).astype(np.uint8)",
        ),
        "why": (
            "The positive weights add up to 4, so no answer is larger than 4 · 255 = 1020. Take away the sign, divide "
            "by 4, and only then convert."
        ),
    },
    "2.3": {
        "form": "a table of 3 × 3 weights",
        "asks": ("0 in flat regions", "0 along edges like `\\`", "answers along edges like `/`"),
        "mistakes": {
            "drawn_in": (
                "",
                "Your weights do not add up to 0, so your kernel answers in flat regions too. A kernel that is to find "
                "an edge is no drawing of it: it subtracts one side from the other.",
            ),
            "other_diagonal": (
                "M9",
                "Your kernel finds the other edges, those that run like `\\`. An edge is found by walking *across* it.",
            ),
            "both_diagonals": (
                "",
                "Your kernel finds edges that run like `/`, but it answers along `\\` as well.",
            ),
            "neither": (
                "",
                "Your kernel is silent along edges of both kinds. Across `/`, it has to subtract one side from the other.",
            ),
        },
        "hints": (
            "Draw an edge like `/` on squared paper. Which corner of the window is on its one side, and which on the other?",
            "Along `\\`, all pixels of one diagonal are equal. What must be true of the weights on each diagonal that "
            "runs like `\\`?",
            "On every diagonal that runs like `\\`, the weights add up to 0. Fill in the gaps:\n\n"
            "np.array([[-2, -1, 0], [-1, ___, 1], [0, ___, ___]])",
        ),
        "why": (
            "Walk *across* the edge you want: lower right minus upper left. Along `\\` every pixel has a twin of equal "
            "brightness and opposite weight, so all of them cancel."
        ),
    },
    "2.4": {
        "mistakes": {
            "corner": (
                "",
                "You took nine times the corner of the window. The pixel in question stands in its middle.",
            ),
            "middle_in_the_image": COUNTED_IN_IMAGE,
            "corner_in_the_image": COUNTED_IN_IMAGE,
            "eight_times": (
                "",
                "You took the middle away eight times only. The sum of the window holds it once as well.",
            ),
            "pixel_minus_neighbours": (
                "",
                "Your signs are the other way round. Laplace is neighbours minus pixel.",
            ),
            "four_neighbours": (
                "",
                "You used the four nearest neighbours. That is a Laplace kernel too, but this one has all eight.",
            ),
            "counted_from_one": (
                "",
                "You took the lower right pixel of the window. Indices start at 0, so 2 is the last row and column.",
            ),
        },
        "hints": (
            "What should a flat window give, and what does yours give when only its corner is darker?",
            "`window` is a table of its own, with rows and columns 0 to 2. Where in it is the middle?",
            "Two indices are missing:\n\nanswers[i, j] = window.sum() - 9 * window[___, ___]",
        ),
        "why": (
            "The sum of the window counts the middle once. Taking it away nine times leaves the weight −8 in the "
            "middle and 1 around it, and the middle of a window of three rows and columns is at (1, 1)."
        ),
    },
    "2.5": {
        "mistakes": {
            "first_pass_only": (
                "",
                "You returned the first pass. The weights in `down` have not been used yet.",
            ),
            "second_pass_only": (
                "",
                "Your second pass starts from the image again. Let it slide over what the first pass made.",
            ),
            "both_across": (
                "",
                "Your second pass slides a row of weights as well. The weights in `down` stand below each other.",
            ),
            "exchanged": (
                "",
                "The two rows of weights have changed places: `across` lies in a row, `down` stands in a column.",
            ),
            "turned_round": (
                "M1",
                "You turned `down` round first, as true convolution does. No flip is wanted here.",
            ),
        },
        "hints": (
            "How did the first section turn the three weights upright? What shape does such a kernel have?",
            "The second pass is a `cb.conv2d` too. Its picture is `smoothed`, its kernel has one column.",
            "Fill in the two gaps; one of them is an index that stands the weights upright:\n\n"
            "return cb.conv2d(___, down[:, ___])",
        ),
        "why": (
            "The first pass adds up each row of the window with the weights `across`, the second adds up these sums "
            "with the weights `down`. So every pixel meets the product of the two, as in the outer product, "
            "with F + F products in place of F · F."
        ),
    },
    "2.6": {
        "form": "a row and a column, two whole numbers",
        "mistakes": {
            "place_of_answer": (
                "",
                "You returned the place in the table of answers. Its first answer belongs to the pixel in row 1, column 1 "
                "of the picture.",
            ),
            "border_wins": (
                "M21",
                "You padded with zeros, and found the border of the picture: the step down to zeros that are not in it.",
            ),
            "signs_cancel": (
                "",
                "You added Gx and Gy with their signs, so an edge with a plus and a minus cancels. The strength is the "
                "length of the arrow.",
            ),
            "horizontal_only": (
                "",
                "You used Gy alone, so you miss vertical edges. Both answers count.",
            ),
            "vertical_only": (
                "",
                "You used Gx alone, so you miss horizontal edges. Both answers count.",
            ),
            "sizes_added": (
                "",
                "You added the sizes of Gx and Gy. That favours diagonal edges; the length of the arrow is asked for.",
            ),
            "column_first": ("", "The row comes first: (row, column)."),
        },
        "hints": (
            "Which number tells how strong an edge is, whichever way it runs?",
            "Three steps: Gx and Gy without padding; the length of the arrow at every place; the place of the largest "
            "length, moved to the middle of its window.",
            'Fill in the gaps:\n\nGx = cb.conv2d(image, cb.KERNELS["sobel_vertical"])\n'
            'Gy = cb.conv2d(image, cb.KERNELS["sobel_horizontal"])\nstrength = np.hypot(___, ___)\n'
            "i, j = np.unravel_index(strength.argmax(), strength.shape)\nreturn ___, ___",
        ),
        "why": (
            "The length of the arrow (Gx, Gy) does not care which way the edge runs. Without padding, answer (i, j) has "
            "the corner of its window at (i, j) and the middle at (i + 1, j + 1)."
        ),
    },
    "2.7": {
        "mistakes": {
            "names_mixed_up": (
                "M9",
                "Gx and Gy have changed places. Which edges does Gx answer to?",
            ),
            "vertical_twice": (
                "M9",
                "Gx and Gy come from the same kernel now, and one of them needs the other: Gy answers to horizontal edges.",
            ),
            "horizontal_twice": (
                "M9",
                "Gx and Gy come from the same kernel now, and one of them needs the other: Gx answers to vertical edges.",
            ),
            "along_the_edge": (
                "M9",
                "You turned the angle by 90 degrees, so it runs along the edge. The gradient stands across it.",
            ),
            "counted_upwards": (
                "",
                "You counted angles upwards, as in mathematics. Rows are counted downwards: 90 degrees point down.",
            ),
            "up_to_360": (
                "",
                "Your arrows are right, but your angles run from 0 to 360. Leave them as `np.arctan2` gives them.",
            ),
        },
        "hints": (
            "Feed it a picture that is dark on the left and bright on the right. Which angle should come out, and which does?",
            "Gx is right minus left, so it answers to vertical edges. Which kernel of `cb.KERNELS` is that?",
            'Fill in the two gaps:\n\nGx = cb.conv2d(image, cb.KERNELS["sobel____"])\n'
            'Gy = cb.conv2d(image, cb.KERNELS["sobel____"])',
        ),
        "why": (
            'Gx, "the horizontal one", subtracts left from right and finds *vertical* edges: `sobel_vertical`. '
            "`np.arctan2` wants the downward part first, Gy, and then Gx."
        ),
    },
    "2.8": {
        "mistakes": {
            "too_late": (
                "M10",
                "`uint8` has no −30: it has become 226. Neither the subtraction nor its result may be `uint8`.",
            ),
            "into_int8": (
                "",
                "`int8` has signs, but it ends at 127. Differences of pixels run from −255 to 255.",
            ),
            "size_of_change": (
                "",
                "Nothing wraps now, but you dropped the signs. A step down must stay negative.",
            ),
            "steps_up_only": (
                "M10",
                "Nothing wraps now, but you cut off every negative answer. A step down must stay negative.",
            ),
            "cut_at_both_ends": (
                "",
                "You cut the answers off at −128 and 127. Differences of pixels run from −255 to 255.",
            ),
            "other_way_round": (
                "",
                "Your signs are the other way round: right minus left is asked for.",
            ),
        },
        "hints": (
            "Compute `np.uint8(50) - np.uint8(80)`. What should it be, and what is it?",
            "At the moment of the subtraction, the numbers must be of a type that has room for −255 to 255.",
            "Fill in the gap, and leave the subtraction as it is:\n\npixels = pixels.___\n"
            "return pixels[:, 2:] - pixels[:, :-2]",
        ),
        "why": (
            "The subtraction itself wraps, so `.astype(int)` on its result comes too late. Convert the pixels first. "
            "(`cb.conv2d` does that for you.)"
        ),
    },
    "2.9": {
        "mistakes": {
            "always_nine": (
                "",
                "Your sum is divided by 9, which is right for 3 × 3 only. There is nothing special about 9: how "
                "many pixels does a window have?",
            ),
            "divided_by_F": ("", "You divided by F. A window has F rows *and* F columns."),
            "not_divided": ("", "You returned the sums. A mean is the sum divided by the number of pixels."),
            "whole_numbers": ("", "You rounded down. A mean of whole numbers may have a fraction."),
        },
        "hints": (
            "Blur a flat picture, every pixel 100, with F = 2. What should come out, and what does?",
            "The weights must add up to 1, so that brightness is kept. How many equal weights are there?",
            "One number is wrong:\n\noutput[i, j] = image[i : i + F, j : j + F].sum() / ___",
        ),
        "why": (
            "The window has F · F pixels, so each weight is 1 / F², and they add up to 1 for every F. The 9 was right "
            "for F = 3 alone."
        ),
    },
    "2.10": {
        "form": "a table of 3 × 3 weights",
        "asks": ("what a flat region of 100 becomes", "the largest answer that a photo can give"),
        "mistakes": {
            "sum_of_0": (
                "",
                "The largest answer is right, but flat regions become 0: your weights add up to 0.",
            ),
            "doubled": (
                "",
                "The largest answer is right, but every flat region becomes twice as bright. Something must be subtracted.",
            ),
            "stays_inside": (
                "M10",
                "Your answers never go above 255. No rule keeps them there: weights below 0 leave room for larger ones.",
            ),
            "largest_weight": (
                "",
                "You looked at the largest weight alone. The answer is largest when the pixels under *all* positive "
                "weights are 255.",
            ),
            "minus_counted_as_plus": (
                "",
                "You counted negative weights as if they were positive. The answer is largest when the pixels under "
                "them are 0, and then they add nothing.",
            ),
        },
        "hints": (
            "Which photo gives a kernel its largest answer? Choose each of the nine pixels, from 0 to 255.",
            "255 under every positive weight, and 0 under every negative one. So the positive weights alone decide how "
            "large it gets, and the sum of all nine what a flat region becomes.",
            "The positive weights add up to 2, the negative ones to −1. One of many ways:\n\n"
            "np.array([[0, ___, 0], [0, 2, 0], [0, 0, 0]])",
        ),
        "why": (
            "The positive weights add up to 2, so a photo can give 2 · 255 = 510. All weights together add up to 1, so "
            "a flat region keeps its brightness. The smallest possible answer is −255: such a kernel needs a signed type."
        ),
    },
}
