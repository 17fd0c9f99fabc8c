"""Text that is no list is refused by what it is; a list that holds such text is read."""

import pytest

from easycrm.errors import UnreadableFile
from easycrm.workbooks.text.no_list import what_it_is
from tests.support.workbooks.build import read_text

PEOPLE = "Name,Email,Notes\nUna Berg,una@berg.example,{}\nLars Moe,lars@moe.example,{}\n"
NO_LISTS = {
    "JSON": [
        '[{"name": "Una Berg", "email": "una@berg.example"}]',
        '{"leads": [\n{"name": "Una"}]}',
        '{"name": "Una"}\n{"name": "Lars"}\n',
        '[["Una", "una@berg.example"], ["Lars", "lars@moe.example"]]',
        '[\n  {"name": "Una Berg",\n   "em',
    ],
    "a saved email": [
        "From: Una Berg <una@berg.example>\nTo: sales@moe.example\nSubject: Stand\n\nHello,\nUna\n",
        "Von:\tUna Berg\nGesendet:\tFreitag\nAn:\tsales@moe.example\nBetreff:\tStand\n\nHallo\n",
        "Return-Path: <una@berg.example>\nReceived: from x by y;\n\tFri, 20 Nov\nMessage-ID: <1@berg.example>\n\nHi",
        "From una@berg.example Fri Nov 20 10:00:00 2026\nX-Note: 1\n\nHi\n",
        "差出人: 花子\n宛先: 太郎\n件名: 展示会\n\nこんにちは\n",
    ],
    "a log": [
        "2026-11-20 10:00:00,123 INFO mailer: sent to una@berg.example\n" * 3,
        "[2026-11-20T10:00:00Z] app.WARNING: no answer from lars@moe.example\n" * 4,
        "Nov 20 10:00:00 web1 postfix/smtp[123]: to=<una@berg.example>\n" * 3,
        '10.0.0.1 - una [20/Nov/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 5\n' * 3,
        "INFO:root:read una@berg.example\nERROR:root:none\nINFO:root:read lars@moe.example\n",
    ],
    "the history of a chat": ["[20.11.26, 10:00:12] Una Berg: call me\n[20.11.26, 10:01:00] Lars: yes\nsoon\n"],
    "a web page": [
        "<div>\n<p>Una Berg</p>\n<p>una@berg.example</p>\n</div>",
        "<people><person><name>Una</name></person></people>",
    ],
    "commands for a database": [
        "-- dump\nCREATE TABLE leads (name text, email text);\nINSERT INTO leads VALUES ('Una','una@berg.example');\n",
        "INSERT INTO leads VALUES ('Una','una@berg.example'),\n('Lars','lars@moe.example');\n",
    ],
    "source text": [
        "import smtplib\nfrom pathlib import Path\n\ndef send(name):\n    return name\n\nsend('una@berg.example')\n",
        "const people = [\n  'una@berg.example',\n];\nfunction send(to) {\n  mail(to);\n}\n",
        "#!/bin/sh\nmail una@berg.example\n",
        "<?php\necho 'una@berg.example';\n",
    ],
    "YAML": ["- name: Una Berg\n  email: una@berg.example\n- name: Lars Moe\n  email: lars@moe.example\n"],
    "a vCard file": ["BEGIN:VCARD\nVERSION:3.0\nFN:Una Berg\nEMAIL:una@berg.example\nEND:VCARD\n"],
    "a calendar": ["BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n"],
    "a directory's LDIF file": ["dn: cn=Una Berg,dc=berg\ncn: Una Berg\nmail: una@berg.example\n"],
    "an RTF document": ["\n{\\rtf1\\ansi Una Berg}"],
    "running text": [
        "We met many people at the fair, and all of them were kind.\n"
        "Una Berg wants to be called in spring; she likes the small model.\n"
        "Nobody, however, asked for the price. We shall see what comes of it.\n"
    ],
}
CELLS = [
    '"From: Lars\nTo: Una\nSubject: Stand\n\nHello"',
    '"[{""name"": ""Una""}]"',
    '"2026-11-20 10:00:00 INFO sent\n2026-11-21 10:00:00 INFO sent\n2026-11-22 10:00:00 INFO sent"',
    '"INSERT INTO leads VALUES (1);"',
    "<p>wants a demo</p>",
    '"We met many people at the fair. All of them were very kind to us, as ever.\nIt rained. We shall see what comes."',
    '"def send(x):\n    return x\nimport os\nimport re"',
]
LISTS = [
    "Call from: Una\nTo: Lars\nName,Email\nUna Berg,una@berg.example\n",
    "From: 2026-01-01\nTo: 2026-01-31\nSubject: Fair\n\nName,Email\nUna Berg,una@berg.example\n",
    "2026-11-20 10:00:00\tInfo request\tUna Berg\tuna@berg.example\n" * 3,
    "2026-11-20 10:00:00,INFO,una@berg.example\n" * 3,
    "<First Name>;<Email>\nUna;una@berg.example\nLars;lars@moe.example\n",
    "[External] Una Berg,una@berg.example\n[External] Lars Moe,lars@moe.example\n",
    "[2026]\nName,Email\nUna Berg,una@berg.example\n",
    "Una Berg\nLars Moe\n",
    "una@berg.example\nlars@moe.example\n",
    "<una@berg.example>\n<lars@moe.example>\n",
    '{"tag":1},Una Berg,una@berg.example\n{"tag":2},Lars Moe,lars@moe.example\n',
    "Name: Una Berg\nEmail: una@berg.example\n",
    "4791234567\n4791234568\n",
]


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in NO_LISTS.items() for text in texts])
def test_a_text_that_is_no_list_is_refused_by_what_it_is(tmp_path, what, text):
    with pytest.raises(UnreadableFile) as raised:
        read_text(tmp_path, text, name="list.txt")
    assert (raised.value.code, str(raised.value).startswith(f"This file is {what}")) == ("notASpreadsheet", True)


@pytest.mark.parametrize("cell", CELLS)
def test_a_list_whose_cells_hold_such_text_is_read(tmp_path, cell):
    read = read_text(tmp_path, PEOPLE.format(cell, cell))
    assert [cells[:2] for cells in read.cells] == [("Una Berg", "una@berg.example"), ("Lars Moe", "lars@moe.example")]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_that_begins_like_such_text_is_none(text):
    assert what_it_is(text) == ""
