"""What the rules make of corpora that others have labelled, beside a rival in the same run.

    PYTHONPATH=functions:. .venv/bin/python -m benchmarks.corpora people --labelled FILE.xml --nameparser tests.py

The files are fetched by whoever measures: `person_labeled.xml` of datamade/probablepeople, and `tests.py` of
derek73/python-nameparser.
"""

import argparse

from benchmarks.corpora import people

SUBJECTS = {"people": people}
"""Each has `add_options(parser)` and `measure(options)`."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    subjects = parser.add_subparsers(dest="subject", required=True)
    for name, subject in SUBJECTS.items():
        subject.add_options(subjects.add_parser(name, help=(subject.__doc__ or "").partition("\n")[0]))
    options = parser.parse_args()
    SUBJECTS[options.subject].measure(options)


if __name__ == "__main__":
    main()
