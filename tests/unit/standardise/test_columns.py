"""What columns mean: by header in thirteen languages, and by values."""

import pytest

from easycrm.standardise.columns.evidence import gather
from easycrm.standardise.columns.mapping import map_columns
from easycrm.workbooks.tables import label_columns

PEOPLE = [
    ("Ana", "Lindqvist", "ana.lindqvist@copper-otter.example", "+65 6123 4567", "Copper Otter Ltd", "Buyer"),
    ("Bob", "Penhallow", "bob.penhallow@salted-fern.example", "+65 6123 4568", "Salted Fern Inc", "Head of Sales"),
    ("Cid", "Tannenfeld", "cid.tannenfeld@tin-sparrow.example", "+65 6123 4569", "Tin Sparrow GmbH", "Founder"),
]
FULL = [(f"{first} {last}", email, phone, company, title) for first, last, email, phone, company, title in PEOPLE]


def mapped(headers, rows):
    columns = label_columns(list(headers))
    return map_columns(columns, gather(len(columns), rows))


def fields(headers, rows=()):
    return [column.field for column in mapped(headers, rows or [[""] * len(headers)])]


@pytest.mark.parametrize(
    "headers",
    [
        "First Name|Last Name|E-Mail|Phone No.|Company|Job Title",
        "Vorname|Nachname|E-Mail-Adresse|Telefonnummer|Firma|Funktion",
        "Prénom|Nom|Courriel|Téléphone|Société|Poste",
        "Nombre|Apellidos|Correo electrónico|Teléfono|Empresa|Cargo",
        "Nome|Sobrenome|E-mail|Telefone|Empresa|Cargo",
        "Nome|Cognome|Posta elettronica|Telefono|Azienda|Qualifica",
        "Voornaam|Achternaam|E-mailadres|Telefoonnummer|Bedrijf|Functie",
        "名|姓|电子邮箱|联系电话|公司名称|职位",
        "名|姓|メールアドレス|電話番号|会社名|役職",
        "Nama depan|Nama belakang|E-mel|No. telefon|Syarikat|Jawatan",
        "Имя|Фамилия|Эл. почта|Номер телефона|Компания|Должность",
        "명|성|이메일 주소|전화번호|회사명|직책",
        "Tên riêng|Họ và tên đệm|Địa chỉ email|Số điện thoại|Tên công ty|Chức vụ",
    ],
)
def test_headers_are_known_in_every_language(headers):
    expected = ["firstName", "lastName", "email", "phone", "company", "title"]
    assert fields(headers.split("|"), PEOPLE) == expected


def test_email_and_phone_are_found_without_a_header():
    rows = [[email, phone] for _, email, phone, _, _ in FULL]
    assert fields(["", "xyz"], rows) == ["email", "phone"]


def test_name_and_company_without_a_header_are_known_by_the_email_beside_them():
    rows = [[name, company.rsplit(" ", 1)[0], email] for name, email, _, company, _ in FULL]
    assert fields(["A1", "B1", "C1"], rows) == ["fullName", "company", "email"]


@pytest.mark.parametrize("header", ["Compnay Name", "Main company of the visitor"])
def test_a_similar_header_counts_if_the_values_agree(header):
    assert fields([header], [[company] for *_, company, _ in FULL]) == ["company"]


@pytest.mark.parametrize("header", ["Compnay Name", "Main company of the visitor"])
def test_a_similar_header_alone_is_never_enough(header):
    assert fields([header], [["12"], ["14"], ["17"]]) == [None]


@pytest.mark.parametrize(
    ("values", "field"), [(["Mr", "Ms", "Dr."], None), (["Head of Sales", "Buyer", "CEO"], "title")]
)
def test_title_is_a_job_or_an_honorific_depending_on_its_values(values, field):
    assert fields(["Title"], [[value] for value in values]) == [field]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Mobile", "Phone"], [None, "phone"]),
        (["Home phone", "Mobile"], [None, "phone"]),
        (["Fax", "Assistant Phone"], [None, None]),
        (["Personal Email", "Work Email"], [None, "email"]),
        (["Phone 2", "Phone 1"], [None, "phone"]),
    ],
)
def test_the_best_of_several_columns_gets_the_field(headers, expected):
    value = "ana@x.example" if "Email" in headers[0] else "+65 6123 4567"
    assert fields(headers, [[value, value]]) == expected


def test_an_empty_column_does_not_take_the_field_from_a_filled_one():
    assert fields(["Phone", "Telephone"], [["", "+65 6123 4567"]]) == [None, "phone"]


@pytest.mark.parametrize(
    ("headers", "rows", "expected"),
    [
        (["Vorname", "Name"], [["Ana", "Weiß"]], ["firstName", "lastName"]),
        (["Nombre", "Apellidos"], [["Ana", "García"]], ["firstName", "lastName"]),
        (["Nom"], [["Hélène Lebrasseur"]], ["fullName"]),
        (["Name", "First name", "Surname"], [["Ana Li", "Ana", "Li"]], [None, "firstName", "lastName"]),
    ],
)
def test_name_is_the_whole_or_a_part_depending_on_what_is_beside_it(headers, rows, expected):
    assert fields(headers, rows) == expected


def test_emails_under_contact_are_emails():
    assert fields(["Contact"], [[email] for _, email, *_ in FULL]) == ["email"]


def test_fill_rate_and_three_samples_are_told():
    evidence = gather(1, [["a"], [""], ["b"], ["b"], ["c"], ["d"], [" "], ["e"]])[0]
    assert (evidence.fill_rate, evidence.samples) == (0.75, ("a", "b", "c"))


def test_a_column_in_capitals_shouts():
    columns = mapped(["Company", "Name"], [["TIN SPARROW", "Ana"], ["OLD DOLPHIN", "Bob"], ["AMBER KETTLE", "Cid"]])
    assert [column.shouts for column in columns] == [True, False]
