"""Countries in the ways in which people and programs write them."""

import pytest

from easycrm.standardise.values.countries import country_of


@pytest.mark.parametrize(
    ("country", "texts"),
    [
        ("DE", "DE|de|DEU|Germany|Deutschland|Allemagne|Alemania|Tyskland|Niemcy|Saksa|Германия|ドイツ|德国|德國"),
        ("DE", "Germany (DE)|Deutschland/DE|DE - Deutschland|DE-Deutschland|Deutschland, DE"),
        ("DE", "Germany +49|+49|🇩🇪|Germany 🇩🇪"),
        ("DE", "Bundesrepublik Deutschland|Federal Republic of Germany|BRD"),
        ("US", "US|U.S.|U.S.A.|USA|United States|United States of America|the United States"),
        ("US", "EE.UU.|EUA|États-Unis|Stati Uniti"),
        ("US", "Vereinigte Staaten|Vereinigte Staaten von Amerika|Förenta staterna|Yhdysvallat|США|アメリカ|美国|+1"),
        ("GB", "UK|U.K.|GBR|Great Britain|United Kingdom|Scotland|Großbritannien|Storbritannia|Royaume-Uni|英国"),
        ("AT", "Österreich|AUT|Austria|Autriche|Republik Österreich|Österrike|Rakousko|Itävalta|Ausztria"),
        ("NO", "Norge|Norway|Kingdom of Norway|Kongeriket Norge|Noruega|Norwegen|Norvège|NOR|0047"),
        ("CZ", "Czechia|Czech Republic|Česko|Česká republika|Tschechien|CZE"),
        ("KR", "Korea|South Korea|Republic of Korea|Korea, Republic of|대한민국|한국"),
        ("KP", "North Korea|Korea, Democratic People's Republic of"),
        ("CD", "Congo, The Democratic Republic of the|DRC"),
        ("NL", "The Netherlands|Nederland|Holland|Pays-Bas"),
        ("RU", "Russian Federation|Россия|Российская Федерация"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names_codes_and_signs(country, texts):
    assert {text: country_of(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), country)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Hall 7",
        "Ana Novak",
        "Germany/France",
        "Lee, CA",
        "EU",
        "Europe",
        "D",
        "49",
        "+999",
        "n/a",
        "()",
        "the",
    ],
)
def test_what_names_no_country_or_several_is_none(text):
    assert country_of(text) is None
