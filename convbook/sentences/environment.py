"""Words of the environment line on the start page."""

LINE = "convbook {convbook} · Python {python} · NumPy {numpy} · widgets {widgets}"
OK = "ok"
MISSING = "missing: {names}"
