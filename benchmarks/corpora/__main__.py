"""What the rules read in public data that lies in a folder of this machine.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.corpora delimited FOLDER [--misses 20]

`delimited`: FOLDER is `survey_sample` of github.com/HPI-Information-Systems/Pollock.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpora.delimited import print_delimited

CORPORA: dict[str, Callable[[Path, int], None]] = {"delimited": print_delimited}


def main() -> None:
    """Prints what is read in the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", choices=CORPORA)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    CORPORA[options.corpus](options.folder, options.misses)


if __name__ == "__main__":
    main()
