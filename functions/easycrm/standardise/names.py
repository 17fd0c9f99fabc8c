"""Full names into first and last names."""


def split_name(full_name: str) -> tuple[str, str]:
    """`(first, last)`: `Last, First` as written, else the last word is the last name; one word is a first name."""
    last, comma, first = full_name.partition(",")
    if comma and first.strip() and last.strip():
        return " ".join(first.split()), " ".join(last.split())
    words = full_name.replace(",", " ").split()
    if len(words) < 2:
        return " ".join(words), ""
    return " ".join(words[:-1]), words[-1]
