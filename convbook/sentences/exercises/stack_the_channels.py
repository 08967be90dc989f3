"""Chapter 4: the words of its predictions, questions and exercises. See chapter 1 for their form."""

PREDICTIONS = {
    "4.1": {
        "ask": "This one group, 3×3×3, slides over the crop, 7×6×3. What comes out?",
        "again": "One kernel group, 3×3×3, slides over a volume of 7×6×3, without padding. What comes out?",
        "right": "b",
        "options": {
            "a": (
                "5×4×3: each kernel makes one channel of the result",
                "Each kernel does make a picture from its own channel. But the three are added up: one group, one map.",
                "M2",
            ),
            "b": ("5×4: one map", "Three partial sums, added pixel by pixel."),
            "c": (
                "5×4×9: every kernel meets every channel",
                "Each kernel belongs to one channel and never meets another. What the three find is added up.",
                "M2",
            ),
        },
    },
    "4.2": {
        "ask": "How many biases does it have?",
        "again": "A layer with F = 3 turns 32×48×12 into 32×48×24. How many biases does it have?",
        "right": "b",
        "options": {
            "a": (
                "12, one for each input channel",
                "Twelve numbers added to the same map are one number in disguise. A bias belongs to an output map.",
                "M3",
            ),
            "b": ("24, one for each output map", "One group, one map, one bias."),
            "c": (
                "288, one for each kernel",
                "The 12 kernels of a group add up to one map, and the map gets one bias.",
                "M3",
            ),
        },
    },
    "4.3": {
        "ask": (
            "Now give it a picture ten times as high and ten times as wide, 320×480×12. "
            "How many numbers must it learn?"
        ),
        "again": (
            "A layer that reads 32×48×12 is given a picture ten times as high and ten times as wide, 320×480×12. "
            "How many numbers must it learn then?"
        ),
        "right": "c",
        "options": {
            "a": (
                "a hundred times as many",
                "You gave each place weights of its own. There are a hundred times as many places, and one group "
                "serves them all.",
                "M4",
            ),
            "b": (
                "ten times as many",
                "Neither height nor width is in the count: the same weights are used at every place.",
                "M4",
            ),
            "c": ("the same number", "The kernels are as large as before, and as many."),
        },
    },
    "4.4": {
        "ask": "Change one thing at a time. What makes more work but *no* more parameters?",
        "again": "You change one thing about a layer. What makes more work but *no* more parameters?",
        "right": "c",
        "options": {
            "a": (
                "more input channels, D",
                "A group holds one kernel for each channel, so every new channel brings new weights.",
                "M2",
            ),
            "b": (
                "more output maps, K",
                "Every new map has a group and a bias of its own, so it brings both.",
                "M12",
            ),
            "c": ("a picture twice as high", "More windows, each with the same weights."),
        },
    },
    "4.5": {
        "ask": "And on three channels?",
        "again": "On one channel, a kernel of 1×1 only multiplies. What does it do on three channels?",
        "right": "c",
        "options": {
            "a": (
                "it changes nothing that matters: there is no neighbour to look at",
                "It has no neighbours to look at, but it has three channels to weigh against each other.",
                "M14",
            ),
            "b": (
                "it makes all channels brighter or darker",
                "One weight would do that. This kernel has one weight for each channel, and adds up the products.",
                "M14",
            ),
            "c": (
                "it mixes the channels of each pixel into new ones",
                "A sum of three products, at every pixel.",
            ),
        },
    },
}

QUESTIONS = {
    "4.1": {
        "ask": (
            "A layer reads colour pictures (D = 3). It has K = 20 groups with F = 8. "
            "How many numbers does it learn, biases included?"
        ),
        "right": "b",
        "options": {
            "a": (
                "1,300",
                "(8·8 + 1)·20: you took each kernel group to be flat. A group has a kernel for each of the 3 channels.",
                "M2",
            ),
            "b": ("3,860", "(8·8·3 + 1)·20: a group of 192 weights and one bias, twenty times."),
            "c": (
                "3,880",
                "You counted the twenty biases twice. They come once: K groups, K biases.",
                "M3",
            ),
            "d": (
                "3,900",
                "(8·8·3 + 3)·20: a bias for each kernel. The three kernels of a group share one map, and one bias.",
                "M3",
            ),
        },
    },
    "4.2": {
        "ask": "A kernel bank has the shape (24, 3, 3, 12). What does its layer do?",
        "right": "c",
        "options": {
            "a": (
                "it reads 24 channels and makes 12 maps",
                "In other libraries perhaps. In this book the groups come first and the channels last: (K, F, F, D).",
                "M2",
            ),
            "b": (
                "it reads 12 channels and makes 288 maps",
                "You gave every kernel a map of its own. The 12 kernels of a group add up to one.",
                "M2",
            ),
            "c": ("it reads 12 channels and makes 24 maps", "24 groups, each of them 3×3×12."),
            "d": (
                "it reads any number of channels and makes 24 maps",
                "A flat kernel could slide over any number. A group is a block, and this one is 12 channels deep.",
                "M2",
            ),
        },
    },
    "4.3": {
        "ask": (
            "A layer has learned to answer to the rim of a cup, on photos with the cup at the upper left. "
            "Now the cup stands at the lower right. What happens in its map?"
        ),
        "right": "a",
        "options": {
            "a": ("the rim lights up at the lower right", "The same group looks at every place."),
            "b": (
                "nothing: it has learned no weights for that place",
                "No place has weights of its own. One group serves them all, so what it learned at one it knows at each.",
                "M4",
            ),
            "c": (
                "the rim lights up at the upper left, as before",
                "That would be an answer which stays while the cup moves. The map moves along with the picture.",
                "M15",
            ),
        },
    },
    "4.4": {
        "ask": "A layer turns 32×48×12 into 30×46×24, with F = 3. How many FLOPs is that, biases apart?",
        "right": "d",
        "options": {
            "a": (
                "30·46·24 · 3·3·12",
                "These are the MACs. Each of them is a multiplication and an addition: two FLOPs.",
                "M12",
            ),
            "b": (
                "2 · 32·48·24 · 3·3·12",
                "You counted the places of the input. Each *output* value costs work, and there are 30·46 to a map.",
                "M12",
            ),
            "c": (
                "30·46·24 · 3·3·12 / 2",
                "You took a FLOP to be two MACs. It is the other way round.",
                "M12",
            ),
            "d": ("2 · 30·46·24 · 3·3·12", "Two for each MAC, F·F·D MACs for each output value."),
        },
    },
    "4.5": {
        "ask": "A volume 32×48×64 meets a layer with F = 1 and K = 16. What comes out?",
        "right": "b",
        "options": {
            "a": (
                "32×48×64, as it was",
                "With no neighbour to look at, it may seem idle. But it adds up 64 channels, with 64 weights.",
                "M14",
            ),
            "b": ("32×48×16: each value mixes the 64 channels of its pixel", "16 groups of 1×1×64 weights."),
            "c": (
                "32×48×64, each channel brighter or darker",
                "That would take one weight for each channel, and no sum. Here 16 groups each weigh all 64 channels.",
                "M14",
            ),
            "d": (
                "32×48×1024: 16 maps from each channel",
                "You let every kernel make a map. The 64 kernels of a group add up to one.",
                "M2",
            ),
        },
    },
}

RECALL = {
    "4.1": {
        "ask": "What is one output pixel of a kernel?",
        "right": "c",
        "options": {
            "a": (
                "the matrix product of kernel and window",
                "That would be a table. Each pixel meets its own weight, and the products are added up.",
                "M18",
            ),
            "b": (
                "the mean of the window, weighted by the kernel",
                "Nothing is divided. It is a mean only if the weights happen to add up to 1, as in a blur.",
                "M18",
            ),
            "c": ("the sum of products of pixels and weights", "Chapter 1. Remember it for three channels."),
        },
    },
    "4.2": {
        "ask": "A kernel subtracts the left neighbours of a pixel from the right ones. Which edges does it find?",
        "right": "a",
        "options": {
            "a": ("vertical edges", "Chapter 2. You cross them when you walk from left to right."),
            "b": (
                "horizontal edges",
                "The *difference* is horizontal, the edge stands across it. Along a horizontal edge, left equals right.",
                "M9",
            ),
            "c": (
                "the border of the picture",
                "The border is the rim of the picture. An edge is a step in it.",
                "M21",
            ),
        },
    },
    "4.3": {
        "ask": "A picture has 32×48 pixels, and F = 5. Which P keeps its size?",
        "right": "b",
        "options": {
            "a": (
                "P = 0, zero padding",
                "Zero is what is put there, not how much. Without padding, 28×44 pixels are left.",
                "M7",
            ),
            "b": ("P = 2", "Chapter 3. (F − 1)/2 on each side."),
            "c": (
                "P = 4",
                "4 is the padding of both sides together. P counts one side.",
                "M7",
            ),
        },
    },
}

EXERCISES = {
    "4.1": {
        "mistakes": {
            "bias_per_channel": (
                "M3",
                "The bias is added once for each channel, D times in all. It belongs to the map: once for each `k`.",
            ),
            "bias_of_the_last_map": (
                "",
                "Only the last map gets its bias. The line now stands outside of both loops; it belongs inside `k`.",
            ),
            "biases_of_channels": (
                "M3",
                "You took `bias[d]`, one for each channel. There are K biases, one for each map.",
            ),
            "all_maps_each_time": (
                "M3",
                "You add to all maps at once, K times. Name the map: `output[:, :, k] += bias[k]`.",
            ),
            "each_bias_to_all_maps": (
                "M3",
                "You add each of the K biases to all maps at once. Name the map: `output[:, :, k] += bias[k]`.",
            ),
            "first_bias_for_all": (
                "",
                "Every map gets `bias[0]`. Each map has a bias of its own: `bias[k]`.",
            ),
            "bias_for_the_map": (
                "",
                "Your bias overwrites the map, so nothing else is left in it. It is added: `+=`.",
            ),
            "no_bias": ("", "The bias is missing now. Each map still needs its own, once."),
            "last_channel_only": (
                "",
                "Each channel overwrites the one before, so only the last is left. Partial sums are added: `+=`.",
            ),
            "channels_averaged": (
                "M18",
                "You took the mean over the channels. Their partial sums are added up, and nothing is divided.",
            ),
        },
        "hints": (
            "For D = 2 the result is off by one bias, for D = 3 by two. How often is the bias added?",
            "Every line inside the loop over `d` runs D times. Which line should run once for each map?",
            "The loops stay as they are. Only the last line moves, to the left:\n\n"
            "for k in range(K):\n    for d in range(D):\n        output[:, :, k] += ___\n    output[:, :, k] += ___",
        ),
        "why": (
            "The error is D − 1 biases, so the bias was added D times. Its line stands one level too deep: it belongs "
            "to the map, not to the channel."
        ),
    },
    "4.2": {
        "form": "K, F: two whole numbers of 1 or more",
        "asks": ("parameters, with D = 3", "F is more than 3"),
        "mistakes": {
            "biases_forgotten": (
                "",
                "Your *weights* are 34,944. The layer has K biases besides, and they are part of the count.",
            ),
            "flat_groups": (
                "M2",
                "You counted F·F weights for a group. It has a kernel for each of the 3 colours: 3·F·F.",
            ),
            "a_bias_per_kernel": (
                "M3",
                "You counted a bias for each kernel, three for a group. A group makes one map, and a map has one bias.",
            ),
            "F_first": ("", "The numbers are right, in the other order: `K, F`."),
            "small_kernel": ("", "It adds up, but this layer has larger kernels: F is more than 3."),
        },
        "hints": (
            "How many numbers belong to one group, with its bias?",
            "3·F·F + 1. K of them make 34,944. So which F leave no remainder?",
            "Try them all, then divide:\n\n[34_944 % (___ * F * F + ___) for F in range(4, 12)]",
        ),
        "why": (
            "The count is K·(3·F² + 1), so 3·F² + 1 must divide 34,944. F = 4 to 10 leave a remainder; F = 11 leaves "
            "none, and K = 96."
        ),
    },
    "4.3": {
        "mistakes": {
            "all_on_one_channel": (
                "",
                "All your kernels read channel 0. Each kernel has a channel of its own.",
            ),
            "one_kernel_for_all": (
                "",
                "You use kernel 0 for every channel. A group holds one kernel for each.",
            ),
            "one_channel_only": (
                "",
                "Your map knows channel 0 only. All D channels take part, each with its own kernel.",
            ),
            "bias_with_each": (
                "M3",
                "Your bias is in it D times. It is there already when the loop begins.",
            ),
            "bias_in_the_loop_too": (
                "M3",
                "Your bias is in it D + 1 times. It is there already when the loop begins, and the loop adds no more of it.",
            ),
            "bias_again": (
                "M3",
                "Your bias is in it twice. It is there already when the loop begins.",
            ),
            "bias_after_the_last": (
                "",
                "Only the last channel is left in your map. Partial sums are added to those before: `+=`.",
            ),
            "last_one_stays": (
                "",
                "Each channel overwrites what was there, the bias too, so only the last is left. Partial sums are added: "
                "`+=`.",
            ),
            "mean_of_channels": (
                "M18",
                "You divided by the number of channels. The partial sums are added up, and that is all.",
            ),
        },
        "hints": (
            "Look at the explorer of the lesson: which kernel lies on the red channel, and which on the blue one?",
            "In step d of the loop, kernel d meets channel d. Which index in the loop does not follow d?",
            "One index is missing:\n\noutput += cb.conv2d(x[:, :, ___], group[:, :, d])",
        ),
        "why": (
            "Kernel d reads channel d, and the D partial sums pile up on the bias. With `x[:, :, 0]` every kernel "
            "looked at the first channel, and for D = 1 nobody would notice."
        ),
    },
    "4.4": {
        "mistakes": {
            "one_sum_for_all": (
                "",
                "You added up the products of all groups. Each group makes a map of its own: one sum for each `k`.",
            ),
            "channels_kept_apart": (
                "M2",
                "You kept a sum for each channel. The channels are added too: a group makes one map, not D.",
            ),
            "groups_added": (
                "",
                "You added over the groups and kept the channels apart. The *first* axis of `kernels` counts the "
                "groups, and it stays.",
            ),
            "bias_with_each_product": (
                "M3",
                "You added the bias to every product. It is added once, to the sum.",
            ),
            "mean_over_the_block": (
                "M18",
                "You took the mean of the products. The output pixel is their sum.",
            ),
            "without_bias": ("", "The bias is missing: each map has one, added once."),
        },
        "hints": (
            "How many numbers come out at one place, and which products does each of them add up?",
            "K numbers. `block * kernels` has the shape (K, F, F, D): one block of products for each group. "
            "Or loop over the groups.",
            "Keep the first axis and add up the others:\n\nreturn (block * kernels).sum(axis=(___, ___, ___)) + ___",
        ),
        "why": (
            "`block * kernels` lays the same block under each of the K groups. Adding over rows, columns and channels, "
            "the axes 1, 2 and 3, leaves one number for each group, and each gets its bias."
        ),
    },
    "4.5": {
        "mistakes": {
            "macs": ("M12", "These are the MACs. One MAC is a multiplication and an addition: two FLOPs."),
            "half_the_macs": ("M12", "You divided the MACs by 2. A MAC is two FLOPs, not a FLOP two MACs."),
            "size_of_the_input": (
                "M12",
                "You counted H·W places. Work is done for each *output* value, and the output has H2·W2 places.",
            ),
            "padded_once": (
                "M7",
                "You added the padding once. P is added on each side, so an axis gains 2·P.",
            ),
            "flat_kernels": (
                "M2",
                "Your windows are flat: F·F products for an output value. They go through all D channels.",
            ),
            "one_addition_less": (
                "",
                "The first product needs no addition, so you counted one less. Here it is added to 0: each MAC is two FLOPs.",
            ),
            "one_map_only": ("", "You counted the work of one map. The layer makes K of them."),
            "padding_forgotten": (
                "",
                "You left the padding out. P zeros on each side make the output larger: 2·P more on each axis.",
            ),
            "biases_too": (
                "",
                "You counted the additions of the biases as well. They are left out here, as in most tables.",
            ),
        },
        "hints": (
            "How many numbers come out, and how many products are in each of them?",
            "H2·W2·K values, F·F·D products in each. H2 and W2 follow from chapter 3. What is one MAC in FLOPs?",
            "Fill in the gaps:\n\nH2, W2 = H + ___ - F + 1, W + ___ - F + 1\nreturn ___ * H2 * W2 * K * ___",
        ),
        "why": (
            "There are H2·W2·K output values, and each takes F·F·D multiplications and as many additions: that is the "
            "2. H2 and W2 are sizes of the output: padding adds P on both sides, and the kernel takes F − 1 away."
        ),
    },
    "4.6": {
        "mistakes": {
            "same_depth": (
                "",
                "You gave every layer the depth of the first input. A layer with K groups makes K maps, and the next "
                "one reads all of them.",
            ),
            "kernels_without_depth": (
                "M2",
                "Your groups are flat: F·F weights. A group has a kernel for each channel that it reads.",
            ),
            "bias_for_each_kernel": (
                "M3",
                "You counted a bias for each kernel. The kernels of a group share one map, and one bias.",
            ),
            "bias_for_each_weight": (
                "M3",
                "You counted a bias for each weight. There is one for each map.",
            ),
            "one_bias_a_layer": ("", "You counted one bias for the whole layer. Each of its K maps has one."),
            "weights_only": ("", "These are the weights. The biases are learned as well, one for each map."),
        },
        "hints": (
            "What does one group of the first layer hold? And how deep is the volume that the second layer reads?",
            "Loop over the layers: add K groups, each with its bias, then set the depth for the next layer.",
            "Fill in the gaps:\n\ntotal = 0\nfor K, F in layers:\n    total += K * (___ + ___)\n    D = ___\nreturn total",
        ),
        "why": (
            "A group holds F·F·D weights and its map has one bias. The K maps of a layer are the channels of the next, "
            "so D becomes K. No height and no width is needed."
        ),
    },
    "4.7": {
        "mistakes": {
            "other_order": (
                "",
                "The last axis is still taken for the groups. In this book it counts the channels, and the groups come "
                "first: (K, F, F, D).",
            ),
            "shape_mended_only": (
                "",
                "K and F are right now. But `kernels[:, :, :, k]` still takes its group from the last axis: the channels.",
            ),
            "group_mended_only": (
                "",
                "The group is right now. But K and F are still read from the wrong places of the shape.",
            ),
        },
        "hints": (
            "In this book a kernel bank has the shape (K, F, F, D). What does this function take it for?",
            "It comes from a library that stores (F, F, D, K). Two lines depend on the order of the axes.",
            "Mend both lines:\n\n___, ___, _, _ = kernels.shape\n...\n"
            "output[i, j, k] = (block * kernels[___]).sum() + bias[k]",
        ),
        "why": (
            "The groups stand on the first axis here, so K is the first number of the shape, and `kernels[k]` is a "
            "block of F×F×D. A test with K = D = F makes no error, only wrong numbers: choose sizes that differ."
        ),
    },
    "4.8": {
        "mistakes": {
            "one_weight_for_all": (
                "",
                "One weight serves all channels, so no channel can be told from another. A 1×1 kernel group has D weights.",
            ),
            "channels_scaled": (
                "",
                "You multiply each channel and keep it apart. A map is a *sum* over all channels, each with its weight.",
            ),
            "mean_weight": (
                "",
                "You gave all channels the mean of the weights. Each channel has its own weight: that is the mixing.",
            ),
            "mean_of_the_channels": (
                "M18",
                "You took the mean over the channels. Their products are added up, and nothing is divided.",
            ),
            "groups_and_channels_exchanged": (
                "",
                "You took the weights of one channel in all groups. A map needs one group: all its channels.",
            ),
        },
        "hints": (
            "A kernel of 1×1 on three channels: how many weights does it have?",
            "`kernels` has the shape (K, 1, 1, D). Group k has D weights, and `kernels[k, 0, 0, 0]` is one of them.",
            "One index too many:\n\nweights = kernels[___]\noutput[:, :, k] = (x * weights).sum(axis=2)",
        ),
        "why": (
            "`kernels[k, 0, 0]` holds D weights, one for each channel. NumPy lays them along the last axis of `x`, and "
            "the sum over that axis mixes the channels. One index more, and a single weight served all."
        ),
    },
    "4.9": {
        "form": "two layers, each as K, F, D: whole numbers of 1 or more, F at most 32",
        "asks": ("parameters, second minus first", "the kernels differ in size", "the second does less work"),
        "mistakes": {
            "D_first": ("", "You wrote D for K and K for D: read backwards, your layers are right."),
            "weights_equal": (
                "",
                "Your layers have equally many *weights*. Count the biases too, one for each map.",
            ),
            "biases_of_kernels": (
                "M3",
                "You counted a bias for each kernel. The kernels of a group share one map, and one bias.",
            ),
            "no_depth": ("M2", "You counted flat kernels, F·F weights. A group goes through all D channels."),
            "work_on_the_input": (
                "M12",
                "You counted work for 32·48 places. Without padding the output is smaller, and each layer has its own "
                "H2·W2.",
            ),
            "more_work": (
                "",
                "All is there, but the second layer has more work than the first. Exchange them.",
            ),
        },
        "hints": (
            "Both layers learn K·(F·F·D + 1) numbers. What can change in there without changing the result?",
            "Keep K, and keep F·F·D. A larger kernel fits at fewer places, so which of the two must come second?",
            "With F = 1 and F = 3, for example:\n\nreturn (4, 1, ___), (4, 3, 1)",
        ),
        "why": (
            "With the same K, the parameters agree when F·F·D does: 1·1·9 = 3·3·1. The 3×3 kernel fits at 30·46 places "
            "and the 1×1 kernel at 32·48, so the same weights are used less often. Parameters do not tell the work."
        ),
    },
}
