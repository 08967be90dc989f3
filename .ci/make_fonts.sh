#!/usr/bin/env bash
# Makes convbook/data/fonts from Debian's Noto fonts: the letters and signs that the book's pictures use, no others.
# Run it again when a picture needs a character that is not there yet; a test names those that are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

fonts=$PWD/convbook/data/fonts python=${PYTHON:-$PWD/.venv/bin/python} scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chinese=$("$python" - <<'PYTHON'
import json, pathlib, re

words = [path.read_text(encoding="utf-8") for path in pathlib.Path().glob("convbook/**/*.toml")]
for path in pathlib.Path().glob("notebooks/**/*.ipynb"):
    words += ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
print("".join(sorted(set(re.findall("[\u3000-\u9fff\uff00-\uffef]", "".join(words))))))
PYTHON
)

cd "$scratch"
apt-get download -qq fonts-noto-core fonts-noto-mono fonts-noto-cjk
for package in *.deb; do dpkg-deb -x "$package" .; done
mv usr/share/fonts/*/noto/* .

subset() { # subset FONT OUTPUT OPTION ...: the characters that the options name, without rules for ligatures and the like
    "$python" -m fontTools.subset "$1" --output-file="$2" --layout-features= "${@:3}"
}

letters=U+0020-007E,U+00A0-017F,U+0370-03FF,U+2010-2026,U+2032,U+2033,U+203A,U+20AC
signs=U+2190-2195,U+21D0-21D4,U+2202,U+2207,U+2208,U+2211,U+2212,U+221A,U+221E,U+2248,U+2260,U+2264,U+2265
marks=U+25A0,U+25A1,U+25B2,U+25B6,U+25BC,U+25C0,U+25CB,U+25CF,U+2713,U+2717
mkdir -p "$fonts"
subset NotoSansMath-Regular.ttf signs.ttf --unicodes=$signs --no-hinting --drop-tables+=MATH
subset NotoSansSymbols2-Regular.ttf marks.ttf --unicodes=$marks --no-hinting
for style in Regular Bold Italic; do
    subset NotoSans-$style.ttf letters.ttf --unicodes=$letters
    "$python" -m fontTools.merge --output-file="$fonts/NotoSans-$style.ttf" letters.ttf signs.ttf marks.ttf
done
subset NotoSansMono-Regular.ttf "$fonts/NotoSansMono-Regular.ttf" --unicodes=$letters,$signs,$marks
subset NotoSansCJK-Regular.ttc "$fonts/NotoSansSC-Regular.otf" --font-number=2 --text="$chinese" # 2: simplified Chinese
ls -l "$fonts"
