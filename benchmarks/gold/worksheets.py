"""Worksheets of one to three lists, with what people and programs write around them, and what is in them."""

import random
from collections.abc import Callable, Mapping, Sequence

from benchmarks.gold.invented import HOUSES, THINGS
from benchmarks.gold.made_lists import Line, List, Worksheet, add_list, add_rows, lists

_TITLES = ("Autumn fair", "Walk-in visitors", "Gäste am Stand", "Liste des participants", "Week 32", "Second day")
_FACTS: Sequence[Sequence[Line]] = (
    [["Created by", "Petra Quist"], ["Date", "2026-03-04"]],
    [["Event", "Kettle evening", "Date", "2026-03-04"]],
    [["Topic", "Start Time", "Duration (minutes)"], ["Kettle evening", "2026-03-04 18:00", "90"]],
    [["Bericht", "Besucher"], ["Stand vom", "04.03.2026"], ["Filter", "alle"]],
    [["Report Name:", "Visitors"], ["Run by:", "petra.quist@fairs.example"]],
)
_FEET = (
    "{count} rows",
    "({count} rows affected)",
    "{count} records found",
    "{count} Einträge",
    "Total: {count}",
    "Total records: {count}",
    "Anzahl: {count}",
    "Nombre total : {count}",
    "Prepared by: Petra Quist",
    "Erstellt von: Petra Quist",
    "Filters: Status = Open",
    "Page 1 of 1",
    "Exported on 2026-03-04",
    "Confidential",
)
_COMMENTS = ("# exported by a scanner 3.1", "// list of the fair", "# Quelle: Messe", "## end of scan")
_TOTALS = ("{group} Total: {count}", "Total: {count}", "Summe: {count}", "{group}: {count}", "Subtotal: {count}")
_BANDS = ("{group}", "{group}:", "Region: {group}", "{group} ({count})")


def _runs(count: int, length: int) -> list[range]:
    return [range(first, min(first + length, count)) for first in range(0, count, length)]


def _stacked(rng: random.Random, gap: Callable[[], int], title: bool = False) -> Worksheet:
    sheet = Worksheet()
    for number, each in enumerate(lists(rng, rng.randrange(2, 4))):
        sheet.lines += [[] for _ in range(gap() if number else 0)]
        if title and number:
            sheet.say("title", [rng.choice(_TITLES)])
        add_list(sheet, each)
    return sheet


def _with_facts(rng: random.Random) -> Worksheet:
    sheet = Worksheet()
    for line in rng.choice(_FACTS):
        sheet.say("fact", line)
    sheet.lines += [[] for _ in range(rng.randrange(2))]
    if rng.random() < 0.5:
        sheet.say("title", [rng.choice(_TITLES)])
    for each in lists(rng, 1):
        add_list(sheet, each)
    return sheet


def _with_foot(rng: random.Random) -> Worksheet:
    sheet = Worksheet()
    (each,) = lists(rng, 1)
    add_list(sheet, each)
    sheet.lines += [[] for _ in range(rng.randrange(2))]
    for text in rng.sample(_FEET, rng.randrange(1, 4)):
        sheet.say("foot", [text.format(count=len(each.persons))])
    if rng.random() < 0.3:
        sheet.say("foot", [f"{rng.choice(HOUSES)} {rng.choice(THINGS)} Fairs"])
    return sheet


def _with_comments(rng: random.Random) -> Worksheet:
    sheet = Worksheet()
    first, last = rng.sample(_COMMENTS, 2)
    sheet.say("comment", [first])
    for each in lists(rng, 1):
        add_list(sheet, each)
    sheet.say("comment", [last])
    return sheet


def _grouped(rng: random.Random, bands: bool, totals: bool) -> Worksheet:
    """Groups of rows of one company, which the rows say as well, with its name above, its total below, or both."""
    sheet = Worksheet()
    (each,) = lists(rng, 1)
    fields = [name for name in each.fields if name != "company"]
    fields.insert(rng.randrange(1, len(fields) + 1), "company")
    band, total = rng.choice(_BANDS), rng.choice(_TOTALS)
    sheet.lines.append([each.titles[name] for name in fields])
    for numbers in _runs(len(each.persons), rng.randrange(2, 5)):
        company = each.persons[numbers[0]].company
        group = List(each.titles, fields, [p._replace(company=company) for p in each.persons], each.towns)
        if bands:
            sheet.say("band", [band.format(group=company, count=len(numbers))])
        add_rows(sheet, group, numbers)
        if totals:
            sheet.say("total", [total.format(group=company, count=len(numbers))])
    return sheet


def _header_again(rng: random.Random) -> Worksheet:
    sheet = Worksheet()
    (each,) = lists(rng, 1)
    for numbers in _runs(len(each.persons), 8):
        sheet.say("header again", each.header)
        add_rows(sheet, each, numbers)
    del sheet.others[:1]
    return sheet


def _two_rows(rng: random.Random) -> Worksheet:
    """Groups above the titles, or explanations beneath them."""
    sheet = Worksheet()
    (each,) = lists(rng, 1)
    if rng.random() < 0.5:
        notes = [rng.choice(["(required)", "(optional)", "(text)"]) for _ in each.header]
        sheet.lines.append(each.header)
        sheet.say("explanation", notes)
        titles = [f"{title} {note}" for title, note in zip(each.header, notes, strict=True)]
    else:
        half = len(each.fields) // 2
        sheet.say("groups", ["Person", *[""] * (half - 1), "Work", *[""] * (len(each.fields) - half - 1)])
        sheet.lines.append(each.header)
        titles = [f"{'Person' if place < half else 'Work'} / {title}" for place, title in enumerate(each.header)]
    add_rows(sheet, each, range(len(each.persons)), titles)
    return sheet


def _sparse(rng: random.Random) -> Worksheet:
    """A list of which many rows have a name, a company or an email and nothing else, the last one too."""
    sheet = Worksheet()
    (each,) = lists(rng, 1)
    sheet.lines.append(each.header)
    for number in range(len(each.persons)):
        row = each.row(number)
        if rng.random() < 0.3 or number == len(each.persons) - 1:
            kept = each.fields.index(rng.choice([name for name in ("full", "email", "company") if name in each.fields]))
            row = [cell if place == kept else "" for place, cell in enumerate(row)]
        sheet.lines.append(row)
        sheet.leads.append({title: cell for title, cell in zip(each.header, row, strict=True) if cell})
    return sheet


def _without_emails(rng: random.Random) -> Worksheet:
    """Lists beneath each other that say who somebody is, and not how to reach them."""
    sheet = Worksheet()
    for each in lists(rng, rng.randrange(2, 4)):
        others = rng.sample(["title", "town"], rng.randrange(3))
        fields = rng.sample(["full", "company", *others], 2 + len(others))
        add_list(sheet, List(each.titles, fields, each.persons, each.towns))
    return sheet


def _everything(rng: random.Random) -> Worksheet:
    """Comment, facts, title, a list, a foot; the same again beneath, of which each may be missing."""
    sheet = Worksheet()
    if rng.random() < 0.3:
        sheet.say("comment", [rng.choice(_COMMENTS)])
    for each in lists(rng, rng.randrange(1, 4)):
        for line in rng.choice(_FACTS) if rng.random() < 0.4 else ():
            sheet.say("fact", line)
        sheet.lines += [[] for _ in range(rng.randrange(2))]
        if rng.random() < 0.4:
            sheet.say("title", [rng.choice(_TITLES)])
        add_list(sheet, each)
        sheet.lines += [[] for _ in range(rng.randrange(2))]
        for text in rng.sample(_FEET, rng.randrange(3)):
            sheet.say("foot", [text.format(count=len(each.persons))])
        if rng.random() < 0.3:
            sheet.say("foot", ["Signed:", "Petra Quist"])
    return sheet


WORKSHEETS: Mapping[str, Callable[[random.Random], Worksheet]] = {
    "lists beneath each other": lambda rng: _stacked(rng, lambda: 0),
    "the same with blank lines": lambda rng: _stacked(rng, lambda: rng.randrange(1, 3)),
    "the same with titles": lambda rng: _stacked(rng, lambda: rng.randrange(2), title=True),
    "facts above": _with_facts,
    "a foot": _with_foot,
    "comments": _with_comments,
    "names of groups": lambda rng: _grouped(rng, bands=True, totals=False),
    "totals of groups": lambda rng: _grouped(rng, bands=False, totals=True),
    "names and totals": lambda rng: _grouped(rng, bands=True, totals=True),
    "header on every page": _header_again,
    "header of two rows": _two_rows,
    "sparse rows": _sparse,
    "lists without emails": _without_emails,
    "all of it": _everything,
}
