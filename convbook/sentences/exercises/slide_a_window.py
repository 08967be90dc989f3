"""Chapter 1: the words of its predictions, questions and exercises.

An option is (text, what to say to whoever chose it, misconception). A mistake is (misconception, sentence).
In a hint, what follows an empty line is code. Misconceptions carry the numbers that README lists.
"""

PREDICTIONS = {
    "1.1": {
        "ask": "How many outputs will there be?",
        "again": "Three weights slide along five numbers. How many outputs are there?",
        "right": "b",
        "options": {
            "a": (
                "5, one for each number",
                "You gave every number an output of its own. At place 3 the weights would stick out.",
                "M7",
            ),
            "b": ("3", "The weights fit at places 0, 1 and 2."),
            "c": (
                "2",
                "Three weights over five numbers: count the places where they begin, and start with 0.",
            ),
        },
    },
    "1.2": {
        "ask": 'Some texts call this "the matrix product of kernel and window". What does `kernel @ window` give?',
        "again": (
            'Some texts call an output pixel "the matrix product of kernel and window". What does `kernel @ window` '
            "give?"
        ),
        "right": "c",
        "options": {
            "a": (
                "the same number",
                "A matrix product pairs rows with columns, not pixels with weights.",
                "M18",
            ),
            "b": ("another number", "A matrix product of two tables is a table.", "M18"),
            "c": ("no single number at all", "It is a table of nine numbers."),
        },
    },
    "1.3": {
        "ask": "What surrounds the bright pixel in the result?",
        "again": (
            "A picture is black but for one bright pixel, a kernel has nine different weights. What surrounds the "
            "bright pixel in the result?"
        ),
        "right": "b",
        "options": {
            "a": (
                "the kernel, as it is",
                "That is what true convolution gives, because it turns the kernel first. We did not turn it.",
                "M1",
            ),
            "b": (
                "the kernel, turned by half a turn",
                "The window up and to the left meets the pixel with its last weight.",
            ),
            "c": (
                "one bright pixel, nine times as bright",
                "Nine windows hold the bright pixel, and each of them has an output of its own.",
                "M18",
            ),
        },
    },
    "1.4": {
        "ask": (
            "Our kernel, transposed, looks left and right. Shift the photo three columns to the right, then filter it. "
            "Or filter it first, then shift the result. Where do the two agree?"
        ),
        "again": (
            "Shift a photo three columns to the right, then filter it. Or filter it first, then shift the result. "
            "Where do the two agree?"
        ),
        "right": "b",
        "options": {
            "a": (
                "everywhere",
                "Inside, yes. Near the border the windows see other neighbours after the shift.",
                "M15",
            ),
            "b": (
                "everywhere but near the border",
                "The same weights at every place, so the result shifts along.",
            ),
            "c": (
                "nowhere",
                "The same weights are used at every place, so a moved pixel meets the same sum.",
                "M15",
            ),
        },
    },
}

QUESTIONS = {
    "1.1": {
        "ask": ("A window holds the rows 1 2 / 3 4, a kernel the rows 1 0 / 0 −1. What is the output pixel?"),
        "right": "a",
        "options": {
            "a": ("−3", "1·1 + 2·0 + 3·0 + 4·(−1) = −3."),
            "b": (
                "the rows 1 −2 / 3 −4",
                "That is a matrix product. Each pixel meets its own weight, and the four products are added up.",
                "M18",
            ),
            "c": (
                "3",
                "You turned the kernel by half a turn first, so that −1 met the 1: true convolution.",
                "M1",
            ),
            "d": (
                "0",
                "That is the sum of the weights. They have to be multiplied by the pixels first.",
                "M18",
            ),
        },
    },
    "1.2": {
        "ask": (
            "You blur a photo with convolution and with true convolution, and the results are equal to the last digit. "
            "What follows?"
        ),
        "right": "c",
        "options": {
            "a": (
                "the flip never matters",
                "It matters for a kernel that a half turn changes, such as Sobel's.",
                "M1",
            ),
            "b": (
                "the library has a bug",
                "Both are right. A half turn does not change nine equal weights.",
                "M1",
            ),
            "c": (
                "nothing: blur looks the same after half a turn",
                "To tell the two apart, take an asymmetric kernel.",
            ),
        },
    },
    "1.3": {
        "ask": "A photo is shifted by three pixels, and its filtered result shifts by three pixels. What is this called?",
        "right": "b",
        "options": {
            "a": (
                "invariance",
                "Invariant means that the result stays as it was. It moved, by as much as the photo.",
                "M15",
            ),
            "b": ("equivariance", "Shift the input, and the output shifts along."),
            "c": (
                "linearity",
                "Linear filtering it is, but that speaks of sums and multiples of photos, not of places.",
                "M15",
            ),
        },
    },
}

RECALL = {}  # the first chapter has nothing to recall

EXERCISES = {
    "1.1": {
        "mistakes": {
            "stays_at_the_top": (
                "",
                "Your window moves to the right but never down: its rows do not depend on `i`.",
            ),
            "square_window": (
                "",
                "Your window has as many rows as columns. A kernel of 3 × 2 weights needs 3 rows and 2 columns.",
            ),
            "turned_kernel": (
                "M1",
                "You turned the kernel by half a turn: true convolution. No flip is wanted here.",
            ),
            "matrix_product": (
                "M18",
                "You took a matrix product of window and kernel. Multiply each pixel by its own weight: `*`.",
            ),
            "mean_of_products": ("M18", "You took the mean of the products. The output pixel is their sum."),
            "whole_numbers": (
                "",
                "Your output holds whole numbers only, so it cuts off the fractions of these pixels.",
            ),
        },
        "hints": (
            "Look at the explorer. When the output pixel moves one row down, what does its window do?",
            "A window has FH rows and FW columns, and its corner is at (i, j). Which rows of `image` are these?",
            "Only the rows of the slice are wrong:\n\nwindow = image[i : ___, j : j + FW]",
        ),
        "why": (
            "The rows of the window are `i` to `i + FH`; a loop that used `FW` for both would pass every test with a "
            "square kernel."
        ),
    },
    "1.2": {
        "form": "a table of 3 × 3 weights",
        "mistakes": {
            "moves_left": (
                "M1",
                "Your picture moved to the left. Your kernel moves it right in true convolution, which turns it first.",
            ),
            "moves_down": (
                "",
                "Your picture moved down, not to the right. Rows come first: `kernel[row, column]`.",
            ),
            "copies": ("", "Your picture did not move. The middle weight looks at the pixel itself."),
        },
        "hints": (
            "After the move, which pixel of the old picture stands at (i, j)?",
            "It stood one place to the left, at (i, j − 1). Which of the nine weights meets that pixel?",
            "Eight weights are 0. The middle row meets the row of the pixel itself:\n\n"
            "np.array([[0, 0, 0], [___, 0, ___], [0, 0, 0]])",
        ),
        "why": (
            "To show at (i, j) what was at (i, j − 1), the window must look one step to the left: the weight 1 stands "
            "in the middle row, *left* column. If you put it on the right, you were thinking of true convolution."
        ),
    },
    "1.3": {
        "mistakes": {
            "centre_as_corner": (
                "",
                "Your window begins one row and one column too early. The border of zeros has already moved pixel "
                "(i, j) to (i + 1, j + 1), so the corner of its window is (i, j).",
            ),
            "begins_at_the_pixel": (
                "",
                "Your window begins at the pixel. It should have the pixel in its middle: its corner is one step back.",
            ),
            "one_column_right": (
                "",
                "Your rows are right. Your columns begin one too far to the right: the pixel must stand in the middle "
                "of its window.",
            ),
            "two_rows": ("", "A slice ends before its last index, so yours holds two rows and two columns."),
            "turned": (
                "M1",
                "You turned the kernel by half a turn: true convolution. No flip is wanted here.",
            ),
            "product_of_matrices": (
                "M18",
                "You took a matrix product of window and kernel. Multiply each pixel by its own weight: `*`.",
            ),
        },
        "hints": (
            "In `padded`, where does pixel (i, j) of the image stand?",
            "At (i + 1, j + 1). Its window begins one row above and one column to the left of that.",
            "The window has three rows and three columns:\n\nwindow = padded[i : i + 3, j : ___]",
        ),
        "why": (
            "The border of zeros moves every pixel one step down and one to the right, and the corner of a window is "
            "one step up and one to the left of its middle. The two cancel: the slice starts at `i` and `j`."
        ),
    },
    "1.4": {
        "mistakes": {
            "one_too_few": (
                "",
                "The last window is missing. There are n − F + 1 places, and `range` stops before its end.",
            ),
            "one_per_number": (
                "",
                "You gave every number an output of its own. Use only the places where all weights fit.",
            ),
            "turned_weights": (
                "M1",
                "You turned the weights round, as `np.convolve` does: true convolution. Slide them as they are.",
            ),
            "one_product": ("", "You returned the products. One output is their sum."),
        },
        "hints": (
            "Five numbers, three weights: at which places can the weights begin?",
            "A loop over the places, from 0 to n − F; at each place the sum of products of F numbers and F weights.",
            "Fill in the two gaps:\n\nF = len(weights)\noutputs = np.zeros(len(row) - F + 1)\n"
            "for i in range(len(outputs)):\n    outputs[i] = (row[___] * weights).___\nreturn outputs",
        ),
        "why": (
            "There are n − F + 1 places where the weights fit, so the array of outputs is made that long, and the loop "
            "runs over it."
        ),
    },
    "1.5": {
        "mistakes": {
            "no_flip": (
                "M1",
                "This is what `cb.conv2d` gives anyway: no flip. The kernel has to be turned first.",
            ),
            "rows_only": (
                "",
                "You turned the kernel upside down, but not back to front. Half a turn does both.",
            ),
            "columns_only": (
                "",
                "You turned the kernel back to front, but not upside down. Half a turn does both.",
            ),
            "transposed": ("", "You exchanged rows and columns. That is a mirror image, and no half turn."),
            "turned_picture": (
                "",
                "You turned the picture as well, or the result. Only the kernel is turned; the picture stays as it is.",
            ),
        },
        "hints": (
            "What did the kernel 1 to 9 have to look like, so that the impulse gave back 1 to 9?",
            "Turn the kernel by half a turn, both axes, and use `cb.conv2d`. A slice with a step of −1 goes backwards.",
            "One index is missing:\n\nreturn cb.conv2d(image, kernel[::-1, ___])",
        ),
        "why": "`[::-1, ::-1]` reverses rows and columns, which is half a turn. The rest is the same sliding window.",
    },
    "1.6": {
        "mistakes": {
            "at_sign": (
                "M18",
                "The matrix product is still in it: `@` pairs rows with columns. Each pixel has a weight of its own.",
            ),
            "other_way_round": (
                "M18",
                "Changing the order of a matrix product gives another matrix product. Each pixel has a weight of its own.",
            ),
            "diagonal_only": ("M18", "You added the diagonal only: the trace. All nine products count."),
        },
        "hints": (
            "Compute one output on paper, with the kernel that has a single 1 in its upper right corner. What should it be?",
            "`@` multiplies rows by columns. Which operator multiplies two tables number by number?",
            "One sign is wrong:\n\noutput[i, j] = (window ___ kernel).sum()",
        ),
        "why": (
            "`window @ kernel` mixes every row of the window with every column of the kernel. `window * kernel` lets "
            "each pixel meet the weight on top of it."
        ),
    },
    "1.7": {
        "mistakes": {
            "over_the_pixels": (
                "",
                "`output` is the picture itself under a second name (a slice `image[:]` is no copy either). So later "
                "windows hold sums instead of pixels, and the caller's picture is lost.",
            ),
            "over_a_copy": (
                "",
                "The caller's picture is safe now, but your windows still look at sums that you have just written.",
            ),
            "border_lost": ("", "The border became 0. It should stay as it is in the picture."),
        },
        "hints": (
            "Print the picture before and after the call. What happened to it?",
            "Which array do the windows look at, and which array do the sums go to? They must be two arrays.",
            "One word is missing:\n\noutput = image.___()",
        ),
        "why": (
            "The sums must go into a new array, because a window that comes later needs the pixels as they were. "
            "`copy` also keeps the border."
        ),
    },
    "1.8": {
        "form": "a table of 3 × 3 weights",
        "asks": ("at least five different weights", "unchanged by half a turn"),
        "mistakes": {
            "mirrored": (
                "",
                "Your kernel equals its mirror image, left and right. Half a turn also swaps top and bottom.",
            ),
            "upside_down": (
                "",
                "Your kernel equals its mirror image, top and bottom. Half a turn also swaps left and right.",
            ),
            "across_the_diagonal": (
                "",
                "Your kernel equals its transpose. That is a mirror image, and no half turn.",
            ),
            "too_few_weights": ("", "The two agree, but fewer than five of your weights differ."),
        },
        "hints": (
            "Half a turn brings the upper left weight to the lower right. What must be true of the two?",
            "Opposite weights are equal: four pairs around the middle. That leaves five weights to choose.",
            "Complete it, with five different numbers:\n\nnp.array([[1, 2, 3], [4, 5, ___], [___, ___, ___]])",
        ),
        "why": (
            "Half a turn swaps each weight with the one opposite. Four pairs and the middle can be chosen freely, so "
            "five different weights are possible, and more are not."
        ),
    },
}
