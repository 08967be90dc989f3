"""Chapter 6: the words of its predictions, questions and exercises. See chapter 1 for their form."""

PREDICTIONS = {
    "6.1": {
        "ask": "Written like that in Python, how long does the whole layer take?",
        "again": "A layer of 105 million MACs is written as six loops in Python. How long does it take?",
        "right": "c",
        "options": {
            "a": (
                "a tenth of a second",
                "Compiled code can do that. Here Python itself takes each of the 105 million steps.",
            ),
            "b": (
                "a few seconds",
                "That would be some 30 nanoseconds for a step. Python takes half a microsecond or so.",
            ),
            "c": ("ten seconds or more", "105 million steps, each of half a microsecond or so."),
        },
    },
    "6.2": {
        "ask": "For our layer, F = 11 and S = 4. How many numbers does X hold, compared with the photo?",
        "again": (
            "X holds every window of a photo as a row, for F = 11 and S = 4. How many numbers is that, compared with "
            "the photo?"
        ),
        "right": "b",
        "options": {
            "a": (
                "as many: they are only arranged in another way",
                "That holds if no two windows share a pixel. Ours are 11 wide and begin 4 apart.",
                "M8",
            ),
            "b": ("about 7 times as many", "A pixel is written out once for every window that it lies in."),
            "c": (
                "121 times as many",
                "So it would nearly be if a window began at every pixel. With S = 4, one begins at every fourth.",
                "M6",
            ),
        },
    },
    "6.3": {
        "ask": (
            "`view` below has 55 · 55 · 11 · 11 · 3 elements. How many bytes does NumPy copy to make it?"
        ),
        "again": (
            "`sliding_window_view` makes a view of 55 · 55 · 11 · 11 · 3 elements from a photo of 0.62 million bytes. "
            "How many bytes does NumPy copy to make it?"
        ),
        "right": "c",
        "options": {
            "a": (
                "4.39 million",
                "So says `nbytes`. It multiplies elements by bytes, and does not ask whether they were copied.",
            ),
            "b": (
                "0.62 million",
                "That is the photo itself. The view reads the photo where it lies, and copies nothing.",
            ),
            "c": ("none", "A view is an address and some strides."),
        },
    },
    "6.4": {
        "ask": "Five small products instead of one large one. What happens to the time?",
        "again": "X·W is computed as five small products instead of one large one. What happens to the time?",
        "right": "b",
        "options": {
            "a": (
                "five times as long",
                "Each product is a fifth of the work, so five of them are the same 105 million MACs. You will time them.",
                "M12",
            ),
            "b": ("about the same", "It is the same work, in five parts. You will time them below."),
        },
    },
    "6.5": {
        "ask": "What does NumPy do?",
        "again": (
            "In X each patch is flattened with the channel last, in W each group with the channel first. "
            "What does NumPy do with `X @ W`?"
        ),
        "right": "c",
        "options": {
            "a": (
                "it raises an error",
                "NumPy compares shapes, and both orders make a W of 363 × 96.",
                "M17",
            ),
            "b": (
                "it gives the right maps in another order",
                "Each column of W is still one group, so the maps stay in place. "
                "What moved are the weights inside a column: they meet other pixels.",
                "M17",
            ),
            "c": (
                "it gives wrong maps and says nothing",
                "The shapes agree, and weights meet pixels that are not theirs.",
            ),
        },
    },
}

QUESTIONS = {
    "6.1": {
        "ask": (
            "Somebody flattens the patches *and* the kernel groups with the channel first, "
            "instead of last. What becomes of X·W?"
        ),
        "right": "a",
        "options": {
            "a": (
                "it stays the same",
                "Every pixel still meets its own weight, only at another place of the sum.",
            ),
            "b": (
                "its columns change places",
                "A column of X·W belongs to a column of W, and each group is still in its own. "
                "The order *inside* a row of X and a column of W is another thing.",
                "M17",
            ),
            "c": (
                "its numbers become wrong",
                "They do if only one of the two is flattened in another way. Here both are, in the same way.",
                "M17",
            ),
            "d": (
                "its rows change places",
                "A row of X·W belongs to a row of X, and each patch is still in its own.",
                "M17",
            ),
        },
    },
    "6.2": {
        "ask": (
            "X holds 7 times as many numbers as the photo. Compared with the loop over windows, "
            "the product X·W does"
        ),
        "right": "b",
        "options": {
            "a": (
                "7 times as many MACs",
                "You counted copies of pixels. The loop also multiplies every pixel anew in each window that holds it.",
                "M12",
            ),
            "b": ("as many MACs", "Every window meets every group, here and there: H2·W2·K·F·F·D."),
            "c": (
                "fewer MACs, and so it is faster",
                "It does not save one of them. It is faster because the same MACs are done in one piece, near the processor.",
                "M12",
            ),
        },
    },
    "6.3": {
        "ask": "A layer with K = 8, F = 3, S = 1 runs over 20 × 30 × 4. How many columns has W?",
        "right": "a",
        "options": {
            "a": (
                "8",
                "One for each group. Every row of X, wherever its window lies, meets the same 8 columns.",
            ),
            "b": (
                "4032, for 18 · 28 windows and 8 groups",
                "You gave every place weights of its own. The windows are the rows of X, and all of them share W.",
                "M4",
            ),
            "c": (
                "32, for 8 groups and 4 channels",
                "You gave every channel a column. A group runs through all channels, so its 3·3·4 weights are one column.",
                "M2",
            ),
            "d": (
                "36, for 3·3·4 weights",
                "That is how many rows W has: one group's weights stand below each other.",
                "M17",
            ),
        },
    },
    "6.4": {
        "ask": (
            "X holds windows of 3 × 3 pixels, all of them 200, as uint8; W is a column of nine ones, uint8 as well. "
            "What does NumPy give for `X @ W`?"
        ),
        "right": "c",
        "options": {
            "a": (
                "1800",
                "That is the sum. But uint8 times uint8 stays uint8 in NumPy, and that ends at 255.",
                "M10",
            ),
            "b": ("255", "NumPy does not stop at the largest value. It begins again at 0.", "M10"),
            "c": ("8", "1800 is 7 · 256 + 8, and NumPy keeps the 8. Make X a float first."),
        },
    },
}

RECALL = {
    "6.1": {
        "ask": "Stride S: in which row of the padded photo does the window of output row i begin?",
        "right": "b",
        "options": {
            "a": ("i", "So it is at S = 1 only. A stride moves the window by S for each output.", "M6"),
            "b": ("i·S", "One step of the output is S steps of the photo."),
            "c": (
                "i·F",
                "That would put the windows side by side. How far a window moves is S's business, not F's.",
                "M6",
            ),
        },
    },
    "6.2": {
        "ask": "A row of 224 pixels, F = 11, S = 4, P = 0. The formula says 54.25. How many outputs?",
        "right": "b",
        "options": {
            "a": ("55", "The 55th window would hang over the end. Round down.", "M5"),
            "b": ("54", "Round down: one pixel is left over, and that is normal."),
            "c": ("none, it is an error", "54 windows fit. The pixel that is left over does no harm.", "M5"),
        },
    },
    "6.3": {
        "ask": "What does each map of a 1 × 1 layer hold?",
        "right": "c",
        "options": {
            "a": ("a copy of the input", "Even on one channel it would multiply by a weight.", "M14"),
            "b": (
                "one channel, brighter or darker",
                "A group has a weight for *every* channel, and adds the products up.",
                "M2",
            ),
            "c": ("a mixture of all channels", "At each pixel, a weighted sum of its channels."),
        },
    },
}

EXERCISES = {
    "6.1": {
        "mistakes": {
            "channels_fastest": (
                "M17",
                "Your columns run through (row, column, channel), channel fastest, as X does in this book. `Unfold` "
                "goes through one whole channel first. A `reshape` alone moves no axis; `transpose` does.",
            ),
            "columns_before_rows": (
                "M17",
                'Your channels are slowest, but inside a channel you read down the columns. `.T` and `order="F"` '
                "turn *all* axes round; only the channel axis must move.",
            ),
            "patches_in_rows": (
                "",
                "Your patches are the rows, as in this book's X. In `Unfold` each patch is a column.",
            ),
            "neighbouring_windows": (
                "M6",
                "Your windows begin one pixel apart, whatever S is. Window (i, j) begins at (i·S, j·S).",
            ),
        },
        "hints": (
            "In which order does `ravel` go through the axes of an array? Which of them changes fastest?",
            "The last axis changes fastest and the first one slowest. A patch has the axes (row, column, channel): "
            "which axis must come first before you ravel?",
            "`transpose` takes the old axes in their new order:\n\ncolumns[:, column] = patch.transpose(2, ___, ___).ravel()",
        ),
        "why": "`ravel` reads the last axis fastest, so the channel axis has to come first.",
    },
    "6.2": {
        "form": "`F, S`: two whole numbers, F from 1 to 224 and S at least 1",
        "asks": (
            "F is larger than 1",
            "windows over one row of pixels, at most",
            "rows of pixels that no window holds",
        ),
        "mistakes": {
            "as_many_numbers": (
                "",
                "X has the right size by chance: it copies some pixels and leaves as many others out. Each pixel "
                "must stand in X once.",
            ),
            "windows_overlap": (
                "",
                "Your S is smaller than F, so windows overlap, and X copies what they share.",
            ),
            "windows_apart": ("", "Your S is larger than F, so pixels between the windows are in none."),
            "some_left_over": (
                "",
                "Your windows touch and never overlap. But they do not fill the 224 pixels: some are left over at "
                "the end.",
            ),
            "one_pixel_each": ("", "With F = 1 the photo itself is X. The task asks for a larger F."),
        },
        "hints": (
            "When does a pixel lie in two windows? When in none? Set F = 2 in the explorer and try S = 1, 2 and 3.",
            "Windows must touch: how does S follow from F? And they must fill the row: what has F to do with 224?",
            "Windows that touch and fill 224 = 2·2·2·2·2·7 pixels:\n\nF = ___\nreturn F, ___",
        ),
        "why": (
            "S = F, so that windows touch and never overlap, and F divides 224. With F = 16 this is how a *vision "
            "transformer* cuts a photo into 196 patches."
        ),
    },
    "6.3": {
        "mistakes": {
            "sizes_swapped": (
                "",
                "Your output is W2 high and H2 wide. Rows of pixels come first, and each of them holds W2.",
            ),
            "turned_afterwards": (
                "M17",
                "The shape is right now, but pixels sit in wrong places: a `transpose` cannot mend a `reshape` that "
                "has cut the rows of X·W at the wrong places. Give `reshape` the right sizes.",
            ),
            "maps_come_first": (
                "M17",
                "You put the maps first. But a row of X·W is one pixel in all maps, so K is the *last* axis.",
            ),
            "maps_one_after_another": (
                "M17",
                "You read X·W as if one map came after the other. Its rows are pixels: K numbers of one pixel stand "
                "together.",
            ),
        },
        "hints": (
            "Row 0 of X·W is output pixel (0, 0), row 1 is (0, 1). Which row is the first of the next row of pixels?",
            "Row W2. So W2 rows of the product are one row of the output, and `reshape` must put that size last but one.",
            "NumPy works out the size written as −1:\n\nreturn product.reshape(-1, ___, K)",
        ),
        "why": (
            "X lists the windows as one reads, so W2 rows of the product make one row of pixels, and K stays last. A "
            "square photo would have hidden the swap."
        ),
    },
    "6.4": {
        "mistakes": {
            "stride_left_out": (
                "M6",
                "Your next window is one pixel on. With stride S it is S pixels on; steps inside the window stay 1.",
            ),
            "numbers_for_bytes": ("", "You counted numbers. NumPy counts bytes, as `x.strides` does."),
            "stride_in_the_window": (
                "M6",
                "You also took steps of S *inside* the window. S moves the window; its own pixels are neighbours.",
            ),
            "worked_out_from_the_shape": (
                "",
                "You worked the strides out from the shape. x may be a view, so ask `x.strides`.",
            ),
            "eight_bytes_each": (
                "",
                "You took 8 bytes for each number of a compact array. Some arrays have smaller numbers, and x may be a view: "
                "ask `x.strides`.",
            ),
            "right_before_down": (
                "",
                "You exchanged the first two. The first axis leads to the window *below*: `S * down`.",
            ),
            "inside_first": (
                "",
                "You put the axes inside the window first. The two that lead from window to window come before them.",
            ),
            "channel_first": (
                "M17",
                "Inside the window you put the channel first. Here the axes are row, column, channel.",
            ),
        },
        "hints": (
            "`x.strides` says how many bytes away the next row, the next column and the next channel are. What do you "
            "need for the next *window*?",
            "Inside a window: the same three steps as in x. From window to window: S rows down, or S columns to the "
            "right.",
            "Five numbers, made of three:\n\ndown, right, deeper = x.strides\n"
            "return S * ___, S * ___, down, ___, deeper",
        ),
        "why": (
            "A window further down is S rows away, a window further right S columns. Inside a window one walks as in "
            "the photo. F says how *often* to take a step, and so it stands in the shape, not in the strides."
        ),
    },
    "6.5": {
        "mistakes": {
            "input_size": (
                "M12",
                "You counted a window for every input pixel. Windows are counted by the output: H2·W2.",
            ),
            "twice_the_macs": (
                "M12",
                "You counted FLOPs. A MAC is a multiplication *and* an addition, and counts once.",
            ),
            "only_the_photo": (
                "",
                "Your MACs are right, but X holds more than the photo: each pixel once per window.",
            ),
            "rounded_up": ("M5", "You rounded up. The window that hangs over the end is not there."),
            "every_window": (
                "M6",
                "You counted a window at every pixel. With stride S, most of these are skipped.",
            ),
        },
        "hints": (
            "How many rows has X, and how long is one of them?",
            "H2·W2 rows of F·F·D numbers. In X·W, with how many columns is each of these numbers multiplied?",
            "Each number of X meets one weight in every column of W:\n\n"
            "H2, W2 = cb.output_size(H, F, S), cb.output_size(W, F, S)\nnumbers = H2 * W2 * ___\n"
            "return numbers, numbers * ___",
        ),
        "why": (
            "X has a row for each output pixel and a column for each weight of a group. In the product, each number "
            "of X is multiplied once with each of the K columns of W."
        ),
    },
    "6.6": {
        "mistakes": {
            "groups_torn_apart": (
                "M17",
                "`reshape(-1, K)` gives W the right shape and tears the groups apart: it never moves a number, and K is "
                "the *first* axis of `kernels`.",
            ),
            "groups_in_rows": (
                "",
                "Your groups are the rows of W now, each of them whole. X·W needs them as columns.",
            ),
            "all_axes_reversed": (
                "M17",
                "Each column is one group now, but its weights run through (channel, column, row). X runs through "
                "(row, column, channel).",
            ),
            "channels_slowest": (
                "M17",
                "Each column is one group now, but with the channel first. In the rows of X the channel comes last.",
            ),
        },
        "hints": (
            "Print `W[:, 0]` for `kernels = np.arange(24).reshape(2, 2, 2, 3)`. Are these the weights of group 0?",
            "First make each group a *row*: that keeps its weights together. How do rows become columns?",
            "One row for each group, then turn the table:\n\nW = kernels.reshape(K, ___).___",
        ),
        "why": (
            "`reshape` keeps the order in memory, in which group 0 comes first, whole. So each group becomes a *row*, "
            "`reshape(K, -1)`, and `.T` makes columns of the rows."
        ),
    },
    "6.7": {
        "mistakes": {
            "begins_at_i": (
                "M6",
                "Your strip still begins in photo row i. Output row i looks at a window that begins in row i·S.",
            ),
            "only_the_start_mended": (
                "M6",
                "The beginning of the strip is right. Its end is not: the last window begins in row (i + rows − 1)·S.",
            ),
            "only_the_end_mended": (
                "M6",
                "The end of the strip is right. Its beginning is not: output row i has a window that begins in row i·S.",
            ),
            "begins_at_the_top": (
                "",
                "Your strips all begin in photo row 0, so they grow. Output row i has a window that begins in row i·S.",
            ),
            "no_rows_shared": (
                "",
                "Your strips share no rows. But the last windows of a strip reach into the rows where the next one begins.",
            ),
            "one_window_more": (
                "",
                "Your strip holds a window too many. Its last window is i + rows − 1, and ends F rows after its beginning.",
            ),
            "one_window_high": (
                "",
                "Your strip is one window high, and NumPy copied its result into all rows. A strip makes `rows` output rows: "
                "its last window begins in row (i + rows − 1)·S.",
            ),
        },
        "hints": (
            "Take S = 2 and rows = 1. In which row of the photo does the window of output row 1 begin?",
            "Output rows i to i + rows − 1 need all photo rows from the beginning of the first window to the end of the "
            "last. Both windows begin at S times their number.",
            "First row of the first window, and the row after the last one:\n\n"
            "strip = x[i * ___ : (i + rows - 1) * ___ + F]",
        ),
        "why": (
            "The first window of a strip begins in row i·S, the last in row (i + rows − 1)·S. Neighbouring strips share "
            "F − S rows. At S = 1 the bug does not show, so a test with S = 1 finds nothing."
        ),
    },
    "6.8": {
        "mistakes": {
            "last_one_stays": (
                "",
                "Where patches overlap, the last one wipes out the others. All of them have to be added up.",
            ),
            "mean_of_copies": (
                "",
                "You took the mean where patches overlap: that would undo `im2col`. The task asks for sums.",
            ),
            "patch_begins_at_i": (
                "M6",
                "You put patches one pixel apart, whatever S is. Patch (i, j) belongs at (i·S, j·S).",
            ),
            "patch_channel_first": (
                "M17",
                "You read each row as if the channel came first. The rows run through (row, column, channel).",
            ),
        },
        "hints": (
            "A pixel lies in three windows. What is in `out` at its place after the first patch, and after the second?",
            "An assignment forgets what was there. What should happen to the old value?",
            "One operator is wrong:\n\nout[i * S : i * S + F, j * S : j * S + F] ___ patch",
        ),
        "why": (
            "`=` keeps only the last patch that holds a pixel; `+=` adds up all of them. Where windows do not overlap "
            "(S ≥ F) there is no difference, so a test needs S < F."
        ),
    },
    "6.9": {
        "form": "a group of 2 × 2 × 2 weights, `group[row, column, channel]`",
        "asks": ("four different values among the weights", "the same vector, channel first or last"),
        "mistakes": {
            "equal_channels": (
                "M17",
                "Your two channels are equal. But channel first writes the channels one after the other, and channel "
                "last mixes them: compare the two vectors.",
            ),
            "rows_and_columns_swapped": (
                "M17",
                "Your group stays the same if rows and columns swap. Here the *channel* moves to the front, and rows "
                "and columns keep their order.",
            ),
            "ends_swapped": (
                "M17",
                "Your group equals `group.T`, which turns all three axes round. `transpose(2, 0, 1)` moves the channel to "
                "the front and keeps rows before columns.",
            ),
            "too_few_weights": (
                "",
                "The two vectors agree, but your eight weights have fewer than four different values.",
            ),
        },
        "hints": (
            "Write down both vectors for `np.arange(8).reshape(2, 2, 2)`. Which weights stay at their places?",
            "The first and the last stay. The others go round in two rings of three: what must hold within a ring?",
            "Equal weights in each ring, and different ones otherwise:\n\n"
            "np.array([[[1, 2], [2, 3]], [[___, 3], [___, ___]]])",
        ),
        "why": (
            "Moving the channel to the front sends (row, column, channel) to (channel, row, column). Places 001, 010 and "
            "100 go round in a ring, 011, 101 and 110 in another; 000 and 111 stay. Equal weights in each ring: four "
            "different ones. With such a group, or with all ones, the order trap passes every test."
        ),
    },
}
