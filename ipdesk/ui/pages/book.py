"""The pages of the window in the order of the rail; each is imported and built when it is first turned to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ipdesk.text.i18n import N_, _
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session

Maker = Callable[[Session, Runner], Page]


def _overview(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.overview import OverviewPage

    return OverviewPage(session, runner)


def _fill(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.fill import FillPage

    return FillPage(session, runner)


def _exchange(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.exchange import ExchangePage

    return ExchangePage(session, runner)


def _review(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.review import ReviewPage

    return ReviewPage(session, runner)


def _decompose(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.decompose import DecomposePage

    return DecomposePage(session, runner)


def _tasks(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.tasks import TasksPage

    return TasksPage(session, runner)


def _analysis(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.analysis import AnalysisPage

    return AnalysisPage(session, runner)


def _report(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.report import ReportPage

    return ReportPage(session, runner)


def _plan(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.plan_page import PlanPage

    return PlanPage(session, runner)


def _settings(session: Session, runner: Runner) -> Page:
    from ipdesk.ui.pages.settings import SettingsPage

    return SettingsPage(session, runner)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page before it is built: its name (its icon's too), what the rail calls it, and how it is made.

    `for_parents`: only a unit that issues the ledger has use for it (审核).
    """

    name: str
    words: str
    make: Maker
    for_parents: bool = False


#: What the rail offers, from the top; settings stand apart at its foot.
LEAVES: tuple[Leaf, ...] = (
    Leaf("overview", N_("Overview"), _overview),
    Leaf("fill", N_("Fill in"), _fill),
    Leaf("exchange", N_("Exchange"), _exchange),
    Leaf("review", N_("Review"), _review, for_parents=True),
    Leaf("decompose", N_("Decompose"), _decompose),
    Leaf("tasks", N_("Tasks"), _tasks),
    Leaf("analysis", N_("Analysis"), _analysis),
    Leaf("report", N_("Report"), _report),
    Leaf("plan", N_("Plan"), _plan),
    Leaf("settings", N_("Settings"), _settings),
)


class PageBook(Mapping[str, Page]):
    """Pages by name. Looking one up builds it; `in`, iterating and `built` do not."""

    def __init__(self, session: Session, runner: Runner, bound: Callable[[Page], None]) -> None:
        """`bound` gets each page once, right after it was built."""
        self._session = session
        self._runner = runner
        self._bound = bound
        parent = session.workspace.is_issuer
        self._leaves = {leaf.name: leaf for leaf in LEAVES if parent or not leaf.for_parents}
        self._built: dict[str, Page] = {}

    def __getitem__(self, name: str) -> Page:
        page = self._built.get(name)
        if page is None:
            page = self._leaves[name].make(self._session, self._runner)
            self._built[name] = page
            self._bound(page)
        return page

    def __contains__(self, name: object) -> bool:
        return name in self._leaves

    def __iter__(self) -> Iterator[str]:
        return iter(self._leaves)

    def __len__(self) -> int:
        return len(self._leaves)

    @property
    def built(self) -> Mapping[str, Page]:
        """Those that have been built so far."""
        return self._built

    def entries(self) -> list[tuple[str, str, str]]:
        """Name, icon and words of each, for the rail."""
        return [(leaf.name, leaf.name, _(leaf.words)) for leaf in self._leaves.values()]
