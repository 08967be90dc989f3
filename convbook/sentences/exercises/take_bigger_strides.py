"""Chapter 5: the words of its predictions, questions and exercises. See chapter 1 for their form."""

PREDICTIONS = {
    "5.1": {
        "ask": (
            "A common slip: the output is small, as it should be, but the window starts at `i`, not at `i * S`. "
            "What does the photo turn into at S = 2?"
        ),
        "again": (
            "A layer with stride 2 has a slip: its output is small, as it should be, but the window of output i starts at "
            "`i`, not at `i * S`. What does a photo turn into?"
        ),
        "right": "b",
        "options": {
            "a": (
                "the same small photo, since the number of windows is right",
                "The number is right, and the places are not. The stride is the length of a step, not a number of steps.",
                "M6",
            ),
            "b": (
                "the upper left part of the photo, at full size",
                "The windows stand shoulder to shoulder, one pixel apart, and never get past the corner.",
            ),
            "c": (
                "an error",
                "All these windows lie inside the photo, so Python has nothing to complain about. Only the places are wrong.",
            ),
        },
    },
    "5.2": {
        "ask": (
            "A famous first layer (AlexNet's) has F = 11, S = 4. For a 224×224 photo and P = 0, (224−11)/4+1 is 54.25. "
            "So the output is"
        ),
        "right": "b",
        "options": {
            "a": (
                "an error",
                "Some courses call this invalid. But 54 windows fit, and a cell that is in none of them does no harm.",
                "M5",
            ),
            "b": ("54 × 54", "54 windows fit, and one cell is left over."),
            "c": (
                "55 × 55",
                "The paper reports 55, but not with these numbers. A window number 55 would hang over the end.",
                "M5",
            ),
        },
    },
    "5.3": {
        "ask": (
            "Filter with stride 3. Or filter with stride 1 and keep every third row and column of the result. The two are"
        ),
        "right": "a",
        "options": {
            "a": ("the same", "A stride skips windows, and the others stay as they are."),
            "b": (
                "the same but near the border",
                "The padding is the same for both, so a window at the border sees the same pixels too.",
            ),
            "c": (
                "different: strided windows see less",
                "Each window still sees F×F pixels. The stride says where windows stand, not how much one of them sees.",
            ),
        },
    },
    "5.4": {
        "ask": "Stripes one pixel wide, black and white. Keep every second pixel (F = 1, S = 2). You see",
        "right": "c",
        "options": {
            "a": (
                "stripes, half as many",
                "So it would look from further away. But a stride picks pixels: number 0, 2, 4 ..., and these are all black.",
            ),
            "b": (
                "even grey",
                "Grey is the mean of black and white, and nothing is averaged here. Each pixel kept is kept as it was.",
                "M18",
            ),
            "c": ("all black", "Pixels 0, 2, 4 ... are the black ones."),
        },
    },
    "5.5": {
        "ask": "At stride 2, shift the photo by one pixel, then by two. When does the output shift along?",
        "right": "b",
        "options": {
            "a": (
                "both times",
                "One pixel would have to become half a pixel in the output. Equivariance holds for multiples of S only.",
                "M15",
            ),
            "b": (
                "for two pixels only",
                "Two pixels are one stride, so every window meets what its neighbour met.",
            ),
            "c": (
                "never",
                "Two pixels are exactly one stride: each window meets what its neighbour met before.",
                "M15",
            ),
        },
    },
    "5.6": {
        "ask": 'A line of 8 pixels, F = 3, S = 2. With P = 1, and with `"same"`, you get',
        "right": "b",
        "options": {
            "a": (
                "equal sizes, equal values",
                'True for stride 1. Here `"same"` needs one zero in all, at the end, and P = 1 puts one at each end.',
                "M7",
            ),
            "b": (
                "equal sizes, other values",
                "One zero in all, or one at each end: the windows stand elsewhere.",
            ),
            "c": (
                "other sizes",
                '`"same"` gives 8/2 = 4 outputs, and P = 1 gives (8 − 3 + 2)//2 + 1, which is 4 too.',
            ),
        },
    },
}

QUESTIONS = {
    "5.1": {
        "ask": (
            "S = 3, P = 1. Where in the *picture*, not counting its padding, is the corner of the window of output "
            "pixel (2, 4)?"
        ),
        "right": "c",
        "options": {
            "a": (
                "(1, 3)",
                "You took off the padding, but let the window start at (2, 4). It starts at (2·3, 4·3) of the padded picture.",
                "M6",
            ),
            "b": (
                "(4, 10)",
                "You took off the padding of both sides. Only the zeros above and to the left come before a pixel.",
                "M7",
            ),
            "c": (
                "(5, 11)",
                "(2·3, 4·3) of the padded picture, and one less in each direction without the zeros.",
            ),
        },
    },
    "5.2": {
        "ask": "A side of 14 pixels, F = 3, S = 2, P = 1: (14 − 3 + 2)/2 + 1 is 7.5. What happens to the half?",
        "right": "d",
        "options": {
            "a": (
                "the layer refuses such a size",
                "Some courses call it invalid, but seven windows fit. Libraries round down.",
                "M5",
            ),
            "b": (
                "an eighth window looks at what is left",
                "It would hang over the end by a cell, and there is nothing to multiply. Only whole windows count.",
                "M5",
            ),
            "c": (
                "the last row of the picture is lost",
                "One cell is left over, and the last cell is a zero of the padding. No pixel is lost.",
                "M5",
            ),
            "d": (
                "nothing: seven windows, and a zero of the padding is in none",
                "The remainder is 1, and P is 1 too.",
            ),
        },
    },
    "5.3": {
        "ask": (
            "Two layers with F = 3. The first has stride 2, the second stride 1. How many pixels of the photo, across, does an "
            "output pixel depend on?"
        ),
        "right": "c",
        "options": {
            "a": (
                "3",
                "That is what the second layer sees of the first layer's output, not of the photo.",
                "M13",
            ),
            "b": (
                "5",
                "Right if both strides were 1. Here neighbours in the first output lie 2 photo pixels apart.",
                "M13",
            ),
            "c": ("7", "Three windows of 3 pixels, each 2 further on: 0 to 2, 2 to 4, 4 to 6."),
            "d": (
                "9",
                "Nine is 3 times 3, as if the three windows lay side by side. They are 2 apart, so they share pixels.",
                "M13",
            ),
        },
    },
    "5.4": {
        "ask": (
            "A network for photos of 32×32 pixels has K = 32 maps in its first layer. What K will it need for 64×64 pixels?"
        ),
        "right": "c",
        "options": {
            "a": (
                "64, as many maps as rows",
                "That the two were equal was chance. K counts kernel groups, and each of them slides over the whole photo.",
                "M19",
            ),
            "b": (
                "128, since there are four times as many pixels",
                "More pixels mean more places for the same groups, and no more groups. The work grows, K need not.",
                "M19",
            ),
            "c": (
                "no K follows from the size: it is found by trial",
                "K is like the width of a hidden layer: it buys capacity for work.",
            ),
            "d": (
                "32, the number that works",
                "32 was found by trial for that task. It may do here too, but nothing about the number makes it so.",
                "M19",
            ),
        },
    },
    "5.5": {
        "ask": (
            "In PyTorch, a line meets three weights with `dilation=2`. How many pixels does one window span, from its first to "
            "its last?"
        ),
        "right": "b",
        "options": {
            "a": (
                "3",
                "That is dilation 1, the plain window. Dilation keeps three weights, but spreads them apart.",
                "M11",
            ),
            "b": ("5", "The weights meet pixels 0, 2 and 4: always 2 apart, with a gap of one."),
            "c": (
                "6",
                "You gave each weight 2 pixels, the last one too. After the last weight there is no gap: (3 − 1)·2 + 1.",
                "M11",
            ),
            "d": (
                "7",
                "You left gaps of two, so dilation 1 would have a gap of one. It counts from 1: dilation 1 has no gap.",
                "M11",
            ),
        },
    },
}

RECALL = {
    "5.1": {
        "ask": "A side of 10 pixels, F = 5, P = 1, and the window moves one pixel at a time. How long is the output?",
        "right": "b",
        "options": {
            "a": ("7", "P counts one side. There are two: 10 + 2 cells, and 12 − 5 + 1 windows.", "M7"),
            "b": ("8", "10 + 2·1 cells hold 12 − 5 + 1 windows."),
            "c": ("10", "To keep the size for F = 5, padding must be 2 on each side.", "M7"),
        },
    },
    "5.2": {
        "ask": "A layer turns 3 channels into 8 maps with F = 3. How many biases are added into one output pixel?",
        "right": "a",
        "options": {
            "a": ("1", "One bias for each map, and a pixel is in one map."),
            "b": ("3", "The channels are summed first. What is added then is one number for the map.", "M3"),
            "c": ("27", "There are 27 weights in a group, and one bias for all of them.", "M3"),
        },
    },
    "5.3": {
        "ask": "The photo becomes twice as high and twice as wide, the layer stays as it is. What happens to parameters and work?",
        "right": "c",
        "options": {
            "a": (
                "both grow four times",
                "The weights are shared by all places, so their number does not grow.",
                "M12",
            ),
            "b": (
                "both stay",
                "The weights stay. But there are four times as many output pixels to compute.",
                "M12",
            ),
            "c": (
                "parameters stay, work grows four times",
                "Four times as many places, all with the same weights.",
            ),
        },
    },
}

EXERCISES = {
    "5.1": {
        "form": "three whole numbers, F and S at least 1, P at least 0",
        "asks": ("output size", "F is odd", "every pixel is in a window"),
        "mistakes": {
            "leaves_gaps": (
                "",
                "The size is right, but your stride is longer than the window. So the windows leave gaps between them.",
            ),
            "last_row_lost": (
                "",
                "The size is right, and there are no gaps. But at the end more cells are left over than P, so pixels are "
                "among them.",
            ),
            "even_window": (
                "",
                "Size and windows are right. Only your F is even, and such a window has no middle pixel: F should be odd.",
            ),
            "padding_in_all": (
                "M7",
                "You counted your P for both ends together. P is the padding at each end, so H1 grows by 2P.",
            ),
            "first_window_forgotten": (
                "",
                "You made 60 and 90 strides. The window that stands at the start counts as well, so there is one more.",
            ),
            "rounded_up": (
                "M5",
                "Your size comes out if one rounds up. But only whole windows count, so it is rounded down.",
            ),
        },
        "hints": (
            "240 becomes 60, and 360 becomes 90. What must S be?",
            "S = 4. No gaps: F is at least 4. And 240 − F + 2P must lie between 59·4 and 59·4 + 3, so try odd F, and for "
            "each the P that fits. What is left over at the end may be zeros, but no pixels.",
            "With F = 5, 235 + 2P must be at least 236, and at most P more than that:\n\nreturn 5, 4, ___",
        ),
        "why": (
            "F = 3, S = 4, P = 0 meets the size, but leaves gaps between the windows. F = 5 with P = 1 leaves none, and its "
            "remainder of 1 is padding. (7, 4, 2) is right too."
        ),
    },
    "5.2": {
        "mistakes": {
            "size_before_padding": (
                "",
                "The bug is still in it: the starts end at H1 and W1, the size before padding. The padded picture is larger.",
            ),
            "rows_only": (
                "",
                "The rows are mended. The columns still end at W1, the width before padding.",
            ),
            "starts_at_i": (
                "M6",
                "You visit all outputs now, but your windows start at `i` and `j`. The stride belongs into the start.",
            ),
            "as_far_as_H2": (
                "",
                "You let the starts run up to H2, in steps of S. H2 counts windows; a start is a row, and the last is (H2 − 1)·S.",
            ),
            "height_for_width": (
                "",
                "You took H2 for rows and columns. A row of the output has W2 pixels.",
            ),
        },
        "hints": (
            "How many different values does `top` take at P = 2, S = 1? How many rows has the output?",
            "`zip` ends with the shorter of its two ranges. Let one range decide, that of the outputs, and compute from `i` "
            "where the window starts.",
            "The same for j and the columns:\n\nfor i in range(H2):\n    for j in range(W2):\n"
            "        window = padded[___ : ___ + F, ___ : ___ + F]\n        output[i, j] = (window * kernel).sum()",
        ),
        "why": (
            "`range(0, H1, S)` measures the picture *before* padding: 8 rows are visited of 10: rows 8 and 9 stay 0, and "
            "columns 11 and 12. At P = (F−1)//2 and odd F the two counts are equal, and with less padding `zip` stops in time. Let the "
            "output decide: H2 windows, each at i·S."
        ),
    },
    "5.3": {
        "mistakes": {
            "one_side": (
                "M7",
                "The bug is still in it: the padding of one end is counted, and there are P zeros at each of the two.",
            ),
            "padding_in_it_twice": (
                "M7",
                "`padded` holds the zeros already. You added 2P to its length once more, so the last windows hang over.",
            ),
            "a_window_too_many": (
                "M5",
                "You round up, so the last window can hang over the end, with fewer numbers than weights. Round down.",
            ),
            "size_kept": (
                "",
                "Your output has len(row)/S numbers. That is so for P = (F−1)//2; other P give other sizes.",
            ),
            "first_window_missing": (
                "",
                "You count the strides. The window that stands at the start is missing.",
            ),
            "at_i": ("M6", "The number of outputs is right. But your windows start at `i`, not at `i * S`."),
        },
        "hints": (
            "Take the failing input and draw it: how many cells has `padded`, and how many windows fit?",
            "Compare `padded` with the number of outputs: how many zeros does each of the two lines count?",
            "One factor is missing:\n\noutputs = np.zeros((len(row) - F + ___ * P) // S + 1)",
        ),
        "why": (
            "P is the padding of one end, and there are two. The bug hid behind the rounding: for 12 numbers, F = 3, S = 2, P = 1 "
            "the wrong room is 10 and the right one 11, and both hold five strides."
        ),
    },
    "5.4": {
        "mistakes": {
            "window_at_i": (
                "M6",
                "Your windows start at `i`, one cell apart. The stride is the distance between two starts.",
            ),
            "windows_that_grow": (
                "M6",
                "Your windows begin at `i` and end at `i * S + F`, so each is longer than the one before. Every window has F cells.",
            ),
            "windows_that_shrink": (
                "",
                "You moved the start of the slice, but its end is still `i + F`. Every window has F cells: the end moves along.",
            ),
            "zeros_too": (
                "",
                "You return a count for each padded cell. The zeros at the ends are no pixels: cut them off.",
            ),
            "first_cells": (
                "",
                "You return the first n cells. The first P of those are padding: pixel 0 stands at cell P.",
            ),
            "minus_nothing": (
                "",
                "`[P:-P]` is right for all P but 0, where it is empty (chapter 3). Count from the start instead.",
            ),
        },
        "hints": (
            "Draw the line for n = 6, F = 2, S = 3, P = 1: eight cells. Where do the windows start?",
            "Window i begins at i·S and is F cells long. At the end, which of the padded cells are pixels?",
            "Three gaps:\n\nfor i in range(cb.output_size(n, F, S, P)):\n"
            "    counts[___ : i * S + F] += 1\nreturn counts[___ : ___]",
        ),
        "why": (
            "Window i covers the cells from i·S to i·S + F − 1, and each of them gets one more. Pixel 0 stands at cell P, so "
            "the pixels are the cells from P to P + n. A 0 is a pixel that no window sees."
        ),
    },
    "5.5": {
        "mistakes": {
            "picks": (
                "",
                "You picked one pixel of each block, as a stride alone does. The mean of all its pixels is asked for.",
            ),
            "corner_of_a_block": (
                "",
                "Your places are right, but you picked the corner of each block. The mean of all its pixels is asked for.",
            ),
            "blocks_at_i": (
                "M6",
                "Your blocks start at `i` and `j`, so they overlap and stay in the upper left corner. Block i starts S pixels "
                "after the one before it.",
            ),
            "part_of_a_block": (
                "M5",
                "You averaged what is left over at the end as a block of its own. Only whole blocks count: round down.",
            ),
            "sums": ("", "You added up the pixels of a block. Their mean is asked for."),
            "cut_to_whole_numbers": (
                "",
                "You cut the means to whole numbers. A mean may be a fraction: keep it.",
            ),
        },
        "hints": (
            "A picture of 3 × 4 and S = 2: how many whole blocks does it have?",
            "The blocks are windows with F = S and no padding. Two loops over the output, and in each step the mean of one block.",
            "Two starts are missing, and the columns go like the rows:\n\nH2, W2 = image.shape[0] // S, image.shape[1] // S\n"
            "output = np.zeros((H2, W2))\nfor i in range(H2):\n    for j in range(W2):\n"
            "        output[i, j] = image[___ : ___ + S, ___].mean()\nreturn output",
        ),
        "why": (
            "A block is a window with F = S, so block i starts at i·S, and (n − S)//S + 1 = n//S of them fit. It is a blur "
            "kernel with stride S: `cb.conv2d(image, cb.blur_kernel(S), stride=S)` does the same. Stripes become grey, which "
            "is honest."
        ),
    },
    "5.6": {
        "mistakes": {
            "last_kernel": (
                "M13",
                "You returned F of the last layer. That is what it sees of the layer before it, not of the photo.",
            ),
            "kernels_added": (
                "",
                "You added up the kernel sizes. Neighbouring windows overlap, and what they share counts once.",
            ),
            "strides_ignored": (
                "",
                "You added F − 1 for each layer, which is right for stride 1. After a stride, neighbours lie further apart.",
            ),
            "own_stride_too": (
                "",
                "You let a layer's stride spread its own windows. What a window sees is F × F; a stride counts for later layers.",
            ),
            "own_stride_only": (
                "",
                "You spread each layer by its own stride. What spreads its pixels are the strides of all layers "
                "before it.",
            ),
            "one_stride_too_many": (
                "",
                "You counted n strides for n outputs. From the first window to the last there are n − 1.",
            ),
            "from_the_photo": (
                "",
                "You have the right step, but you took it from the photo upwards. Start with one output pixel, at the last layer.",
            ),
        },
        "hints": (
            "An output pixel of the last layer: how many pixels of the layer before does it depend on?",
            "Go backwards. Suppose you need n neighbouring outputs of a layer with F and S. From the start of the first window to "
            "the start of the last there are n − 1 strides. How many inputs is that, with the last window?",
            "Two gaps:\n\npixels = 1\nfor F, S in reversed(layers):\n    pixels = (pixels - 1) * ___ + ___\nreturn pixels",
        ),
        "why": (
            "n neighbouring outputs have n − 1 strides between the first window and the last, and the last window is F long: "
            "(n − 1)·S + F inputs. Start with one pixel and go from the last layer to the first."
        ),
    },
    "5.7": {
        "mistakes": {
            "starts_at_i_and_j": (
                "M6",
                "The bug is still in it. The output has the right size, but its windows stand one pixel apart, not S.",
            ),
            "columns_not_yet": ("M6", "The rows are mended. Your columns still start at `j`."),
            "rows_not_yet": ("M6", "The columns are mended. Your rows still start at `i`."),
            "outputs_stepped_over": (
                "M6",
                "You step over the outputs. `i` counts outputs, one by one; S belongs into the start of the slice, `i * S`.",
            ),
            "stride_in_both": (
                "",
                "Your windows are right. But you step over the outputs: `i` and `j` count outputs, one by one.",
            ),
            "windows_times_S": (
                "",
                "Your windows grow with S. Every window has F rows: `i * S + F`.",
            ),
            "end_left_behind": (
                "",
                "You moved the start of the slice, but its end is still `i + F`. Every window has F rows: the end moves along.",
            ),
            "every_other_pixel": (
                "",
                "You put the stride inside the window, so it takes every S-th pixel: that is dilation. The stride is the distance "
                "between windows.",
            ),
        },
        "hints": (
            "Write down the rows of `padded` that the first, the second and the third output row look at, with S = 2.",
            "Which line knows S? Compare two neighbouring outputs: how far apart should their windows be?",
            "The same for the columns:\n\npatch = padded[i * S : ___, ___]",
        ),
        "why": (
            "S was used for the number of windows and not for their places. At S = 1, `i` and `i * S` are equal, so no test at "
            "S = 1 can find it. Start and end of the slice both move: `i * S : i * S + F`."
        ),
    },
    "5.8": {
        "mistakes": {
            "counted_from_0": (
                "M11",
                "The bug is still in it: dilation 1 leaves a gap of one. Libraries count the distance of two weights, so 1 has no gap.",
            ),
            "step_only": (
                "M11",
                "Your step is right. But `reach` still counts the old gaps, so a window holds more numbers than there are weights.",
            ),
            "reach_only": (
                "M11",
                "Your `reach` is right. But your step is still dilation + 1, so a window holds fewer numbers than there are weights.",
            ),
            "gap_after_the_last": (
                "",
                "You gave each weight `dilation` cells, the last one too. It needs one cell, so the window is shorter and fits at more places.",
            ),
            "strides_instead": (
                "",
                "You moved the window by `dilation`: that is a stride. Dilation spreads the weights inside the window.",
            ),
        },
        "hints": (
            "With dilation 1 the function should do what a plain window does. At which numbers does its first window look?",
            "`step` is the distance between two weights. From the first of F weights to the last there are F − 1 such steps, and "
            "a slice ends one after its last index.",
            "Two gaps:\n\nstep = ___\nreach = (F - 1) * ___ + 1",
        ),
        "why": (
            "Dilation d is the distance from one weight to the next, so 1 means no gap. Three weights at dilation 2 look at "
            "places 0, 2 and 4: from first to last that is (F − 1)·d + 1 cells."
        ),
    },
    "5.9": {
        "form": "three whole numbers, F and S at least 1, P at least 0",
        "asks": ("output size", "cells left over at the end"),
        "mistakes": {
            "both_sides_in_one": (
                "M7",
                "You counted your P for both ends together. P is the padding at each end.",
            ),
            "something_over": (
                "",
                "The size is right, but 224 − F + 2P is not a multiple of S, so something is left over. Can it be one, with "
                "your F?",
            ),
            "of_the_paper": (
                "M19",
                "These settings make 55 of 227 pixels, as in the paper. Nothing in F = 11 or S = 4 makes 55; the size of the "
                "photo counts too.",
            ),
            "up_to_55": (
                "M5",
                "Your settings give 54 and a fraction. That is rounded down to 54, and something is left over.",
            ),
            "no_first_window": (
                "",
                "You made 55 strides. With the window at the start that gives 56 outputs.",
            ),
        },
        "hints": (
            "55 windows: how many strides lie between the first and the last?",
            "54 strides must use up the room exactly: 224 − F + 2P = 54·S. Choose S = 4. Which F belongs to P = 0?",
            "With S = 4 the room is 216. Which F leaves it of 224 pixels?\n\nreturn ___, 4, 0",
        ),
        "why": (
            "54 strides must use up all the room: 224 − F + 2P = 54·S. With S = 4 this is F = 8 + 2P: (8, 4, 0), (10, 4, 1), "
            "(12, 4, 2) and so on. 224, 2P and 54·S are even, so F is even: with an odd F something is always left over."
        ),
    },
}
