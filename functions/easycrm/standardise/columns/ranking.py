"""Which of several columns that mean the same is the field's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.ways import Way

_KINDS = {"mobile": "phone", "homePhone": "phone", "otherEmail": "email"}
_RANK = {"mobile": 1, "otherEmail": 1, "homePhone": 2}
_READ_BESIDES = frozenset({"country", "report"})
_NO_FIELD = frozenset({"fax", "assistant", "honorific", "remarks"}) | _READ_BESIDES
_SPLIT = ("firstName", "lastName")
_MOSTLY = 0.6


@dataclass(frozen=True)
class Claim:
    """What a column says it is: a key of the vocabulary, or None; after `settle`, the field that it got."""

    index: int
    key: str | None
    confidence: float
    decided_by: Way
    field: str | None = None
    also: str | None = None


def settle(claims: Sequence[Claim], evidence: Sequence[ColumnEvidence]) -> list[Claim]:
    """Gives each field to one column at most, the best; the others of its kind stand in for it.

    Work before mobile before home, filled columns before empty ones, the surer first, then from left to right.
    """
    claims = _parts_of_names(claims, evidence)
    best: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: _order(claim, evidence[claim.index])):
        field = _field_of(claim.key)
        if field:
            best.setdefault(field, claim)
    return [_settled(claim, best) for claim in claims]


def _order(claim: Claim, evidence: ColumnEvidence) -> tuple[bool, int, float, int]:
    return not evidence.filled, _RANK.get(claim.key or "", 0), -claim.confidence, claim.index


def _field_of(key: str | None) -> str | None:
    return None if key is None or key in _NO_FIELD else _KINDS.get(key, key)


def _settled(claim: Claim, best: dict[str, Claim]) -> Claim:
    field = _field_of(claim.key)
    if field is None:
        return replace(claim, also=claim.key if claim.key in _READ_BESIDES else None)
    is_split_elsewhere = field == "fullName" and not best.keys().isdisjoint(_SPLIT)
    if best[field] is claim and not is_split_elsewhere:
        return replace(claim, field=field)
    return replace(claim, also=None if field == "leadId" else field)


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
