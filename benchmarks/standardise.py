"""Standardising: rows a second by rules, what DeepSeek costs for 100,000 rows, and how often the rules are right.

    PYTHONPATH=functions .venv/bin/python -m benchmarks.standardise [--rows 100000] [--misses 5]

DeepSeek is the test server (`tests/deepseek_server.py`): calls are real HTTP, tokens are estimated as DeepSeek's
documentation says (0.3 a character, 0.6 a Chinese one). Names, companies and numbers are invented: benchmarks/gold.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence

import tests.support.functions_environment  # noqa: F401 - the environment of the functions
from benchmarks import gold
from easycrm.deepseek.costs import NANO, Usage
from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import MappedColumn, map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.standardise.rows.layout import layout_of
from easycrm.standardise.rows.ledger import fates_of
from easycrm.standardise.rows.standardising import standardise
from easycrm.standardise.second_look.looking import Source, look_again
from easycrm.standardise.values import dialling, names
from easycrm.workbooks.tables import label_columns
from tests.support.assistants import PRICES, QUIET, InMemoryPurse, assistant_of
from tests.support.deepseek_server import DeepSeekServer, tokens

BATCH_ROWS = 1250
ROWS_PER_CALL_OF_OLD = 10
_OLD_PROMPT = """Standardise these leads. Return JSON: a list of objects with firstName, lastName, title, company,
email, phone and remarks; remarks holds every other column as `Header: value` lines. Split names, normalise phones to
E.164 and emails to lower case, clean companies and titles, keep everything else in remarks, invent nothing.

"""
HEADERS = ["Name", "Email", "Phone", "Company", "Position", "Interest", "Rating", "Notes"]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--misses", type=int, default=5)
    given = arguments.parse_args()
    people = gold.people(random.Random(2606), given.rows)
    rows = [[person.full, person.email, person.phone, person.company, person.title, *_extras(at)]
            for at, person in enumerate(people)]  # fmt: skip
    columns = label_columns(HEADERS)
    mapped = map_columns(columns, gather(len(columns), rows))
    speed(mapped, rows)
    cost(mapped, rows)
    gold.print_accuracy(given.misses)


def _extras(at: int) -> list[str]:
    return ["Price list", "hot", f"Wants a quotation for {at} units; call after Easter"]


def speed(mapped: Sequence[MappedColumn], rows: Sequence[list[str]]) -> None:
    """By rules alone, on one core, from empty caches; the ledger is part of it."""
    print("\nRows a second on one core, by rules (names, emails, phones, remarks, ledger)")
    layout = layout_of(mapped)
    works: dict[str, Callable[[list[str]], object]] = {
        "identify": lambda row: identify(mapped, row, "SG"),
        "standardise and prove the ledger": lambda row: _proved(mapped, row, layout.remark_keys),
    }
    for name, work in works.items():
        dialling.dialled.cache_clear()
        names.split_alone.cache_clear()
        begun = time.process_time()
        for row in rows:
            work(row)
        print(f"  {name:34} {len(rows) / (time.process_time() - begun):8,.0f}")


def _proved(mapped: Sequence[MappedColumn], row: list[str], remark_keys: Sequence[str]) -> None:
    found = standardise(mapped, row, "SG", "L1")
    fates_of(row, remark_keys, found.values, found.left_out)


def cost(mapped: Sequence[MappedColumn], rows: Sequence[list[str]]) -> None:
    """A tenth of the rows is residue: the name only in the email, the company only in the domain, all in one cell."""
    rows = [_residue(at, row) if at % 10 == 0 else row for at, row in enumerate(rows)]
    purse = InMemoryPurse(cap=1000 * NANO)
    with DeepSeekServer().running() as server:
        settled = 0
        for start in range(0, len(rows), BATCH_ROWS):
            sources = [Source(mapped, row, "L1") for row in rows[start : start + BATCH_ROWS]]
            found = [standardise(source.columns, source.cells, "SG", "L1") for source in sources]
            looked = look_again(sources, found, assistant_of(server, purse=purse))
            settled += sum(row.by == "deepseek" for row in looked)
        calls = len(server.requests)
    old_calls, old_usage = _one_call_for_ten_rows(rows)
    old_cost = PRICES.cost(old_usage, QUIET)
    scale = 100_000 / len(rows)
    print(f"\nDeepSeek for 100,000 rows, 10% of them residue ({settled / len(rows):.1%} settled by it)")
    print(f"  {'':34} {'calls':>8} {'input':>12} {'cached':>12} {'output':>12} {'USD':>8}")
    ours = [sum(usage[place] for usage in purse.usages) for place in range(3)]
    for name, number, usage, price in (
        ("the residue, 40 rows a call", calls, ours, purse.cost),
        ("every row as JSON, 10 a call", old_calls, list(old_usage), old_cost),
    ):
        counts = "".join(f" {count * scale:12,.0f}" for count in usage)
        print(f"  {name:34} {number * scale:8,.0f}{counts} {price * scale / NANO:8.3f}")
    print(f"  {'share':34} {calls / old_calls:8.1%} {purse.cost / old_cost:46.1%}")


def _residue(at: int, row: list[str]) -> list[str]:
    name, email, phone, company, title, *extras = row
    match at // 10 % 3:
        case 0:
            return ["", email, phone, company, title, *extras]
        case 1:
            return [name, email, phone, "", title, *extras]
        case _:
            return [f"{name}, {title}, {company}, {email}, {phone}", "", "", "", "", *extras]


def _one_call_for_ten_rows(rows: Sequence[list[str]]) -> tuple[int, Usage]:
    """What asking about every row would take: whole rows as JSON objects, whole leads as JSON objects back."""
    prompt = tokens(_OLD_PROMPT)
    calls = -(-len(rows) // ROWS_PER_CALL_OF_OLD)
    sent = sum(tokens(json.dumps(dict(zip(HEADERS, row, strict=True)), ensure_ascii=False)) for row in rows)
    answer = ["firstName", "lastName", "email", "phone", "company", "title", "remarks"]
    said = sum(
        tokens(json.dumps(dict(zip(answer, ["Ana", *row[:5], "\n".join(row[5:])], strict=True)), ensure_ascii=False))
        for row in rows
    )
    cached = (calls - 1) * (prompt // 64 * 64)
    return calls, Usage(calls * prompt + sent, cached, said)


if __name__ == "__main__":
    main()
