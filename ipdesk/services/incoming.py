"""The received file under judgement: what is known of it, and how a verdict on it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.raw import RawBook
from ipdesk.services import routing
from ipdesk.services.judged import CellChange, FileVerdict, Judged, Verdict
from ipdesk.services.luggage import Announced
from ipdesk.services.workspace import Workspace
from ipdesk.text.messages import sentence

#: Where no file was judged before this one.
NOTHING_ANNOUNCED = Announced()

#: What may be answered, by the sentence that asks it.
_ASKED_BY = {
    "draft_differs": "draft",
    "layout_unsure": "layout",
    "whose_form": "unit",
    "issued_changed": "issued_changed",
    "superseded_again": "superseded",
    "plan_offered": routing.QUESTION,
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """The file under judgement and what is known of it."""

    workspace: Workspace
    path: Path
    book: RawBook
    data: bytes
    given: Mapping[str, str]
    envelope: Envelope | None = None
    by: str = ""
    announced: Announced = NOTHING_ANNOUNCED

    @property
    def originals(self) -> dict[str, bytes]:
        """The file itself, to be kept by its hash; nothing when it could not be read."""
        return {self.book.sha256: self.data} if self.data else {}

    def judged(self, verdict: Verdict, code: str, *, findings: tuple[Finding, ...] = (), **params: str) -> Judged:
        """A verdict without anything to take, said by the sentence of `code`."""
        return Judged(self.verdict(verdict, code, findings=findings, facts=params), originals=self.originals)

    def verdict(
        self,
        verdict: Verdict,
        code: str,
        *,
        findings: tuple[Finding, ...] = (),
        changes: tuple[CellChange, ...] = (),
        packages: tuple[str, ...] = (),
        facts: Mapping[str, str] | None = None,
    ) -> FileVerdict:
        """A verdict, said by the sentence of `code` with `facts` filled in."""
        about, units = self.envelope, {unit.code: unit.short for unit in self.workspace.policy.units}
        code_of_unit = about.unit if about else ""
        said = Finding(
            code,
            Severity.NOTE,
            Where(file=self.path.name),
            {"file": self.path.name, "unit": units.get(code_of_unit, code_of_unit),
             "period": about.period if about else "", **(facts or {})},
        )  # fmt: skip
        return FileVerdict(
            name=self.path.name, path=self.path, verdict=verdict, sentence=sentence(said, units),
            kind=about.kind.value if about else str(self.book.kind), unit=code_of_unit,
            unit_short=units.get(code_of_unit, ""), period=about.period if about else "", findings=findings,
            changes=changes, packages=packages, file_hash=self.book.sha256, question=_ASKED_BY.get(code, ""),
        )  # fmt: skip
