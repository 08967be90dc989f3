"""Words of the map on the start page."""

STATIONS = (
    ("a photo", "a table of numbers"),
    ("an edge map", "chapters 1 to 3: nine weights\nslide over the photo"),
    ("a layer", "chapters 4 and 5: many kernels,\nmany channels, bigger steps"),
    ("a matrix product", "chapter 6: all windows as rows\nof one matrix"),
)
ALT = (
    "The book as four pictures joined by arrows: the photo of a red cup; its edge map, where outlines are "
    "brown and blue and flat parts white (chapters 1 to 3); a stack of three such maps, a layer's output "
    "(chapters 4 and 5); and a tall matrix whose rows are the windows of the photo (chapter 6)."
)
