"""People who do not exist, at home in some country: names, jobs, companies, addresses and numbers that could be."""

import random
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from easycrm.folding import folded

_HOUSES = "Amber Copper Crooked Drifting Hollow Paper Quiet Salted Silver Velvet Winter".split()
_DRAWN = 300
_FAMILY_FIRST = ("TW",)
_THINGS = "Acorn Anchor Comet Fern Heron Kettle Lantern Meadow Orchard Otter Sparrow Teapot".split()


class Region(NamedTuple):
    """Where invented people are at home; `name` is the country in its own language."""

    country: str
    name: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    titles: tuple[str, ...]
    forms: tuple[str, ...]


def _region(country: str, name: str, first_names: str, last_names: str, titles: str, forms: str) -> Region:
    lists = (tuple(text.split("|")) for text in (titles, forms))
    return Region(country, name, tuple(first_names.split()), tuple(last_names.split()), *lists)


_ENGLISH = ("Alice Brian Carol Derek Fiona Gavin Hazel Irene Kevin Megan Nigel Sheila",
            "Ashdown Bradley Carver Dunmore Fletcher Gilmore Hargreave Kimball Lockhart Prescott Thornton Wexford",
            "Head of Sales|Buyer|Managing Director|Software Engineer|Marketing Manager|CEO|Plant Manager")  # fmt: skip
_GERMAN = ("Anke Bernd Claudia Dieter Elke Frank Gisela Holger Jürgen Katrin Sabine Uwe",
           "Ackermann Böhm Dietrich Eberle Fuchs Göbel Hartwig Kessler Lindner Möller Schuster Zimmermann",
           "Geschäftsführer|Leiterin Einkauf|Vertriebsleiter|Projektleiterin|Einkäufer|Abteilungsleiterin")  # fmt: skip
_FRENCH = ("Amélie Bertrand Céline Didier Élodie Fabrice Hélène Julien Mathilde Olivier Sylvie Thierry",
           "Aubert Blanchard Chevalier Delacroix Fontaine Girard Lambert Marchand Perrin Renaud Tessier Vasseur",
           "Directeur commercial|Responsable des achats|Ingénieur|Chef de projet|Gérant")  # fmt: skip
_SPANISH = ("Alba Begoña Carlos Diego Elena Gonzalo Inés Javier Lucía Marta Raúl Sergio",
            "Alonso Benítez Cabrera Domínguez Escobar Fuentes Herrera Iglesias Molina Navarro Ortega Vázquez",
            "Gerente|Director comercial|Jefa de compras|Ingeniero|Responsable de ventas")  # fmt: skip
_ITALIAN = ("Alessia Bruno Chiara Davide Elisa Fabio Giulia Luca Marco Paola",
            "Barbieri Caruso Amato Ferrara Gallo Leone Mancini Rinaldi Serra Vitale",
            "Direttore commerciale|Responsabile acquisti|Ingegnere|Amministratore delegato")  # fmt: skip
_PORTUGUESE = ("Beatriz Caio Daniela Eduardo Fernanda Gustavo Helena Joana Rafael Tiago",
               "Almeida Barbosa Cardoso Duarte Esteves Fonseca Macedo Nogueira Ramos Teixeira",
               "Diretor comercial|Gerente de compras|Engenheira|Coordenador")  # fmt: skip
_POLISH = ("Agnieszka Bartosz Celina Dorota Grzegorz Hanna Jacek Katarzyna Marek Zofia",
           "Adamczyk Borkowski Czarnecki Dudek Gajewski Jaworska Kubiak Lisowska Sikora Wilk",
           "Dyrektor handlowy|Kierownik zakupów|Inżynier|Prezes")  # fmt: skip
_SLOVAK = ("Alena Boris Darina Erik Ivana Jozef Lenka Marián Silvia Tomáš",
           "Balog Cibula Dudáš Gajdoš Hudák Kollár Mrázik Polák Sloboda Urban",
           "Obchodný riaditeľ|Vedúca nákupu|Inžinier|Konateľ")  # fmt: skip
_RUSSIAN = ("Алина Борис Вера Глеб Дарья Егор Ирина Максим Ольга Степан",
            "Баранов Воронин Громов Денисов Жуков Калинин Морозов Орлов Соколов Титов",
            "Коммерческий директор|Менеджер по закупкам|Инженер|Руководитель отдела")  # fmt: skip
_FINNISH = ("Aino Eero Hilkka Jukka Kaisa Lauri Minna Oskari Päivi Seppo",
            "Aaltonen Hakala Jokinen Kettunen Laine Mattila Niemi Rantala Salo Virtanen",
            "Myyntijohtaja|Ostopäällikkö|Insinööri|Toimitusjohtaja")  # fmt: skip
_CHINESE = ("小明 美玲 志豪 淑芬 家豪 怡君 俊傑 雅婷 建宏 佩珊", "陳 林 黃 張 李 王 吳 劉 蔡 楊",
            "業務經理|採購經理|工程師|總經理")  # fmt: skip

REGIONS: Mapping[str, tuple[Region, ...]] = {
    "en": (
        _region("GB", "United Kingdom", *_ENGLISH, "Ltd| plc|"),
        _region("US", "United States", *_ENGLISH, "Inc.|LLC|"),
        _region("SG", "Singapore", *_ENGLISH, "Pte Ltd|"),
    ),
    "de": (
        _region("DE", "Deutschland", *_GERMAN, "GmbH|AG|"),
        _region("AT", "Österreich", *_GERMAN, "GmbH|"),
        _region("CH", "Schweiz", *_GERMAN, "AG|"),
    ),
    "fr": (_region("FR", "France", *_FRENCH, "SARL|SA|"), _region("BE", "Belgique", *_FRENCH, "SA|")),
    "es": (_region("ES", "España", *_SPANISH, "S.L.|S.A.|"), _region("MX", "México", *_SPANISH, "S.A. de C.V.|")),
    "it": (_region("IT", "Italia", *_ITALIAN, "S.r.l.|S.p.A.|"),),
    "pt": (_region("BR", "Brasil", *_PORTUGUESE, "Ltda|"), _region("PT", "Portugal", *_PORTUGUESE, "Lda|")),
    "pl": (_region("PL", "Polska", *_POLISH, "sp. z o.o.|S.A.|"),),
    "sk": (_region("SK", "Slovensko", *_SLOVAK, "s.r.o.|a.s.|"),),
    "ru": (_region("RU", "Россия", *_RUSSIAN, "ООО|"),),
    "fi": (_region("FI", "Suomi", *_FINNISH, "Oy|Oyj|"),),
    "zh": (_region("TW", "台灣", *_CHINESE, "有限公司|"),),
}
"""By the language that people there write."""

OTHERS = ("Petra Quist", "Rowan Ulmer", "Viggo Ystad", "Wanda Xander", "Yvo Zeller", "Tamsin Udall", "Quentin Vos")
"""Names of those who are somebody else: nobody invented is called like one of them."""


class Person(NamedTuple):
    """Somebody who does not exist."""

    first: str
    last: str
    title: str
    company: str
    email: str
    home_email: str
    region: Region

    @property
    def full(self) -> str:
        """The whole name, as it is written where the person is at home."""
        return f"{self.last}{self.first}" if self.region.country in _FAMILY_FIRST else f"{self.first} {self.last}"


def people(rng: random.Random, region: Region, count: int) -> list[Person]:
    """So many people; no two have one name or address, two in a row work for one company."""
    pairs = rng.sample([(first, last) for first in region.first_names for last in region.last_names], count)
    names = rng.sample([(house, thing) for house in _HOUSES for thing in _THINGS], (count + 1) // 2)
    companies = [(names[at // 2], rng.choice(region.forms)) for at in range(count)]
    return [_person(rng, region, pair, *company) for pair, company in zip(pairs, companies, strict=True)]


def _person(rng: random.Random, region: Region, pair: tuple[str, str], words: tuple[str, str], form: str) -> Person:
    first, last = pair
    mailbox = _mailbox(rng, first, last)
    domain = f"{'-'.join(words).lower()}.example"
    company = " ".join([*words, form.strip()]).strip()
    home_email = f"{mailbox.partition('.')[0]}{rng.randrange(1000, 9999)}@post.example"
    return Person(first, last, rng.choice(region.titles), company, f"{mailbox}@{domain}", home_email, region)


def _mailbox(rng: random.Random, first: str, last: str) -> str:
    """Made of the name where that is written in Latin letters."""
    mailbox = f"{folded(first)}.{folded(last)}"
    return (
        mailbox
        if mailbox.isascii()
        else f"{rng.choice(['anything', 'letters', 'reply'])}.{rng.randrange(10_000, 99_999)}"
    )


class Number(NamedTuple):
    """A phone number as the lead has it, and its digits as they are dialled within its country, ungrouped."""

    e164: str
    international: str
    national: str
    significant: str


def number(rng: random.Random, country: str, is_mobile: bool) -> Number:
    """A number of a range that its country has given out."""
    return rng.choice(_numbers(country, is_mobile))


@cache
def _numbers(country: str, is_mobile: bool) -> list[Number]:
    rng = random.Random(f"{country} {is_mobile}")
    kind = PhoneNumberType.MOBILE if is_mobile else PhoneNumberType.FIXED_LINE
    model = phonenumbers.example_number_for_type(country, kind) or phonenumbers.PhoneNumber()
    range_of = phonenumbers.national_significant_number(model)[:-5]
    drawn = [phonenumbers.parse(f"{range_of}{rng.randrange(100_000):05}", country) for _ in range(_DRAWN)]
    return [
        Number(
            phonenumbers.format_number(candidate, PhoneNumberFormat.E164),
            phonenumbers.format_number(candidate, PhoneNumberFormat.INTERNATIONAL),
            phonenumbers.format_number(candidate, PhoneNumberFormat.NATIONAL),
            phonenumbers.national_significant_number(candidate),
        )
        for candidate in drawn
        if phonenumbers.is_valid_number(candidate)
    ]
