"""What the read model must answer, said plainly: every lead looked at, nothing indexed."""

from easycrm.folding import FORMS_END, digits_of, folded, other_forms, phone_digits, searched_forms, unspaced_name
from easycrm.leads.columns.catalogue import NO_COLUMNS
from easycrm.leads.columns.readings import readings_of
from easycrm.leads.companies import company_key
from easycrm.leads.list.filling.read_model_rows import FOLDED, SEARCHED
from easycrm.leads.list.finding.filters import choices_of, days_of
from tests.support.stored_entries import said_in

READ = {"point": "point", "comma": "comma", "dayFirst": "day_first", "monthFirst": "month_first"}
"""The attribute of the readings of a text that a column's `reading` names."""


def answer(entries, query, catalogue=NO_COLUMNS):
    """The ids of the page, and the total."""
    found = all_found(entries, query, catalogue)
    in_order = sorted_by(found, query.sort_by, query.sort_order == "desc", catalogue)
    start = (query.page - 1) * query.page_size
    return [entry["leadId"] for entry in in_order[start : start + query.page_size]], len(found)


def all_found(entries, query, catalogue=NO_COLUMNS):
    filters = [wanted for wanted in query.filters if not says_nothing(wanted)]
    every = any if query.match == "any" and filters else all
    return [
        entry
        for entry in entries
        if every(holds(wanted, entry, catalogue) for wanted in filters) and said(query.q, entry)
    ]


def says_nothing(wanted):
    text = folded(wanted.text)
    is_nothing = not text.split() if (wanted.column, wanted.sense) == ("name", "contains") else not text
    return wanted.sense in ("contains", "begins") and is_nothing


def sorted_by(entries, column, descending, catalogue=NO_COLUMNS):
    by_id = sorted(entries, key=lambda entry: entry["leadId"], reverse=descending)
    if column.startswith("column."):
        return _sorted_by_column(by_id, catalogue.column(column.removeprefix("column.")), descending)
    filled = [entry for entry in by_id if _key(entry, column) != ""]
    blank = [entry for entry in by_id if _key(entry, column) == ""]
    return sorted(filled, key=lambda entry: _key(entry, column), reverse=descending) + blank


def _sorted_by_column(by_id, column, descending):
    firsts = [(next(iter(texts_of(entry, column)), None), entry) for entry in by_id]
    keyed = [(text and _reading(text, column), text, entry) for text, entry in firsts]
    read = [(reading, entry) for reading, _, entry in keyed if reading is not None and column.reading]
    unread = [
        (folded(text), entry) for reading, text, entry in keyed if text and not (column.reading and reading is not None)
    ]
    blank = [entry for text, entry in firsts if text is None]
    in_order = [sorted(part, key=lambda pair: pair[0], reverse=descending) for part in (read, unread)]
    return [entry for part in in_order for _, entry in part] + blank


def texts_of(entry, column):
    """What a lead says in a column, what is under its commonest header first."""
    texts = {header: text for header, text, _ in said_in(entry)}
    return [texts[header] for header in column.spellings if header in texts]


def _reading(text, column):
    return getattr(readings_of(text), READ[column.reading]) if column.reading else None


def key_in(text, column):
    """What is the same in two texts of a column that mean one thing."""
    reading = _reading(text, column)
    return folded(text) if reading is None else reading


def _number(text, column):
    reading = _reading(text, column)
    return float(text) if reading is None else reading


def holds(wanted, entry, catalogue=NO_COLUMNS):
    if wanted.sense == "not":
        return not holds(wanted._replace(sense="equals"), entry, catalogue)
    if wanted.sense == "oneOf":
        return any(
            holds(wanted._replace(sense="equals", text=text), entry, catalogue) for text in choices_of(wanted.text)
        )
    if wanted.column.startswith("column."):
        return _column_holds(wanted, entry, catalogue.column(wanted.column.removeprefix("column.")))
    if wanted.column == "name":
        return _name_holds(wanted, entry)
    if wanted.column == "remarks":
        return _remarks_hold(wanted, [(folded(header), folded(text)) for header, text, _ in said_in(entry)])
    if wanted.sense in ("between", "above", "below"):
        return _period_holds(wanted, entry[wanted.column])
    text, looked_for = folded(_text(entry, wanted.column)), folded(wanted.text)
    digits = phone_digits(wanted.text) if wanted.column == "phone" else ""
    match wanted.sense:
        case "empty":
            return text == ""
        case "filled":
            return text != ""
        case "equals":
            return _is_same(wanted, entry)
        case "begins":
            return text.startswith(looked_for) or (digits != "" and _digits(entry).startswith(digits))
        case "contains":
            return looked_for in text or (digits != "" and digits in _digits(entry))


def _is_same(wanted, entry):
    text, looked_for = folded(_text(entry, wanted.column)), folded(wanted.text)
    match wanted.column:
        case "companyKey":
            return text in (looked_for, looked_for and company_key(wanted.text))
        case "phone" if looked_for:
            return (_digits(entry) or text) == (phone_digits(wanted.text) or digits_of(wanted.text) or looked_for)
        case _:
            return text == looked_for


def _period_holds(wanted, value):
    if isinstance(value, int):
        start, _, end = wanted.text.partition("..")
        numbers = [float(text) if text else None for text in (start, end)]
        return _compares(wanted.sense, value, numbers[0], (numbers[0], numbers[1]))
    start, _, end = wanted.text.partition("..")
    match wanted.sense:
        case "above":
            return value[: len(start)] > start
        case "below":
            return value[: len(start)] < start
        case _:
            return value[: len(start)] >= start and (not end or value[: len(end)] <= end)


def _compares(sense, value, than, ends):
    match sense:
        case "above":
            return value > than
        case "below":
            return value < than
        case _:
            return (ends[0] is None or value >= ends[0]) and (ends[1] is None or value <= ends[1])


def _column_holds(wanted, entry, column):
    said = texts_of(entry, column)
    texts, looked_for, digits = [folded(text) for text in said], folded(wanted.text), phone_digits(wanted.text)
    match wanted.sense:
        case "empty":
            return said == []
        case "filled":
            return said != []
        case "equals":
            keys = [key_in(text, column) for text in said]
            return key_in(wanted.text, column) in keys or (looked_for == "" and said == [])
        case "begins":
            return any(text.startswith(looked_for) for text in texts)
        case "contains":
            in_digits = any(digits in folded(text) or digits in phone_digits(text) for text in said)
            return any(looked_for in text for text in texts) or (digits != "" and in_digits)
    readings = [reading for text in said if (reading := _reading(text, column)) is not None]
    start, _, end = wanted.text.partition("..")
    if column.type == "number":
        numbers = [_number(text, column) if text else None for text in (start, end)]
        return any(_compares(wanted.sense, reading, numbers[0], numbers) for reading in readings)
    first, last = days_of(start), days_of(end)
    match wanted.sense:
        case "above":
            return any(first is not None and int(reading) > first[1] for reading in readings)
        case "below":
            return any(first is not None and int(reading) < first[0] for reading in readings)
        case _:
            ends = (first and first[0], last and last[1])
            return any(_compares("between", int(reading), None, ends) for reading in readings)


def _remarks_hold(wanted, lines):
    """Any column, or the line that it makes with its header."""
    looked_for = folded(wanted.text)
    match wanted.sense:
        case "empty":
            return lines == []
        case "filled":
            return lines != []
        case "equals":
            return any(looked_for in (text, f"{header}: {text}") for header, text in lines)
        case "begins":
            return any(
                text.startswith(looked_for) or f"{header}: {text}".startswith(looked_for) for header, text in lines
            )
        case "contains":
            return any(looked_for in f"{header}: {text}" for header, text in lines)


def _name_holds(wanted, entry):
    first, last, looked_for = folded(entry["firstName"]), folded(entry["lastName"]), folded(wanted.text)
    match wanted.sense:
        case "empty":
            return first + last == ""
        case "filled":
            return first + last != ""
        case "equals":
            return f"{first} {last}".strip(" ") == looked_for
        case "begins":
            return any(text.startswith(looked_for) for text in (first, last, f"{first} {last}".strip(" ")))
        case "contains":
            whole = unspaced_name(entry["firstName"], entry["lastName"])
            return all(word in first or word in last or word in whole for word in looked_for.split())


def said(q, entry):
    digits = phone_digits(q)
    return all(_occurs(word, entry) for word in q.split()) or (digits != "" and _has_digits(digits, entry))


def _has_digits(digits, entry):
    texts = [text for _, text, _ in said_in(entry)]
    return digits in _digits(entry) or any(digits in folded(text) or digits in phone_digits(text) for text in texts)


def _occurs(word, entry):
    forms = [form for form in searched_forms(word) if form]
    digits = phone_digits(word)
    return (
        not forms
        or any(form in text for text in found_by(entry) for form in forms)
        or (digits != "" and _has_digits(digits, entry))
    )


def found_by(entry):
    """The texts in which a word is looked for."""
    whole = unspaced_name(entry["firstName"], entry["lastName"])
    said = [text for _, text, _ in said_in(entry)]
    texts = [entry[name] for name in SEARCHED] + said + [whole]
    forms = [form for text in texts for form in other_forms(text).split(FORMS_END)]
    return [*map(folded, texts), *forms, *map(phone_digits, said), _digits(entry)]


def _digits(entry):
    return phone_digits(entry["phone"]) or digits_of(entry["phone"])


def _text(entry, column):
    if column == "companyKey":
        return company_key(entry["company"])
    value = entry[column]
    return ", ".join(value) if isinstance(value, list) else str(value)


def _key(entry, column):
    value = entry[column]
    if isinstance(value, int):
        return value
    text = _text(entry, column)
    return folded(text) if column in FOLDED else text
