"""Forms, lists on their side and addresses of a mail: read, or left out in words; no lead is called Email or Phone."""

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from easycrm.workbooks.grids import Batch, Grid
from easycrm.workbooks.text.address_list import people_in
from easycrm.workbooks.turning import as_list
from tests.support.workbooks.build import Read, read_text, xlsx

NAMES = st.text("abcdefghijk ", min_size=1, max_size=12).map(str.strip).filter(bool)
PEOPLE = st.from_regex(r"Q[a-z]{3,8} Z[a-z]{3,8}", fullmatch=True)
EMAILS = st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.example", fullmatch=True)
UNA, LARS = ("Una Berg", "una@berg.example"), ("Lars Moe", "lars@moe.example")
FORMS = [
    "Name: Una Berg\nEmail: una@berg.example\n\nName: Lars Moe\nEmail: lars@moe.example\n",
    "Name: Una Berg\nEmail: una@berg.example\nName: Lars Moe\nEmail: lars@moe.example\n",
    "Name=Una Berg\nEmail=una@berg.example\nName=Lars Moe\nEmail=lars@moe.example\n",
    "Answers\n\nName : Una Berg\nEmail : una@berg.example\n\nName : Lars Moe\nEmail : lars@moe.example\n",
    "Name\tUna Berg\nEmail\tuna@berg.example\nName\tLars Moe\nEmail\tlars@moe.example\n",
    "Name,Una Berg,Lars Moe\nEmail,una@berg.example,lars@moe.example\n",
    "Name;Una Berg;Lars Moe\nE-Mail;una@berg.example;lars@moe.example\n",
]
ADDRESSES = [
    "Una Berg <una@berg.example>; Lars Moe <lars@moe.example>",
    "Una Berg <una@berg.example>, Lars Moe <lars@moe.example>\n",
    "To: Una Berg <una@berg.example>,\n 'Lars Moe' <lars@moe.example>, ",
    '"Una Berg" <una@berg.example>; "Lars Moe" <lars@moe.example>',
]


@pytest.mark.parametrize("text", FORMS + ADDRESSES)
def test_each_record_becomes_a_row(tmp_path, text):
    read = read_text(tmp_path, text, name="people.txt")
    assert (len(read.labels), read.cells, [row.number for row in read.rows]) == (2, [UNA, LARS], [2, 3])
    assert read.reports["people"].counts.keys() & {"form", "onItsSide", "addressList"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_labels_with_a_colon_have_their_values_in_the_next_cell(tmp_path, separator):
    text = "\n".join(
        f"{label}:{separator}{value}" for label, value in (("Name", "Una Berg"), ("Email", "una@berg.example"))
    )
    read = read_text(tmp_path, f"{text}\n")
    assert (read.labels, read.cells) == (["Name", "Email"], [("Una Berg", "una@berg.example")])


def test_a_value_keeps_the_signs_that_part_labels_and_cells(tmp_path):
    notes = "call at 10:30, or later; x=1"
    read = read_text(tmp_path, f"Name: Una Berg\nEmail: una@berg.example\nNotes: {notes}\n")
    assert read.cells == [(*UNA, notes)]


def test_a_blank_value_is_blank(tmp_path):
    read = read_text(tmp_path, "Name,Una Berg,Lars Moe\nPhone,,22 12 34 56\nEmail,una@berg.example,\n")
    assert read.cells == [("Una Berg", "", "una@berg.example"), ("Lars Moe", "22 12 34 56", "")]


def test_a_worksheet_on_its_side_is_turned_with_the_comments_on_its_cells(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", Leads=[["Name", UNA[0], LARS[0]], ["Email", UNA[1], LARS[1]], ["Firm", "", "Moe"]])
    workbook = openpyxl.load_workbook(file)
    workbook["Leads"]["C2"].comment = Comment("old", "Una")
    workbook.save(file)
    read = Read(file)
    assert [cells[:3] for cells in read.cells] == [(*UNA, ""), (*LARS, "Moe")]
    assert [cells[3:] for cells in read.cells] == [("",), ("old",)]


@pytest.mark.parametrize(
    "text",
    [
        "Name: Una Berg\nEmail: una@berg.example\nEmail: berg@una.example\n",
        "Name: Una Berg\nEmail: by post\nPhone: 22 12 34 56\n",
        "Name: Una Berg\nEmail: una@berg.example\nPhone: 22 12 34 56\nNotes: one\nand two more\n",
        "Name,Una Berg,Lars Moe\nEmail,by post,lars@moe.example\n",
    ],
)
def test_a_form_whose_people_cannot_be_told_is_left_out_in_words(tmp_path, text):
    read = read_text(tmp_path, text, name="people.txt")
    assert (read.tables, read.reports["people"].role) == ([], "form")


def test_a_single_record_beside_other_worksheets_may_be_of_who_made_the_workbook(tmp_path):
    cover = [["Fair in May", ""], ["Contact name", "Tor Lie"], ["Email", "tor@lie.example"]]
    read = Read(xlsx(tmp_path / "a.xlsx", About=cover, Leads=[["Name", "Email"], UNA, LARS]))
    assert ({name: report.role for name, report in read.reports.items()}, read.cells) == (
        {"About": "form", "Leads": "leads"},
        [UNA, LARS],
    )


@given(st.lists(st.tuples(PEOPLE, EMAILS), min_size=1, max_size=8))
def test_a_list_on_its_side_has_the_people_that_it_was_made_of(people):
    names, emails = zip(*people, strict=True)
    rows = [["Name", *names], ["Email", *emails], ["Notes", *map(str.upper, names)]]
    batch = Batch(range(1, 4), rows)
    (turned,) = as_list(Grid("Leads", iter([batch]), delimiter=",")).batches
    assert turned.rows == [["Name", "Email", "Notes"], *([name, email, name.upper()] for name, email in people)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Name,Email\nUna Berg,una@berg.example\n", [UNA]),
        ("Email,Name\nuna@berg.example,Una Berg\n", [UNA[::-1]]),
        (
            "By,Name,Email\nEmail,Una Berg,una@berg.example\nPhone,Lars Moe,lars@moe.example\n",
            [("Email", *UNA), ("Phone", *LARS)],
        ),
        ("Email,Una Berg,una@berg.example\nName,Lars Moe,lars@moe.example\nEmail,Tor Lie,t@lie.example\n", None),
        ("Event: Fair\nContact: us\n\nName,Email\nUna Berg,una@berg.example\nLars Moe,lars@moe.example\n", [UNA, LARS]),
        ("Una Berg <una@berg.example>\nLars Moe <lars@moe.example>\n", None),
        ("una@berg.example,berg@una.example\nlars@moe.example,moe@lars.example\n", None),
    ],
)
def test_a_list_is_not_turned(tmp_path, text, cells):
    read = read_text(tmp_path, text, name="people.txt")
    assert cells is None or read.cells == cells
    assert not read.reports["people"].counts.keys() & {"form", "onItsSide", "addressList"}


@pytest.mark.parametrize(
    "text", ["Una Berg, Lars Moe <lars@moe.example>; Tor <tor@lie.example>", "write to una@berg.example; soon"]
)
def test_what_is_not_all_addresses_is_no_list_of_them(text):
    assert list(people_in(text)) == []


@given(
    st.lists(st.tuples(NAMES, st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.example", fullmatch=True)), min_size=2),
    st.sampled_from(";,"),
)
def test_people_are_those_that_were_written(people, separator):
    assert list(people_in(f"{separator} ".join(f"{name} <{email}>" for name, email in people))) == people
