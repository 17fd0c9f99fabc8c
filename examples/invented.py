"""Example people and what they are made of: everything here is invented, or reserved for examples and fiction."""

import random
import re
import unicodedata
from itertools import product
from typing import NamedTuple

NAMES = {  # country -> lists of given and family names that go together
    "Singapore": [
        (
            "Wei Ling,Jun Hao,Mei Xuan,Kai Sheng,Hui Min,Zhi Yang,Shu Ting,Jia En,Boon Kiat,Li Fang,Yi Xin,Guo Dong",
            "Tan,Lim,Ng,Goh,Teo,Koh,Chua,Quek,Seah,Toh,Yap",
        ),
        ("Priya,Arjun,Kavitha,Dinesh,Meera,Suresh,Anjali,Vikram", "Raman,Pillai,Menon,Naidu,Subramaniam,Rajan"),
        ("Nurul,Farid,Siti Aminah,Hafiz,Izzati,Zulkifli", "Rahmat,Osman,Jumaat,Kassim,Salleh"),
    ],
    "Germany": [("Jürgen,Anke,Björn,Käthe,Lutz,Wiebke", "Weiß,Tannenfeld,Krähenbühl,Müllerhorst,Ölsner")],
    "United Kingdom": [("Imogen,Rhys,Fiona,Alistair,Zoë", "Ashgrove,O'Farrow,Penhallow,Marlow-Quist,Thistlewood")],
    "Australia": [("Lachlan,Matilda,Bronte,Heath", "Wattleby,Coolridge,Barramore,Kirrawee")],
    "United States": [("Dwight,Marisol,Tucker,Noelle", "Lindqvist-Hale,Castellane,Broadwater,Núñez")],
    "France": [("Hélène,Benoît,Maëlle,François", "Châtelneuf,Lebrasseur,D'Aubrac")],
    "Sweden": [("Åsa,Torbjörn,Linnéa", "Sjökvist,Älvstrand,Hagberg-Löv")],
}
FAMILY_FIRST = {*NAMES["Singapore"][0][1].split(","), "林", "陳", "星野", "Nguyễn"}

UNUSUAL = [  # given name, family name, mailbox, country: scripts and letters that break careless code
    ("志明", "林", "zhiming.lin", "Singapore"),
    ("美玲", "陳", "meiling.chen", "Singapore"),
    ("さくら", "星野", "sakura.hoshino", "Singapore"),
    ("Thị Hương", "Nguyễn", "huong.nguyen", "Singapore"),
    ("Łukasz", "Żółtowski", "lukasz.zoltowski", "Germany"),
    ("Søren", "Ødegård", "soren.odegard", "Sweden"),
    ("Αλέξης", "Θαλασσινός", "alexis.thalassinos", "Germany"),
    ("Işıl", "Çınaroğlu", "isil.cinaroglu", "Germany"),
]

PHONES = {  # country -> code, trunk prefix, patterns; a # is any digit
    "Singapore": ("65", "", "81## ####,82## ####,90## ####,91## ####,96## ####,97## ####,62## ####,67## ####"),
    "Germany": ("49", "0", "30 23125 ###,40 66969 ###,69 90009 ###,89 99998 ###,171 39200##"),
    "United Kingdom": ("44", "0", "20 7946 0###,161 496 0###"),
    "Australia": ("61", "0", "2 5550 ####,3 7010 ####,491 570 006,491 570 156,491 570 157"),
    "United States": ("1", "", "212 555 01##,415 555 01##,312 555 01##"),
    "France": ("33", "0", "1 99 00 ## ##"),
    "Sweden": ("46", "0", "8 465 004 ##"),
}

HOUSES = [
    "Blue Harbour",
    "Copper Otter",
    "Paper Lantern",
    "Ninth Orchard",
    "Quiet Comet",
    "Velvet Anchor",
    "Tin Sparrow",
    "Salted Fern",
    "Lindenhöhe",
    "Amber Kettle",
    "Crooked Pine",
    "Mango Lighthouse",
    "Silver Turnip",
    "Banyan & Brass",
    "Drifting Teapot",
    "Fog & Feather",
    "Hollow Acorn",
    "Orchid Gearbox",
    "Pebble Parliament",
    "Tidal Monocle",
    "Umbrella Heron",
    "Winter Papaya",
    "Zigzag Meadow",
    "Old Dolphin",
]
TRADES = ["Logistics", "Foods", "Optics", "Software", "Packaging", "Tools", "Textiles"]
LEGAL_FORMS = {"Singapore": "Pte. Ltd.", "Germany": "GmbH", "United Kingdom": "Ltd", "Australia": "Pty Ltd"}
DOMAIN_ENDINGS = (".example", ".example.com", ".example.org", ".example.net")

TITLES = [
    "Purchasing Manager",
    "Head of Sales",
    "CEO",
    "Operations Lead",
    "Marketing Executive",
    "Founder",
    "IT Director",
    "Buyer",
]
INTERESTS = ["Price list", "Live demo", "Partnership", "Sample order", "API access", "After-sales service"]
NOTES = [
    "Wants a quotation for 200 units",
    "Met at booth, very keen",
    "Asked about lead times; call after Easter",
    "Came with two colleagues",
    "Uses a competitor until June",
    "Prefers WhatsApp\nNot before 10 am",
    "Student, low priority",
    "Budget: about 15,000 a year",
    "Bitte auf Deutsch antworten",
    "Took the last brochure",
]
LATER = ["next week", "after Easter", "KW 14", "asap", "25.03.2026", "2 April"]
RATINGS = [1, 2, 3, 4, 5, 5, "4/5", "A", "hot", "3 - maybe"]


class Phone(NamedTuple):
    """A number in the groups in which its country writes it."""

    code: str
    trunk: str
    groups: tuple[str, ...]


class Person(NamedTuple):
    """Somebody who does not exist."""

    given: str
    family: str
    country: str
    company: str
    email: str
    phone: Phone
    title: str


def invent_people(rng: random.Random, count: int) -> list[Person]:
    """People with different names, the unusual ones among them, in no order."""
    usual = [
        (given, family, mailbox(given, family), country)
        for country, lists in NAMES.items()
        for givens, families in lists
        for given, family in product(givens.split(","), families.split(","))
    ]
    names = UNUSUAL + rng.sample(usual, count - len(UNUSUAL))
    return [person(rng, *name) for name in rng.sample(names, count)]


def person(rng: random.Random, given: str, family: str, box: str, country: str) -> Person:
    number = rng.randrange(len(HOUSES))
    company = f"{HOUSES[number]} {TRADES[number % len(TRADES)]}"
    email = f"{box}@{domain(number)}"
    return Person(given, family, country, company, email, invent_phone(rng, country), rng.choice(TITLES))


def mailbox(given: str, family: str) -> str:
    letters = unicodedata.normalize("NFKD", f"{given}.{family}".lower().replace("ß", "ss"))
    return re.sub(r"[^a-z.-]", "", letters)


def domain(number: int) -> str:
    """The domain of a house; one has an umlaut."""
    return re.sub(r"\W+", "-", HOUSES[number].lower()) + DOMAIN_ENDINGS[number % len(DOMAIN_ENDINGS)]


def invent_phone(rng: random.Random, country: str) -> Phone:
    code, trunk, patterns = PHONES[country]
    digits = re.sub("#", lambda _: str(rng.randrange(10)), rng.choice(patterns.split(",")))
    return Phone(code, trunk, tuple(digits.split()))
