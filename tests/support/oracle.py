"""What the read model must answer, said plainly: every lead looked at, nothing indexed."""

from easycrm.folding import FORMS_END, digits_of, folded, other_forms, phone_digits, unspaced_name
from easycrm.leads.list.entries import said_in
from easycrm.leads.list.read_model import FOLDED, SEARCHED


def answer(entries, query):
    """The ids of the page, and the total."""
    found = [
        entry for entry in entries if all(holds(wanted, entry) for wanted in query.filters) and said(query.q, entry)
    ]
    in_order = sorted_by(found, query.sort_by, query.sort_order == "desc")
    start = (query.page - 1) * query.page_size
    return [entry["leadId"] for entry in in_order[start : start + query.page_size]], len(found)


def sorted_by(entries, column, descending):
    by_id = sorted(entries, key=lambda entry: entry["leadId"], reverse=descending)
    filled = [entry for entry in by_id if _key(entry, column) != ""]
    blank = [entry for entry in by_id if _key(entry, column) == ""]
    return sorted(filled, key=lambda entry: _key(entry, column), reverse=descending) + blank


def holds(wanted, entry):
    if wanted.column == "name":
        return _name_holds(wanted, entry)
    if wanted.sense == "between":
        start, end = wanted.text.split("..")
        return entry[wanted.column][: len(start)] >= start and (not end or entry[wanted.column][: len(end)] <= end)
    if wanted.column == "remarks":
        return _remarks_hold(wanted, [folded(text) for _, text, _ in said_in(entry)])
    text, looked_for = folded(_text(entry, wanted.column)), folded(wanted.text)
    digits = phone_digits(wanted.text) if wanted.column == "phone" else ""
    match wanted.sense:
        case "empty":
            return text == ""
        case "filled":
            return text != ""
        case "equals":
            return text == looked_for or (digits != "" and digits == _digits(entry))
        case "contains":
            return looked_for in text or (digits != "" and digits in _digits(entry))


def _remarks_hold(wanted, texts):
    """Any column."""
    looked_for = folded(wanted.text)
    match wanted.sense:
        case "empty":
            return texts == []
        case "equals" if not looked_for:
            return texts == []
        case "filled":
            return texts != []
        case "equals":
            return looked_for in texts
        case "contains":
            return not looked_for or any(looked_for in text for text in texts)


def _name_holds(wanted, entry):
    first, last, looked_for = folded(entry["firstName"]), folded(entry["lastName"]), folded(wanted.text)
    match wanted.sense:
        case "empty":
            return first + last == ""
        case "filled":
            return first + last != ""
        case "equals":
            return f"{first} {last}".strip(" ") == looked_for
        case "contains":
            whole = unspaced_name(entry["firstName"], entry["lastName"])
            return all(word in first or word in last or word in whole for word in looked_for.split())


def said(q, entry):
    digits = phone_digits(q)
    return all(_occurs(word, entry) for word in q.split()) or (digits != "" and digits in _digits(entry))


def _occurs(word, entry):
    whole = unspaced_name(entry["firstName"], entry["lastName"])
    said = [text for _, text, _ in said_in(entry)]
    forms = [form for name in SEARCHED for form in other_forms(entry[name]).split(FORMS_END)]
    texts = [*(folded(entry[name]) for name in SEARCHED), *map(folded, said), _digits(entry), whole, *forms]
    texts += other_forms(whole).split(FORMS_END)
    digits = phone_digits(word)
    return any(folded(word) in text for text in texts) or (digits != "" and digits in _digits(entry))


def _digits(entry):
    return phone_digits(entry["phone"]) or digits_of(entry["phone"])


def _text(entry, column):
    value = entry[column]
    return ", ".join(value) if isinstance(value, list) else str(value)


def _key(entry, column):
    value = entry[column]
    if isinstance(value, int):
        return value
    text = _text(entry, column)
    return folded(text) if column in FOLDED else text
