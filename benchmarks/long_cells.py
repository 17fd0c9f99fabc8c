"""What one long cell costs, whatever is in it: milliseconds for a cell of 10 KB, and how that grows with its length.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.long_cells [--characters 10000] [--above 20]

Each cell repeats one piece, alone and between two words, in the column of each field, of a row that is identified,
standardised and proved. A cell that takes much more than twice the time of half of it is one that a file can stop an
import with.
"""

import argparse
from itertools import product

import tests.support.functions_environment  # noqa: F401 - the environment of the functions
from tests.support.long_cells import HEADERS, ROW, cell_of, row_work, seconds

PIECES = (
    *("a@", "a@a.", "a@a.co ", "a@b.c.", "@", "@.", "a@a.co;", '"a b" <a@a> ', "a b<a@b.co>,", "<a@", "＠a", "a@é."),
    *("+1", "+1 ", "1", "1 ", "1.", "0-", "1 x 2 ", "ext 1 ", "tel:+1", "a#1;", "GB00 ", "2020-01-01 ", "fax 1 ", "+"),
    *(
        "A. ",
        "ABC ",
        "CO ",
        "LTD & ",
        "Dr. ",
        "Jr., ",
        "von ",
        "a-",
        "a/",
        "a, ",
        "a and ",
        "a & ",
        "a b; ",
        "a.b",
        "Mc",
    ),
    *("(", "(a", "[a](", "a (b) ", '"', "'", "{", "（", " - a", "- a", " | a", ",", "... ", "_a", "#1 ", "•a"),
    *("http://a.", "https://a.co/?a=", "&amp;", "&#64;", "a&", "<b>", "a:b"),
    *("李", "ア", "e\u0301", "ß", "\u202ea", "Ã¶", "a\n"),
    *(" ", "\n", "\t", " \n", "0 ", "é"),
)
BETWEEN = ("{}", "a {} b")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--characters", type=int, default=10_000)
    arguments.add_argument("--above", type=float, default=20.0, help="milliseconds from which a cell is printed")
    options = arguments.parse_args()
    work = row_work()
    work(list(ROW))
    print(f"{'column':10} {'piece':18} {'half':>9} {'whole':>9}  ms for {options.characters:,} characters")
    longest = 0.0
    for header in HEADERS:
        for piece, between in product(PIECES, BETWEEN):
            half = seconds(work, header, cell_of(piece, options.characters // 2, between)) * 1000
            whole = seconds(work, header, cell_of(piece, options.characters, between)) * 1000
            longest = max(longest, whole)
            if whole >= options.above:
                written = repr(between.format(piece))
                print(f"{header:10} {written:18} {half:9.1f} {whole:9.1f}  x {whole / max(half, 0.001):.1f}")
    print(f"The longest: {longest:.1f} ms; {len(HEADERS) * len(PIECES) * len(BETWEEN)} cells.")


if __name__ == "__main__":
    main()
