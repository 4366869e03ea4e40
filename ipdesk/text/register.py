"""Words of the register of figures that were told."""

from ipdesk.domain.register import Choice, Occasion
from ipdesk.text.i18n import N_, _, pgettext

_CHOICES = {Choice.BACK: N_("the earlier figure is corrected"), Choice.FORWARD: N_("the difference is entered later")}


def occasion_text(occasion: Occasion) -> str:
    """会议, 电话, 材料, 报告, 通报, 其他."""
    match occasion:
        case Occasion.MEETING:
            return pgettext("occasion", "meeting")
        case Occasion.TELEPHONE:
            return pgettext("occasion", "telephone")
        case Occasion.MATERIAL:
            return pgettext("occasion", "material")
        case Occasion.REPORT:
            return pgettext("occasion", "report")
        case Occasion.RELEASE:
            return pgettext("occasion", "release")
        case Occasion.OTHER:
            return pgettext("occasion", "other")


def choice_text(choice: Choice) -> str:
    """更正前期, 差额计入本期."""
    return _(_CHOICES[choice])
