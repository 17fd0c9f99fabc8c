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


@pytest.mark.parametrize(
    ("headers", "row", "expected"),
    [
        (["Mobile", "Direct Phone", "Work Phone"], ["+65 9123 4567"] * 3, [None, "phone", None]),
        (["Company Phone", "Mobile"], ["+65 9123 4567"] * 2, [None, "phone"]),
        (["Second name", "Last name", "First name"], ["K.", "Li", "Ana"], [None, "lastName", "firstName"]),
        (["Role", "Job title"], ["Buyer", "Buyer"], [None, "title"]),
        (["Email Address 2", "Email Address 1"], ["a@x.example", "b@x.example"], [None, "email"]),
        (["Warden Phone", "Mobile"], ["+65 9123 4567"] * 2, [None, "phone"]),
        (["Mobile", "Office"], ["+65 9123 4567"] * 2, [None, "phone"]),
    ],
)
def test_the_surest_of_several_headers_gets_the_field(headers, row, expected):
    assert fields(headers, [row, row]) == expected


def test_who_pays_is_the_lead_where_nobody_else_is_named():
    rows = [["Ana Li", "ana@li.example"], ["Bo Ek", "bo@ek.example"]]
    assert fields(["Buyer Name", "Buyer Email"], rows) == ["fullName", "email"]
    assert fields(["Buyer Name", "Attendee Name"], [["Ana Li", "Bo Ek"], ["Ana Li", "Cy Orr"]]) == [None, "fullName"]


def test_an_email_on_every_row_is_shared_and_one_of_each_row_is_not():
    rows = [["Ana Li", "office@x.example"], ["Bo Ek", "office@x.example"], ["Cy Orr", "office@x.example"]]
    assert [column.shared for column in mapped(["Name", "Email"], rows)] == [False, True]
    assert [column.shared for column in mapped(["Name", "Email"], [[n, f"{n[0]}@x.example"] for n, _ in rows])][
        1
    ] is False


def test_a_number_of_an_attendee_is_no_name_and_no_phone():
    rows = [[str(81234500 + at), "Ana Li", f"a{at}@x.example"] for at in range(5)]
    columns = mapped(["Attendee #", "Name", "Email"], rows)
    assert next((column.field, column.also, column.whose) for column in columns) == (None, None, "thing")


@pytest.mark.parametrize("header", ["Patient", "Schüler", "Our volunteer", "Customer"])
def test_names_under_a_word_for_the_person_are_names(header):
    assert fields([header, "Phone"], [[name, phone] for name, _, phone, _, _ in FULL]) == ["fullName", "phone"]


@pytest.mark.parametrize("values", [["yes", "no", "no"], ["A-12", "A-13", "A-14"], ["Copper Otter Ltd"] * 3])
def test_other_values_under_a_word_for_the_person_are_no_names(values):
    assert fields(["Member", "Phone"], [[text, row[2]] for text, row in zip(values, FULL, strict=True)])[0] is None


def test_companies_under_customer_are_no_names():
    rows = [["Copper Otter", "a@copper-otter.example"], ["Salted Fern", "b@salted-fern.example"]]
    assert fields(["Customer", "Email"], rows) == ["company", "email"]


@pytest.mark.parametrize("header", ["Company contact", "Company contact person", "Contact at company"])
def test_who_is_the_contact_at_a_company_is_no_company(header):
    assert fields([header, "Email"], [row[:2] for row in FULL]) == ["fullName", "email"]


def test_names_under_a_header_that_may_be_emails_are_no_emails():
    assert fields(["Melder", "Phone"], [[row[0], row[2]] for row in FULL])[0] is None


def test_who_speaks_is_the_lead_of_a_list_of_speakers():
    rows = [[name, email] for name, email, *_ in FULL]
    assert fields(["Speaker", "Speaker Email"], rows) == ["fullName", "email"]
    assert fields(["Speaker", "Name"], [["Bo Ek", row[0]] for row in rows]) == [None, "fullName"]


@pytest.mark.parametrize("header", ["Telefon Zentrale", "Switchboard"])
def test_a_switchboard_on_every_row_is_the_companys(header):
    switchboard = mapped(["Name", header], [[row[0], "+65 6123 4500"] for row in FULL])[1]
    assert (switchboard.field, switchboard.whose) == ("phone", "company")


def test_who_comes_along_is_not_the_guest():
    rows = [["Ana Li", "ana@li.example", "Bo Ek", "bo@ek.example"], ["Cy Orr", "", "Di Ray", "di@ray.example"]]
    columns = mapped(["Guest", "Email", "+1 Name", "+1 Email"], rows)
    assert [(column.field, column.also) for column in columns[2:]] == [(None, None), (None, None)]


def test_a_number_that_may_be_the_persons_comes_before_the_companys():
    rows = [["+65 6123 4500", row[2]] for row in FULL]
    assert fields(["Company Phone", "Good phone to try"], rows) == [None, "phone"]
