"""Whether a text is a job title, by a rank or a trade of people."""

from easycrm.standardise.values.word_lists import carries


def is_job(text: str) -> bool:
    """Whether a text carries a rank or a trade of people.

    >>> is_job("Head of Purchasing"), is_job("Novak Optics")
    (True, False)
    """
    return carries(text, "jobs", "job_endings")
