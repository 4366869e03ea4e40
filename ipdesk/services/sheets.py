"""What a returned sheet says as a whole: nothing, the same as a package, or something that cannot be placed."""

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form
from ipdesk.exchange.layout import DATA_SHEETS, cells_of
from ipdesk.exchange.reader import Confidence, Reading

#: Findings on the sheet's build that leave it unsure which figure belongs to which row: a person must look.
_DOUBTS = frozenset(
    {"read_row_unknown", "read_row_mark_broken", "read_row_added", "read_row_added_here", "read_mixed",
     "meta_disagrees", "read_clash", "read_sheet_missing", "read_no_identity", "read_row_name_other",
     "read_row_shifted", "read_column_missing", "read_sheet_by_names"}
)  # fmt: skip


def layout_doubts(reading: Reading) -> tuple[Finding, ...]:
    """What is unsure in the build of the sheet; empty when every figure surely stands in its row."""
    return tuple(
        finding
        for finding in reading.findings
        if finding.severity is Severity.MUST_FIX
        and (finding.code in _DOUBTS or reading.confidence is Confidence.BY_NAME)
    )


def says_nothing(answers: Answers) -> bool:
    """Whether a form came back without a single answer."""
    return not (answers.values or answers.tasks or answers.explanation or answers.replies)


def says_the_same(form: Form, one: Answers, other: Answers) -> bool:
    """Whether two sets of answers look alike on the sheet, cell by cell: what the sheet cannot show cannot differ."""
    return all(cells_of(sheet, form, one) == cells_of(sheet, form, other) for sheet in DATA_SHEETS)
