"""However the list came to be what it is, its values are counted as they are."""

from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from easycrm.leads.columns.readings import Counts, Pair, readings_of
from easycrm.leads.columns.tallies import added, tallies_of
from easycrm.leads.list.read_model import apply_entries, open_read_model
from tests.support.column_models import entry

TEXTS = ["Anna", "5", "7.5", "7,5", "1,234", "3/4/2026", "13/4/2026", "4/13/2026", "2026-04-03", "01069"]
leads = st.dictionaries(st.sampled_from(["A", "a ", "B"]), st.sampled_from(TEXTS), max_size=3)
histories = st.lists(st.tuples(st.sampled_from(["L0", "L1", "L2"]), leads), max_size=12)


def way(one: float | None, other: float | None) -> Pair:
    """One value by one pair of readings."""
    is_both = one is not None and other is not None
    return Pair(
        int(one is not None and other is None),
        int(one is None and other is not None),
        int(is_both and one == other),
        int(is_both and one != other),
    )


@given(histories)
def test_values_are_counted_by_how_they_are_read_after_any_changes(history: list[tuple[str, dict[str, str]]]) -> None:
    with closing(open_read_model(Path(":memory:"))) as model:
        for version, (lead_id, texts) in enumerate(history, 1):
            apply_entries(model, [entry(lead_id, texts, version)])
        headers = {row[1]: row[0] for row in model.execute("SELECT id, header FROM headers")}
        tallies = tallies_of(model)
    said = [(header, readings_of(text)) for texts in dict(history).values() for header, text in texts.items()]
    assert tallies == {
        number: added(Counts(1, way(*read[:2]), way(*read[2:])) for header, read in said if header == name)
        for name, number in headers.items()
    }
    assert headers.keys() == {header for header, _ in said}
