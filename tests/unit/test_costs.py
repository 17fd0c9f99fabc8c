"""The estimate of costs: counted calls times prices, and what a stack costs in which nothing happens."""

import re
import subprocess
import sys

from tests.support.sam import ROOT

SMALL = "from benchmarks import costs; costs.SIZES = (20, 40); costs.main()"


def test_the_estimate_adds_up_to_its_last_line():
    called = [sys.executable, "-c", SMALL, "--rows", "1000", "--imports", "10"]
    path = f"{ROOT}:{ROOT / 'functions'}"
    made = subprocess.run(called, cwd=ROOT, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    rows = re.findall(r"^\| ([\w, ]+?) \| ?([\d.]*) \| ([\d.]+) \|$", made.stdout, re.MULTILINE)
    *services, (last, each, monthly) = rows
    assert last == "all"
    assert {name for name, *_ in services} >= {"Step Functions", "DynamoDB on demand", "CloudWatch alarms"}
    assert abs(sum(float(usd or 0) for _, usd, _ in services) - float(each)) < 0.0005
    assert abs(sum(float(usd) for *_, usd in services) - float(monthly)) < 0.05
