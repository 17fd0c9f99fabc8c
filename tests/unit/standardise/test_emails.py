"""Emails as people write them into cells."""

import pytest

from easycrm.standardise.values.emails import is_placeholder_email, is_role_address, read_emails


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Ana@X.Co", "ana@x.co"),
        ("Ana <ana@x.co>", "ana@x.co"),
        ("mailto:ana@x.co?subject=Hi", "ana@x.co"),
        ("Ana &lt;ana@x.co&gt;", "ana@x.co"),
        ("ana&#64;x.co", "ana@x.co"),
        ("ana@x.co.,", "ana@x.co"),
        ("'ana@x.co'", "ana@x.co"),
        ("“ana@x.co”", "ana@x.co"),
        ("«ana@x.co»", "ana@x.co"),
        ("ana&commat;x.co", "ana@x.co"),
        ("ana＠x.co", "ana@x.co"),
        ("ana+fair.2026@x.co", "ana+fair.2026@x.co"),
        ("o'brien@x.co", "o'brien@x.co"),
        ("ana@lindenhöhe.example", "ana@xn--lindenhhe-67a.example"),
        ("ana@\u200bx.co", "ana@x.co"),
    ],
)
def test_an_email_is_found_in_what_people_write_around_it(cell, email):
    assert read_emails(cell).valid == (email,)


@pytest.mark.parametrize("cell", ["a@x.co; b@y.co", "a@x.co, b@y.co", "a@x.co/b@y.co", "a@x.co\nb@y.co"])
def test_several_emails_are_found_in_order(cell):
    assert read_emails(cell).valid == ("a@x.co", "b@y.co")


@pytest.mark.parametrize("cell", ["ana@x", "a..b@x.co", "ana@x,com", "ana@1.2.3.4", "@x.co", f"{'a' * 65}@x.co"])
def test_what_only_looks_like_an_email_is_invalid(cell):
    emails = read_emails(cell)
    assert (emails.valid, emails.invalid) == ((), True)


@pytest.mark.parametrize("cell", ["ana@x.co; bob@", "ana@x.co, bob@y", "ana@x.co bob@ y.co"])
def test_one_valid_email_does_not_hide_an_invalid_one(cell):
    assert read_emails(cell)[:2] == (("ana@x.co",), True)


@pytest.mark.parametrize("cell", ["ana@x.co (@ana)", "Ana <ana@x.co>", '"Li, Ana" <ana@x.co>; bob@y.co'])
def test_what_stands_beside_an_email_is_no_invalid_one(cell):
    assert not read_emails(cell).invalid


def test_a_cell_without_an_email_has_none():
    assert read_emails("see card") == ((), False, "see card")


def test_a_long_cell_is_read_in_linear_time():
    """Quadratic time would take minutes here."""
    assert read_emails("a" * 300_000 + " ana@x.co").valid == ("ana@x.co",)


@pytest.mark.parametrize(
    "mailbox",
    """
    info Kontakt contacto contatto ventas vendas verkauf vertrieb achats einkauf firmapost correo biuro sekretariat
    myynti asiakaspalvelu recepcion administração büro buero rechnung bewerbung eigyo 営業 customer-service
    sales-de info.norge uk.sales kontakt2 info+fair office_berlin sales.support einkauf.muenchen
    """.split(),
)
def test_a_role_address_is_known_in_any_language(mailbox):
    assert is_role_address(f"{mailbox}@nord.example".lower())


@pytest.mark.parametrize(
    "mailbox", "ana ana.novak holm jo.post sales.anna anna.sales norge 4711 a.post99 infanta".split()
)
def test_a_persons_mailbox_is_no_role(mailbox):
    assert not is_role_address(f"{mailbox}@nord.example")


@pytest.mark.parametrize(
    "email",
    """
    test@fb.com
    none@none.com noemail@nord.example no-email@nord.example no@no.no test@test.com na@na.com unknown@nord.example
    noreply@nord.example do-not-reply@nord.example noreply-fair@nord.example x@x.com email@email.com example@example.com
    keine@nord.example sincorreo@nord.example ingen.epost@nord.example test@gmail.com 4711@noemail.com ana@nord.invalid
    """.split(),
)
def test_an_email_that_stands_in_for_none_is_a_placeholder(email):
    assert is_placeholder_email(email)


@pytest.mark.parametrize(
    "email",
    """
    ana@nord.example holm@holm.example test@nord.example no@nord.example na@nord.example nomura@nord.example
    noemi@nord.example nina.none@nord.example ab@ab.example null@nord.example ana@example.com a@x.co
    none.such@nord.example
    """.split(),
)
def test_an_email_that_may_be_somebodys_is_no_placeholder(email):
    assert not is_placeholder_email(email)
