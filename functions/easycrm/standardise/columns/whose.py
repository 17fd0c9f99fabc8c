"""Of whom a column speaks: the person of the row, somebody else, a company, or a thing."""

from collections.abc import Sequence

from easycrm.header_grammar import COMPANY, PAYER, PERSON, SOMEBODY_ELSE, THING, HeaderReading
from easycrm.header_words import kind_of
from easycrm.standardise.columns.evidence import ColumnEvidence
from easycrm.standardise.columns.ways import Whose

_SHARED = 0.2
"""Of the rows of an email column: when more have an email that another person has as well, it is shared."""

_OFTEN = {"email": 0.2, "fullName": 0.2, "firstName": 0.5, "lastName": 0.5, "phone": 0.5}
"""By kind, the share of rows with a value that other people have too, above which a column is not the person's own."""

_MOSTLY = 0.6

PEOPLE = ("email", "fullName", "firstName", "lastName")
"""Fields by which a person is known: what is not surely the person's own never speaks for them."""


class Belonging:
    """Of whom the columns of one table speak: by their headers, and by how their values repeat."""

    def __init__(self, readings: Sequence[HeaderReading], evidence: Sequence[ColumnEvidence]) -> None:
        self._readings = readings
        self._evidence = evidence
        own = [at for at, reading in enumerate(readings) if reading.exact and reading.whose == PERSON]
        self._own = [at for at in own if kind_of(readings[at].key) in PEOPLE]
        self._are_named = any(evidence[at].filled or not evidence[at].rows for at in self._own)

    def of(self, at: int, key: str | None, surmised: bool) -> Whose:
        """Of whom a column speaks that may hold `key`. Who only pays is the lead where nobody else is named.

        `surmised`: its header alone does not say so.
        """
        reading = self._readings[at]
        if reading.whose == SOMEBODY_ELSE or (reading.whose == PAYER and self._is_only_payer(at, key)):
            return "somebodyElse"
        if reading.whose == THING and not surmised:
            return "thing"
        if reading.whose == COMPANY or key == COMPANY:
            return "company"
        return "somebodyElse" if surmised and self.is_told_by_values(at, key) else "person"

    def is_told_by_values(self, at: int, key: str | None) -> bool:
        """Whether the values of a column come again as an owner's do, beside different people."""
        return self._repeated(at) > _OFTEN.get(kind_of(key) or "", 1.0)

    def _is_only_payer(self, at: int, key: str | None) -> bool:
        """Whether other columns name who comes, or may, and the payer is the same for several of them."""
        return self._are_named or self._beside(at) > _OFTEN.get(kind_of(key) or "", 1.0)

    def is_shared(self, at: int) -> bool:
        """Whether a column of emails is shared: one on every row, or more than one in five rows have another's."""
        return self._repeated(at) > _SHARED

    def _repeated(self, at: int) -> float:
        """The share of a column's rows with a value that another person has, too; that comes again, if none is told."""
        beside = self._beside(at)
        if beside >= 0:
            return beside
        return self._evidence[at].repetition.alone if self._evidence[at].filled > 1 else 0.0

    def _beside(self, at: int) -> float:
        """The share of a column's rows with a value that another person has, by the surest columns; -1: none tells."""
        beside = self._evidence[at].repetition.beside
        for telling in (self._own, self._may_be_own("email", "name"), self._may_be_own("phone")):
            if shares := [beside[anchor] for anchor in telling if anchor in beside]:
                return max(shares)
        return -1.0

    def _may_be_own(self, *kinds: str) -> list[int]:
        """The columns of some kinds that no header says to be somebody else's, or a thing's."""
        return [
            at
            for at, (reading, seen) in enumerate(zip(self._readings, self._evidence, strict=True))
            if reading.whose in (PERSON, "") and max(map(seen.share, kinds)) >= _MOSTLY
        ]
