"""A status tells the truth whatever happens to an upload, in any order: see `tests/support/upload_schedules.py`."""

from collections import Counter

from hypothesis import settings

from easycrm.uploads.record import FINAL
from tests.support.upload_schedules import run_by_luck


def test_whatever_happens_to_an_upload_every_status_of_it_is_true():
    ends: Counter[str] = Counter()
    for seed in range(settings().max_examples):
        try:
            ends[run_by_luck(seed)] += 1
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise
    assert ends.keys() == FINAL
