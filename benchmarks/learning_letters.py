"""Learns which letters follow each other in which language, from Faker's made-up people and Django's translations.

    uv run --with faker==40.63.0 --with django==5.2.19 python -m benchmarks.learning_letters > \
        functions/easycrm/workbooks/text/letters.tsv

Lines are `language, letter, what may follow`: each letter that may follow has a digit behind it, how surprising it is
in nats (natural logarithms of one in so many); a space stands for the edge of a word. For languages that write
in characters the letter is blank, and each character has a digit for itself. Pairs that are rarer than 9 are left out.
"""

import gettext
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_LATIN = "[a-zA-Z\u00c0-\u024f]"
_CYRILLIC = "[\u0400-\u04ff]"
_ARABIC = "[\u0600-\u06ff]"
_IDEOGRAPHS = "[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_LANGUAGES: dict[str, tuple[str, str, str]] = {
    "ar": ("ar_AA ar_SA", "ar", _ARABIC),
    "bg": ("bg_BG", "bg", _CYRILLIC),
    "ca": ("", "ca", _LATIN),
    "cs": ("cs_CZ", "cs", _LATIN),
    "da": ("da_DK", "da", _LATIN),
    "de": ("de_DE de_AT", "de", _LATIN),
    "el": ("el_GR", "el", "[\u0370-\u03ff]"),
    "en": ("en_GB en_US", "en_GB", _LATIN),
    "es": ("es_ES es_MX", "es", _LATIN),
    "et": ("et_EE", "et", _LATIN),
    "fa": ("fa_IR", "fa", _ARABIC),
    "fi": ("fi_FI", "fi", _LATIN),
    "fr": ("fr_FR fr_CA", "fr", _LATIN),
    "he": ("he_IL", "he", "[\u0590-\u05ff]"),
    "hr": ("hr_HR", "hr", _LATIN),
    "hu": ("hu_HU", "hu", _LATIN),
    "is": ("is_IS", "is", _LATIN),
    "it": ("it_IT", "it", _LATIN),
    "lt": ("lt_LT", "lt", _LATIN),
    "lv": ("lv_LV", "lv", _LATIN),
    "nb": ("no_NO", "nb", _LATIN),
    "nl": ("nl_NL nl_BE", "nl", _LATIN),
    "pl": ("pl_PL", "pl", _LATIN),
    "pt": ("pt_PT pt_BR", "pt", _LATIN),
    "ro": ("ro_RO", "ro", _LATIN),
    "ru": ("ru_RU", "ru", _CYRILLIC),
    "sk": ("sk_SK", "sk", _LATIN),
    "sl": ("sl_SI", "sl", _LATIN),
    "sr": ("", "sr", _CYRILLIC),
    "sv": ("sv_SE", "sv", _LATIN),
    "th": ("th_TH", "th", "[\u0e00-\u0e7f]"),
    "tr": ("tr_TR", "tr", _LATIN),
    "uk": ("uk_UA", "uk", _CYRILLIC),
    "ja": ("ja_JP", "ja", _IDEOGRAPHS),
    "ko": ("ko_KR", "ko", _IDEOGRAPHS),
    "zh": ("zh_CN", "zh_Hans", _IDEOGRAPHS),
    "zh-Hant": ("zh_TW", "zh_Hant", _IDEOGRAPHS),
}
"""Language -> Faker's locales, Django's folder, the letters of its script."""
_MADE = {"name": 4_000, "company": 600, "city": 600, "job": 300, "street_name": 400}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>|https?:\S+")
_COMMA_BELOW = str.maketrans("ȘșȚț", "ŞşŢţ")  # as the older encodings write Romanian
_RAREST = 9
_SMOOTHING = 4


def texts(locales: str, folder: str) -> Iterator[str]:
    """Names, firms and places of Faker's locales, and what Django says in the language of a folder."""
    from faker import Faker  # type: ignore[import-not-found]  # not among our packages: see above

    for locale in locales.split():
        faker = Faker(locale)
        faker.seed_instance(5)
        for kind, count in _MADE.items():
            for _ in range(count):
                yield getattr(faker, kind)()
    spec = find_spec("django")
    assert spec
    assert spec.origin
    for catalogue in sorted(Path(spec.origin).parent.rglob(f"locale/{folder}/LC_MESSAGES/*.mo")):
        with catalogue.open("rb") as file:
            messages: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        yield from (_PLACEHOLDER.sub("", text) for key, text in messages.items() if key)


def words(language: str) -> Counter[str]:
    """The words of a language's script, in small letters, by how often they come."""
    locales, folder, script = _LANGUAGES[language]
    whole = re.compile(rf"(?<!\w)(?:{script}|['’\u0300-\u036f\u05b0-\u05c7])+(?!\w)")
    found = re.compile(f"{script}+") if script == _IDEOGRAPHS else whole
    counted = Counter(word for text in texts(locales, folder) for word in found.findall(text.translate(_COMMA_BELOW)))
    small: Counter[str] = Counter()
    for word, count in counted.items():
        small["".join(map(_small, word))] += count
    return small


def _small(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def pair_costs(counted: Counter[str]) -> dict[str, dict[str, int]]:
    """Letter -> letters that may follow it -> nats; a word that comes often counts by its logarithm."""
    pairs: Counter[tuple[str, str]] = Counter()
    for word, count in counted.items():
        for pair in zip(f" {word}", f"{word} ", strict=True):
            pairs[pair] += 1 + math.log2(count)  # type: ignore[assignment]  # weights
    seconds: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for (first, second), weight in pairs.items():
        firsts[first] += weight
        seconds[second] += weight
    costs: dict[str, dict[str, int]] = {}
    for (first, second), weight in sorted(pairs.items()):
        share = (weight + _SMOOTHING * seconds[second] / seconds.total()) / (firsts[first] + _SMOOTHING)
        if seconds[second] >= 3 and (cost := round(-math.log(share))) <= _RAREST:
            costs.setdefault(first, {})[second] = cost
    return costs


def character_costs(counted: Counter[str]) -> dict[str, dict[str, int]]:
    """Under `""`, the nats of each character."""
    weights: Counter[str] = Counter()
    for word, count in counted.items():
        for character in word:
            weights[character] += 1 + math.log2(count)  # type: ignore[assignment]  # weights
    total = weights.total()
    return {"": {char: min(_RAREST, round(-math.log(weight / total))) for char, weight in sorted(weights.items())}}


def main() -> None:
    """Writes the lines of every language."""
    for language, (_, _, script) in _LANGUAGES.items():
        costs = (character_costs if script == _IDEOGRAPHS else pair_costs)(words(language))
        for first, following in costs.items():
            sys.stdout.write(
                f"{language}\t{first}\t{''.join(f'{second}{cost}' for second, cost in following.items())}\n"
            )


if __name__ == "__main__":
    main()
