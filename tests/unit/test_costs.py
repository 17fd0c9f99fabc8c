"""The estimate of costs: counted calls times prices, and what a stack costs in which nothing happens."""

import json
import re
import subprocess
import sys

from tests.support.sam import ROOT

RECOUNT = """
import json
from benchmarks.costs import FEW, count, kept
from benchmarks.counting import CPU, EMULATOR_CPU
before = kept(FEW)
print(json.dumps({"now": count(FEW), "kept": [FEW, before.by_task, before.transitions], "cpu": [CPU, EMULATOR_CPU]}))
"""


def test_the_estimate_adds_up_to_its_last_line():
    printed = _run("-m", "benchmarks.costs", "--rows", "1000", "--imports", "10")
    rows = re.findall(r"^\| ([\w, ]+?) \| ?([\d.]*) \| ([\d.]+) \|$", printed, re.MULTILINE)
    *services, (last, each, monthly) = rows
    assert last == "all"
    assert {name for name, *_ in services} >= {"Step Functions", "DynamoDB on demand", "CloudWatch alarms"}
    assert abs(sum(float(usd or 0) for _, usd, _ in services) - float(each)) < 0.0005
    assert abs(sum(float(usd) for *_, usd in services) - float(monthly)) < 0.05


def test_the_counts_that_are_kept_are_those_of_the_tasks_as_they_are():
    """Where they are not, `PYTHONPATH=functions .venv/bin/python -m benchmarks.costs --recount` renews them."""
    counted = json.loads(_run("-c", RECOUNT))
    assert _same_everywhere(counted["now"], counted["cpu"]) == _same_everywhere(counted["kept"], counted["cpu"])


def _same_everywhere(counts, cpu):
    """Without what this machine's processor did, and what Upsert slice asks every quarter of a second."""
    rows, by_task, transitions = counts
    calls = {
        (task, name): number
        for task, of_task in by_task.items()
        for name, number in of_task.items()
        if name not in cpu and (task, name) != ("upsert_slice", "DynamoDB GetItem")
    }
    return rows, calls, transitions


def _run(*words):
    """What a Python prints that has made no client of AWS yet."""
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'functions'}"}
    made = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return made.stdout
