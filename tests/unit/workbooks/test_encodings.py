"""Text that is not UTF-8: read by the evidence of its letters, or refused with the ways to read it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easycrm.errors import UnreadableFile
from easycrm.workbooks.reading import read_workbook
from easycrm.workbooks.text.interpretations import decided, foreign_cells, interpretations
from easycrm.workbooks.text.known_encodings import ENCODINGS, encoding_key, encoding_name, is_spoken
from easycrm.workbooks.text.letters import word_cost
from tests.support.workbooks.build import read_text

POLISH = "Nazwa;Firma;E-mail\nGrażyna Wąsik;Sąsiedzi i Spółka;g@example.com\nLechosław Dębiński;Źdźbło;l@example.com\n"
HUNGARIAN = "Név;Cég;E-mail\nGyöngyi Erdős;Tűzhely Kft.;gy@example.com\nJenő Fűzi;Kertészet;j@example.com\n"
GREEK = "Όνομα;Εταιρεία;E-mail\nΦώτης Λαμπράκης;Ήλιος Α.Ε.;f@example.com\nΆρτεμις Κοντού;Κήπος;a@example.com\n"
TURKISH = "Ad;Şirket;E-posta\nGökçe Ağaoğlu;Işık Gıda;g@example.com\nTuğba Şen;Kuş Yuvası;t@example.com\n"
HEBREW = "שם;חברה;דואל\nיעל ברקאי;ענני הצפון;y@example.com\nאורי שגב;מטע הזית;o@example.com\n"
ARABIC = "الاسم;الشركة;البريد\nسلمى الفارس;مطبعة الفجر;s@example.com\nكريم الصباغ;مخبز الورد;k@example.com\n"
LITHUANIAN = "Vardas;Įmonė;E. paštas\nŽivilė Šimėnaitė;Žiogas;z@example.com\nKęstutis Čiurlys;Ąžuolynas;k@example.com\n"
FRENCH = "Prénom;Société;E-mail\nJoséphine;Pâtisserie Hélène;j@example.com\nThéo;Crème & Pêche;t@example.com\n"
JAPANESE = "氏名;会社;メール\n小川 真由美;ひかり工業;m@example.com\n上田 健;みなと書店;k@example.com\n"
KOREAN = "이름;회사;이메일\n박서연;한빛상사;p@example.com\n최민호;푸른물산;c@example.com\n"
UKRAINIAN = "Ім'я;Компанія;E-mail\nОлеся Їжакевич;Світанок;o@example.com\nЮрій Гнатюк;Веселка;y@example.com\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "windows-1250"),
        (POLISH, "iso-8859-2"),
        (POLISH, "ibm852"),
        (HUNGARIAN, "windows-1250"),
        (HUNGARIAN, "iso-8859-2"),
        (GREEK, "windows-1253"),
        (TURKISH, "windows-1254"),
        (TURKISH + "Jürgen Großmann;Nähwerk;jg@example.com\n", "windows-1254"),
        (HEBREW, "windows-1255"),
        (ARABIC, "windows-1256"),
        (LITHUANIAN, "windows-1257"),
        (FRENCH, "windows-1252"),
        (FRENCH, "macintosh"),
        (FRENCH, "ibm850"),
        (UKRAINIAN, "windows-1251"),
        (UKRAINIAN, "koi8-u"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (KOREAN, "euc-kr"),
    ],
)
def test_a_short_list_is_read_in_its_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    read = read_text(tmp_path, text, ENCODINGS[encoding].codec)
    assert read.cells == [tuple(line.split(";")) for line in text.splitlines()[1:]]
    is_proven = encoding == "iso-2022-jp"
    assert [note.code for note in read.workbook.notes] == ([] if is_proven else ["encodingGuessed"])


def test_letters_that_come_late_in_a_long_list_are_looked_at(tmp_path: Path) -> None:
    plain = "".join(f"Jörg {number};Müller & Söhne;j{number}@example.com\n" for number in range(40_000))
    read = read_text(tmp_path, f"Name;Firma;E-Mail\n{plain}Jenő Fűző;Tűzhely;jf@example.com\n", "cp1250")
    assert read.cells[-1] == ("Jenő Fűző", "Tűzhely", "jf@example.com")


@pytest.mark.parametrize(
    "cell",
    [
        "Käse AG",
        "JOSÉ",
        "Österreich",
        "Citroën",
        "Iñaki",
        "PEÑA",
        "€ 50",
        "20°",
        "¥500",
        "± 5%",
        "It’s ok",
        "Nº 5",
        "m³",
    ],
)
def test_a_single_cell_of_a_western_list_is_enough(tmp_path: Path, cell: str) -> None:
    read = read_text(tmp_path, f"Name,Note,Email\nAna Ray,{cell},ana@example.com\n", "cp1252")
    assert read.cells == [("Ana Ray", cell, "ana@example.com")]


def _refusal(path: Path, content: bytes, **options: str) -> UnreadableFile:
    file = path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile) as raised:
        read_workbook(file, "list.csv", **options)  # type: ignore[arg-type]  # keywords only
    return raised.value


AMBIGUOUS = "Name,Email\nŞahin,s@example.com\n".encode("cp1254")


def test_a_list_that_may_be_two_things_is_refused_with_how_it_would_read(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, AMBIGUOUS)
    assert refusal.code == "encodingUnclear"
    samples = {choice["encoding"]: choice["sample"] for choice in refusal.details["choices"]}
    assert (samples["windows-1254"], samples["windows-1252"]) == ("Şahin", "Þahin")
    assert all(choice["name"] in refusal.sentence for choice in refusal.details["choices"])


def test_the_country_of_the_upload_decides_between_two_readings(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(AMBIGUOUS)
    tables = read_workbook(file, "list.csv", country="TR").tables()
    assert [row.cells[0] for table in tables for row in table.rows] == ["Şahin"]


def test_the_encoding_that_the_owner_says_is_believed(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(AMBIGUOUS)
    workbook = read_workbook(file, "list.csv", encoding="windows-1252")
    assert [row.cells[0] for table in workbook.tables() for row in table.rows] == ["Þahin"]
    assert workbook.notes == []


def test_bytes_that_are_not_in_the_encoding_that_the_owner_says_are_refused(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, AMBIGUOUS, encoding="utf-8")
    assert (refusal.code, refusal.details["row"]) == ("undecodableText", 2)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark_where_the_owner_says_so(tmp_path: Path, codec: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(FRENCH.encode(codec))
    (table,) = read_workbook(file, "list.csv", encoding="utf-16").tables()
    assert table.columns[0].header == "Prénom"


def test_text_that_is_not_utf_16_as_its_owner_says_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path, b"Name\nAna Ray!\n\xd8", encoding="utf-16").code == "undecodableText"


@given(st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=4))
def test_what_is_decided_is_a_reading_that_makes_sense_and_has_no_rival_of_other_letters(cells: list[bytes]) -> None:
    ways = interpretations(foreign_cells(b"\n".join(cells)))
    if codec := decided(ways, ""):
        (chosen,) = [one for one in ways if one.codec == codec]
        assert chosen.is_sensible
        assert all(one.words == chosen.words or one.cost > chosen.cost for one in ways if one.is_sensible)


@pytest.mark.parametrize("key", ENCODINGS)
def test_every_encoding_has_a_codec_a_name_and_letters_of_its_languages(key: str) -> None:
    encoding = ENCODINGS[key]
    assert encoding_name(encoding.codec) == encoding.name
    assert encoding_key(encoding.codec) == key
    assert "ab".encode(encoding.codec).decode(encoding.codec) == "ab"
    assert all(word_cost("", language) == (0, 0, 0) for language in encoding.languages)


def test_a_country_speaks_its_languages() -> None:
    assert is_spoken("tr", "TR")
    assert not is_spoken("tr", "DE")
    assert not is_spoken("en", "")
