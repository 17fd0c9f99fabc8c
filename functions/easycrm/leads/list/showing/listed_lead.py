"""A lead as a list shows it: its fields and columns, where a search found it, all within the bytes of a list's lead."""

from collections.abc import Iterable, Mapping
from typing import Any

from easycrm.bounds import LISTED_LEAD_BYTES
from easycrm.fitting import cut_fairly, sent_bytes
from easycrm.folding import unspaced_name
from easycrm.leads.columns.catalogue import Catalogue
from easycrm.leads.columns.joined_texts import joined
from easycrm.leads.columns.keys import column_key
from easycrm.leads.columns.readings import fits
from easycrm.leads.lead import FIELDS
from easycrm.leads.list.entries import KEPT, Entry, spoken_in
from easycrm.leads.list.finding.filters import COLUMN
from easycrm.leads.list.finding.words import indexed_forms, whole_phone, words_of
from easycrm.leads.list.query import REMARKS
from easycrm.leads.remark_lines import remark_lines

_CUT = (*FIELDS, REMARKS, "sourceFile", "worksheet")
_SEARCHED = (*FIELDS, "sourceFile")
_PLACES_BYTES = 1_000  # of the names of where a search found a lead, and of columns that a text does not fit


class ListedLeads:
    """Shows leads as one answer needs them. `q`: what was searched for."""

    def __init__(self, catalogue: Catalogue, q: str = "") -> None:
        self._catalogue = catalogue
        self._keys: dict[str, str] = {}
        self._found: dict[str, bool] = {}
        self._readings = {
            key: column.reading
            for key, column in catalogue.columns.items()
            if column.reading and not column.is_hidden and column.misfits
        }
        self._hidden = {key for key, column in catalogue.columns.items() if column.is_hidden}
        self._words = [*words_of(q), *filter(None, [whole_phone(q)])]

    def lead(self, fields: Mapping[str, Any], values: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """The lead with its `values`, `(header, text)`, as `columns` and as `remarks`.

        With words to look for, `foundIn` names the fields and columns that have one. `misfits` are the keys of columns
        whose type a text of the lead does not fit, where there are some. What is too large is cut, and `truncated`
        names it: fields, `column.<key>`, and `columns` where some of them are left out.
        """
        texts = dict(values)
        lead = {**fields, "columns": self.columns(texts), REMARKS: remark_lines(texts), **self.misfits(texts)}
        if self._words:
            lead["foundIn"] = self._found_in(fields, texts)
        return lead if sent_bytes(lead) <= LISTED_LEAD_BYTES else _shortened(lead)

    def entry(self, entry: Entry) -> dict[str, Any]:
        """The same of a lead as the read model takes it."""
        fields = {name: entry[name] for name in KEPT}
        return self.lead(fields, spoken_in(entry)[0].items())

    def columns(self, texts: Mapping[str, str]) -> dict[str, str]:
        """`{key: text}` of texts by header, without those of hidden columns; several texts of one column are joined."""
        by_key: dict[str, str] = {}
        several: dict[str, list[str]] = {}
        for header, text in texts.items():
            key = self._keys.get(header) or self.key_of(header)
            if key not in by_key:
                by_key[key] = text
            else:
                several.setdefault(key, [by_key[key]]).append(text)
        for key, each in several.items():
            by_key[key] = joined(each)
        return {key: text for key, text in by_key.items() if key not in self._hidden}

    def misfits(self, texts: Mapping[str, str]) -> dict[str, list[str]]:
        """`{misfits}`: the keys of number and date columns that have a text which is none; {} where all fit."""
        read = ((self.key_of(header), text) for header, text in texts.items()) if self._readings else ()
        keys = {key: None for key, text in read if key in self._readings and not fits(text, self._readings[key])}
        return {"misfits": _within(keys, _PLACES_BYTES)} if keys else {}

    def key_of(self, header: str) -> str:
        """The key of the header's column, whether or not a lead has a value of it."""
        key = self._keys.get(header)
        if key is None:
            column = self._catalogue.find(header)
            key = self._keys[header] = column.key if column else column_key(header)
        return key

    def _found_in(self, fields: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
        places = {name: indexed_forms(fields[name], name == "phone") for name in _SEARCHED if fields[name]}
        whole = unspaced_name(fields["firstName"], fields["lastName"])
        if whole:
            places["lastName"].append(whole)
        names = [name for name, forms in places.items() if self._occurs(forms)]
        names += [f"{COLUMN}{self.key_of(header)}" for header, text in texts.items() if self._is_found(text)]
        return _within(dict.fromkeys(names), _PLACES_BYTES)

    def _is_found(self, text: str) -> bool:
        """Whether a text of a column has one of the words; many leads have the same texts."""
        is_found = self._found.get(text)
        if is_found is None:
            is_found = self._found[text] = self._occurs(indexed_forms(text))
        return is_found

    def _occurs(self, forms: list[str]) -> bool:
        return any(word.occurs_in(forms) for word in self._words)


def _shortened(lead: dict[str, Any]) -> dict[str, Any]:
    """Half of the room is for the texts, at least: columns whose keys alone take more are left out."""
    keys = _within(lead["columns"], LISTED_LEAD_BYTES // 6)
    columns = {key: lead["columns"][key] for key in keys}
    left_out = ["columns"] if len(columns) < len(lead["columns"]) else []
    texts = {name: lead[name] for name in _CUT} | {f"{COLUMN}{key}": text for key, text in columns.items()}
    without = {**lead, **dict.fromkeys(_CUT, ""), "columns": dict.fromkeys(columns, "")}
    others = sent_bytes({**without, "truncated": [*texts, *left_out]}) - len(texts) * sent_bytes("")
    shorter = cut_fairly(texts, LISTED_LEAD_BYTES - others)
    truncated = [name for name in texts if shorter[name] != texts[name]]
    fields = {name: shorter[name] for name in _CUT}
    shown = {key: shorter[f"{COLUMN}{key}"] for key in columns}
    return {**lead, **fields, "columns": shown, "truncated": [*truncated, *left_out]}


def _within(names: Iterable[str], room: int) -> list[str]:
    """As many of the names, from the first, as take so many bytes of an answer."""
    kept: list[str] = []
    for name in names:
        room -= sent_bytes(name) + 1
        if room < 0:
            break
        kept.append(name)
    return kept
