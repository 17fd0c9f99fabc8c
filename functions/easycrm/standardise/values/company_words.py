"""Whether a text is a company, by its legal form or its trade."""

from easycrm.standardise.values.word_lists import carries


def is_company(text: str) -> bool:
    """Whether a text carries a legal form or a trade, as companies do.

    >>> is_company("Novak Optics Ltd"), is_company("Ana Novak")
    (True, False)
    """
    return carries(text, "companies", "company_endings")
