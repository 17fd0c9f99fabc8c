"""What the rules read in public data that lies on this machine, beside rivals in the same run.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.corpora delimited FOLDER [--misses 20]
    PYTHONPATH=functions .venv/bin/python -m benchmarks.corpora people --labelled FILE.xml --nameparser FILE.py

`delimited`: FOLDER is `survey_sample` of github.com/HPI-Information-Systems/Pollock.
`people`: `name_data/labeled/person_labeled.xml` of github.com/datamade/probablepeople, and `tests.py` of
github.com/derek73/python-nameparser.
"""

import argparse
from pathlib import Path

from benchmarks.corpora.delimited import print_delimited
from benchmarks.corpora.people import print_people


def main() -> None:
    """Prints what is read in the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    corpora = parser.add_subparsers(dest="corpus", required=True)
    delimited = corpora.add_parser("delimited")
    delimited.add_argument("folder", type=Path)
    people = corpora.add_parser("people")
    people.add_argument("--labelled", type=Path)
    people.add_argument("--nameparser", type=Path)
    for each in (delimited, people):
        each.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if options.corpus == "delimited":
        print_delimited(options.folder, options.misses)
    else:
        print_people(options.labelled, options.nameparser, options.misses)


if __name__ == "__main__":
    main()
