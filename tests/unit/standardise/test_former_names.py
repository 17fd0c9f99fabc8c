"""What ids were made of names, whatever their fields become: answers of a release."""

import pytest

from easycrm.leads.identity import lead_id
from easycrm.standardise.columns.mapping import map_columns
from easycrm.standardise.rows.identifying import identify
from easycrm.workbooks.tables import label_columns

COLUMNS = map_columns(label_columns(["Name", "Phone", "E-mail"]))


def id_of(*cells):
    return lead_id(identify(COLUMNS, cells, "SG"))


@pytest.mark.parametrize(
    ("name", "with_phone", "with_role_address"),
    [
        ("Ida Wattle", "LR2CRQ46MKZRBDBQMBC0SP", "L3X9F2WJ364J15VCG8N6F8"),
        ("Wattle, Ida", "LR2CRQ46MKZRBDBQMBC0SP", "L3X9F2WJ364J15VCG8N6F8"),
        ("Ida Wattle Jr.", "L54DGY1YB721NY74TVE4DJ", "L5NF4KVZWX5AS1JEED6F3R"),
        ("Wattle, Ida, Jr.", "LP5165JWT3797T7KFFHW9P", "L9K9FJTFT647TQ5QGXJAY6"),
        ("WATTLE JR, IDA M", "LM7PZWZCC739AHY7HQBVAE", "LF852N8P9TACYWBGVNJRJN"),
        ("Ida Wattle, MBA, PMP", "LDHQ1GCNSNZJ26G73T86WT", "L9K9FJTFT647TQ5QGXJAY6"),
        ("Lee, MA", "L1H7C846TPSR5TF8TK8W29", "LTT04QFX2Z958APF2F46T9"),
        ("1. Ida Wattle", "LXKECW9T3SEGP3DB0EHQBB", "LYWT0ZQBSAC1TZJMG8DQ84"),
        ("#3 Ida Wattle", "L5BZDB8MW3AMHP6HQ93VWR", "LF0B1H65Y5DT5E687P3R9Q"),
        ("Ida Wattle, she/her", "LJWY3762YC65XWK8G24Q15", "LN6R2AV6C2Z53J6APAW2ZA"),
        ("Ida Wattle (she/her)", "LJWY3762YC65XWK8G24Q15", "LN6R2AV6C2Z53J6APAW2ZA"),
        ("Ida Wattle - CEO", "L75BDT8VSVE0KT0QN0P6QJ", "L93F7JYQT8HS3TWVPNJNEX"),
        ("Ida Wattle, Head of Sales", "L5RW6A371K4KNB2KHAT07P", "L9K9FJTFT647TQ5QGXJAY6"),
        ("Ida Wattle [External]", "L5YRRNEY0E2K36WEW1ZRP2", "LCEF68M6T9YHFR4YDSBXVH"),
        ("Ida Wattle | Tin Sparrow", "LV0Z6MYGQPP0N7FPQDBPYP", "L9K9FJTFT647TQ5QGXJAY6"),
        ("Ida & Bob Wattle", "LMQYHK267RHTCZXC32S856", "LV931S0JQ20KWZMD62Y60A"),
        ("Juan y Maria", "LNJSR39BC76RBBWSWHZH2Q", "L37GCGGW29YYJ7KAV5VNE8"),
        ("IDA E WATTLE", "L479CFM67ZR2FJVY8DC4RN", "LZ0XPV8DJW3VH663ENZD6T"),
        ("Ida Wattle, Bob Roy", "L9FAKY25ZK22VQQRPVNS21", "L7MENJT7WZR58QBXFWWA2C"),
        ("Tin Sparrow Ltd", "L237EDHS3B300FK8K50CC0", "L82NNP74GE0BQ99Z9RM47V"),
        ("Tan Wei Ling, PhD", "LBRVK8WYKXMDPEEQCS1Y38", "LR8TXJR1ZMSPGB1XRBH42K"),
        ("Yang Cao", "L19VPEQ1W4TQMS7XQNMYK6", "LRAQKTD4RQ1FNPERZ21Y21"),
        ("林志明, MA", "L673DG71FVF5ZG4BEB22PM", "LZQJAM5QJD67P8K362S0GV"),
        ("김민준 씨", "LHXD4SGX2PQZJAHJ14JAG7", "LQEZE834A3DVM8DT57GG6R"),
        ("Ida Wattle\nTin Sparrow\nHall 4", "LNRYRGWJW73R7085PFR7B4", "L9K9FJTFT647TQ5QGXJAY6"),
        ("Ida Wattle <ida@x.example>", "L9NTAKTNAVVYKM9ZP3EGYZ", "L3X9F2WJ364J15VCG8N6F8"),
    ],
)
def test_a_name_makes_the_id_that_it_made(name, with_phone, with_role_address):
    assert id_of(name, "+65 6123 4567", "") == with_phone
    assert id_of(name, "", "sales@nord.example") == with_role_address
