"""What is said of a received file: the verdict, the preview of its cells, and what taking it would write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.package import LedgerKey, Package
from ipdesk.domain.ledger.signature import SenderTrust
from ipdesk.exchange.reader import CellRef
from ipdesk.services.drafts_in import DraftIn
from ipdesk.services.luggage import Luggage
from ipdesk.services.witness import Witness


class Verdict(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    SAME = "same"  # held already: the very same content
    SECOND = "second"  # taken, but now two versions stand side by side: to be settled
    QUESTION = "question"  # not taken until a person has answered
    QUARANTINED = "quarantined"  # kept aside with the reason
    REFUSED = "refused"  # not a file that can be read


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the preview. `how`: new, changed, same, conflict, question. `place` is sheet and cell."""

    row: str
    name: str
    column: str
    how: str
    before: str = ""
    after: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about a received file: its id for the answer, its words, the answers it takes, each with its words."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """The verdict on one file, as lists and screens show it.

    `question` is the code of what a person may decide about it at the next try (`draft`, `layout`, `issued_changed`,
    `superseded`, `key`, `attach`), empty when there is nothing to decide. `trust` is what its signatures say of the
    sender, None for a file that is nobody's. `inside` is the zip that it came in. `choices` are answers beside take and
    leave, each with its words: the reports that an attachment may belong to, the likely one first. `asks` are the
    single questions about the build of a sheet; `part` names the form (unit/period) where a workbook holds several.
    `plan` is the short title of the plan that it went to, where the data file holds several.
    """

    name: str
    path: Path
    verdict: Verdict
    sentence: str
    kind: str = ""
    unit: str = ""
    unit_short: str = ""
    period: str = ""
    findings: tuple[Finding, ...] = ()
    changes: tuple[CellChange, ...] = ()
    packages: tuple[str, ...] = ()
    file_hash: str = ""
    at: str = ""
    question: str = ""
    trust: SenderTrust | None = None
    inside: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    asks: tuple[Ask, ...] = ()
    part: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what taking the file would write. `read_as` is the submission whose cells are in `cells`,
    `originals` the files to be kept, by hash. `joins` are ledgers that are taken up with it.
    """

    verdict: FileVerdict
    packages: tuple[Package, ...] = ()
    originals: Mapping[str, bytes] = field(default_factory=dict)
    read_as: str = ""
    cells: Mapping[tuple[str, str], CellRef] = field(default_factory=dict)
    draft: DraftIn | None = None
    witness: Witness | None = None
    luggage: Luggage | None = None
    joins: tuple[LedgerKey, ...] = ()
