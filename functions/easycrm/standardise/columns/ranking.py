"""Which of several columns that mean the same is the field's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from easycrm.header_vocabulary import UNSPECIFIC
from easycrm.header_words import kind_of
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.ways import Way, Whose

_COMPANYS = 4
RANK = {
    "directPhone": -1,
    "mobile": 1,
    "otherEmail": 1,
    "homePhone": 2,
    "otherPhone": 3,
    "companyPhone": _COMPANYS,
    "companyEmail": _COMPANYS,
}
"""Which key of a kind speaks first. A company's switchboard or mailbox speaks where nothing personal does."""

_READ_BESIDES = frozenset({"country", "report"})
_NO_FIELD = frozenset({"fax", "honorific", "remarks", UNSPECIFIC}) | _READ_BESIDES
_SPLIT = ("firstName", "lastName")
_NAMES = (*_SPLIT, "fullName")
_MOSTLY = 0.6


@dataclass(frozen=True)
class Claim:
    """What a column says it is: a key of the vocabulary, or None; after `settle`, the field that it got.

    `order` is its place among all, the best first. `surmised`: its header alone does not say so; `vague`: its header is
    an everyday word; `of_address`: it is of a billing address, whosever that is; `number`: which of several it says to
    be; `whose` and `shared` as in `MappedColumn`.
    """

    index: int
    key: str | None
    confidence: float
    decided_by: Way
    field: str | None = None
    also: str | None = None
    order: int = 0
    surmised: bool = False
    vague: bool = False
    of_address: bool = False
    number: int = 0
    whose: Whose = "person"
    shared: bool = False


def settle(claims: Sequence[Claim], evidence: Sequence[ColumnEvidence]) -> list[Claim]:
    """Gives each field to one column at most, the best; the others of its kind stand in for it.

    Filled columns before empty ones, one person's before what several share or the company's, headers that say whose
    they are before those that leave it open, direct before work before mobile before home, plain headers before
    everyday words, the surer first, then from left to right.
    """
    claims = _parts_of_names(claims, evidence)
    ranked = sorted(claims, key=lambda claim: _order(claim, evidence[claim.index]))
    best: dict[str, Claim] = {}
    for claim in ranked:
        if field := _field_of(claim.key):
            best.setdefault(field, claim)
    settled = [_settled(claim, best) for claim in claims]
    return [replace(claim, order=ranked.index(before)) for claim, before in zip(settled, claims, strict=True)]


def _order(claim: Claim, evidence: ColumnEvidence) -> tuple[float, ...]:
    rank = RANK.get(claim.key or "", 0)
    is_last = (not evidence.filled, claim.shared, rank >= _COMPANYS, claim.surmised)
    return *is_last, rank, claim.number, claim.vague, -claim.confidence, claim.index


def _field_of(key: str | None) -> str | None:
    return None if key is None or key in _NO_FIELD else kind_of(key)


def _settled(claim: Claim, best: dict[str, Claim]) -> Claim:
    field = _field_of(claim.key)
    if field is None:
        return replace(claim, also=claim.key if claim.key in _READ_BESIDES else None)
    is_split_elsewhere = field == "fullName" and not best.keys().isdisjoint(_SPLIT)
    if best[field] is claim and not is_split_elsewhere:
        return replace(claim, field=field)
    return replace(claim, also=field) if _stands_in(claim, field, best) else claim


def _stands_in(claim: Claim, field: str, best: Mapping[str, Claim]) -> bool:
    """Whether a column speaks where the field's own is empty.

    Where one header says whose it is, those that leave it open never speak, nor emails that people share, nor everyday
    words beside a plain name.
    """
    rivals = [best[name] for name in (field, *(_SPLIT if field == "fullName" else ())) if name in best]
    sure = any(not rival.surmised for rival in rivals if rival is not claim)
    own = any(not rival.shared for rival in rivals)
    plain = field in _NAMES and any(not rival.vague and rival.key == claim.key for rival in rivals)
    is_doubtful = (claim.surmised and sure) or (claim.shared and claim.whose == "person" and own)
    return field != "leadId" and not is_doubtful and not (claim.vague and plain)


def _parts_of_names(claims: Sequence[Claim], evidence: Sequence[ColumnEvidence]) -> list[Claim]:
    """`Name` beside `Vorname` is the family name, `Nombre` beside `Apellidos` the given one, `Nom` alone the whole."""
    present = {claim.key for claim in claims} & {"firstName", "lastName", "fullName"}
    if present == {"firstName", "fullName"}:
        return [_renamed(claim, "fullName", "lastName", evidence, whole=False) for claim in claims]
    if present == {"lastName", "fullName"}:
        return [_renamed(claim, "fullName", "firstName", evidence, whole=False) for claim in claims]
    if present == {"lastName"}:
        return [_renamed(claim, "lastName", "fullName", evidence, whole=True) for claim in claims]
    return list(claims)


def _renamed(claim: Claim, key: str, to: str, evidence: Sequence[ColumnEvidence], whole: bool) -> Claim:
    seen = evidence[claim.index]
    share = seen.share("full") if whole else 1 - seen.share("full")
    if claim.key != key or share < _MOSTLY or (whole and not seen.counted):
        return claim
    return replace(claim, key=to, confidence=min(claim.confidence, 0.9), decided_by="headerAndValues")
