"""Nothing is cut, nothing covers anything, all is Chinese, all is named: measured on every page in several sizes."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ipdesk.domain.ledger.contents import OpinionItem
from ipdesk.services import consultation, opinion
from ipdesk.text import i18n
from ipdesk.ui import theme
from ipdesk.ui.dialogs.approvals import ApprovalsDialog
from ipdesk.ui.dialogs.assessing import BeginDialog
from ipdesk.ui.dialogs.gathering import AskDialog, Said, SaidDialog
from ipdesk.ui.dialogs.keys import KeysDialog
from ipdesk.ui.first_start import FirstStart
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.decompose import DecomposePage
from ipdesk.ui.pages.exchange import ExchangePage
from ipdesk.ui.pages.fill import FillPage
from ipdesk.ui.pages.report import ReportPage
from ipdesk.ui.pages.review import ReviewPage
from tests.ui import measure
from tests.ui.windowday import TODAY, Day, Opener, settle

SIZES = (((1280, 800), 100), ((1440, 900), 100), ((1280, 800), 125))


def _everywhere(window: MainWindow) -> list[tuple[str, Callable[[], None]]]:
    """Every state of every page that looks different."""
    fill, exchange, report = window.pages["fill"], window.pages["exchange"], window.pages["report"]
    assert isinstance(fill, FillPage)
    assert isinstance(exchange, ExchangePage)
    assert isinstance(report, ReportPage)
    states: list[tuple[str, Callable[[], None]]] = [
        ("overview", lambda: window.go("overview")),
        ("overview with drawer", lambda: window.show_trace(window.page.reference())),
        ("drawer closed", window.drawer.hide),
        ("received", lambda: window.go("exchange")),
        ("sent", lambda: exchange.tabs.setCurrentIndex(1)),
        ("summary", lambda: (window.go("report"), report.choose("summary"))[0]),
        ("tasks of the plan", lambda: window.go("tasks")),
        ("targets", lambda: window.go("decompose")),
        ("plan", lambda: window.go("plan")),
        ("settings", lambda: window.go("settings")),
        *((f"analysis {view}", lambda view=view: window.go("analysis", view)) for view in ("trend", "needed", "pace")),
        ("forms", lambda: (window.go("fill"), fill.show_list())[0]),
    ]
    if window.session.workspace.is_issuer:
        review = window.pages["review"]
        assert isinstance(review, ReviewPage)
        states += [
            ("review", lambda: (window.go("review"), review.close_report())[0]),
            ("figures to come", lambda: review.lists.tabs.setCurrentIndex(1)),
            ("report under review", lambda: review.go("440304/2026-Q2")),
            ("tasks under review", lambda: review.dossier.tabs.setCurrentIndex(1)),
            ("words under review", lambda: review.dossier.tabs.setCurrentIndex(2)),
            ("no report", lambda: review.go("440303/2026-Q2")),
            ("a scheme", lambda: _a_scheme(window)),
            ("not in the scheme", lambda: window.page.go("satisfaction-2030")),
        ]
        states += [(f"analysis {view}", lambda view=view: window.go("analysis", view)) for view in ("tiles", "cycles")]
    else:
        form = fill.form

        def with_findings() -> None:
            window.go("fill", "2026-Q3")
            own = [row for row in form.draft.form.rows if row.supply == "unit" and row.fillable] if form.draft else []
            form.editor.typed(own[0].key, str((own[0].last or 10) * 40))
            form.editor.typed(own[1].key, "三十家左右")
            form.editor.typed(own[2].key, "-4")
            line = next(line for line in form.model.lines() if line.finding and line.row.key == own[0].key)
            settle(QApplication.instance())
            form.view.line_widget(line).open_explanation()

        def gathered() -> None:
            view = form.gathering
            form.tabs.setCurrentIndex(3)
            view.ask(["protection-stations", "ip-volunteers"], ["知识产权科", "沙头街道办事处", "香蜜湖街道办事处"])
            pairs = view.model.things()
            view.type_in(pairs[0], Said("12", "含在建的 1 家，年底前挂牌", "周敏"))
            view.type_in(pairs[1], Said("15", "", "陈平"))
            view.leave()

        states += [
            ("form", lambda: window.go("fill", "2026-Q3")),
            ("findings", with_findings),
            ("tasks", lambda: form.tabs.setCurrentIndex(1)),
            ("about", lambda: form.tabs.setCurrentIndex(2)),
            ("gathering, nothing yet", lambda: form.tabs.setCurrentIndex(3)),
            ("gathering", gathered),
            ("form on paper", lambda: (window.go("report"), report.choose("form"))[0]),
        ]
    return states


def _a_scheme(window: MainWindow) -> None:
    """A scheme whose stations fall short, with an opinion at a cell and what is in force beside."""
    window.go("decompose")
    page = window.page
    assert isinstance(page, DecomposePage)
    page.acts.start("方案一")
    page.acts.take_up_all("方案一")
    page.acts.order_to("方案一", None, "", "")
    page.session.run(lambda ws: consultation.send(ws, "方案一", to=None, today=TODAY, by="周敏"))
    item = OpinionItem("protection-stations-2030-440304", Decimal(12), "场地不足，建议按现有条件核减")
    page.session.run(lambda ws: opinion.give(ws, (item,), unit="440304", basis="来函", today=TODAY, by="周敏"))
    page.show_target("protection-stations-2030")
    page.other.setCurrentIndex(1)
    page.look_again()


@pytest.mark.parametrize("who", ["city", "district"])
@pytest.mark.parametrize(("size", "percent"), SIZES)
def test_nothing_is_cut_or_covers_anything(
    open_window: Opener, day: Day, district: Path, qapp: QApplication, who: str, size: tuple[int, int], percent: int
) -> None:
    window = open_window(day.city if who == "city" else district, size=size, percent=percent)
    problems = []
    for name, show in _everywhere(window):
        show()
        settle(qapp)
        problems += [f"{name}: {said}" for said in (*measure.cut_texts(window), *measure.overlaps(window))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("who", ["city", "district"])
def test_all_is_chinese_and_named(open_window: Opener, day: Day, district: Path, qapp: QApplication, who: str) -> None:
    window = open_window(day.city if who == "city" else district)
    problems = []
    for name, show in _everywhere(window):
        show()
        settle(qapp)
        for said in (measure.foreign_words(window), measure.twice_used_mnemonics(window), measure.nameless(window)):
            problems += [f"{name}: {one}" for one in said]
    assert not problems, "\n".join(problems)


def test_every_page_opens_in_english(open_window: Opener, district: Path, qapp: QApplication) -> None:
    window = open_window(district)
    window.look_changed.emit("en", True, 100)
    settle(qapp)
    english = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow) and top.isVisible())
    english.resize(1280, 800)
    settle(qapp)
    assert i18n.language() == "en"
    assert theme.current().dark
    problems = []
    for name, show in _everywhere(english):
        show()
        settle(qapp)
        assert english.page.title().isascii()
        problems += [f"{name}: {said}" for said in (*measure.cut_texts(english), *measure.overlaps(english))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("percent", [100, 125])
def test_first_start_and_dialogs(look: None, qapp: QApplication, percent: int) -> None:
    theme.apply(qapp, percent=percent)
    made: list[QWidget] = [
        FirstStart(today=TODAY),
        KeysDialog(None),
        ApprovalsDialog(None, ("科室审核", "分管领导审签"), (), TODAY),
        AskDialog(None, [("a", "知识产权保护工作站数量")], ["知识产权科", "沙头街道办事处"], chosen=["a"]),
        BeginDialog(None, "2026年三季度", [("440304", "福田区")]),
        SaidDialog(None, "知识产权保护工作站数量　沙头街道办事处", Said("15"), TODAY),
    ]
    made[0].resize(1280, 800)
    problems = []
    for widget in made:
        widget.show()
        settle(qapp)
        for said in (
            measure.cut_texts(widget),
            measure.overlaps(widget),
            measure.foreign_words(widget),
            measure.twice_used_mnemonics(widget),
            measure.nameless(widget),
        ):
            problems += [f"{type(widget).__name__}: {one}" for one in said]
        widget.close()
        widget.deleteLater()
    assert not problems, "\n".join(problems)
