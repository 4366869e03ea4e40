"""Printing: the preview and the printer draw the very pages that the window shows and the PDF holds."""

from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from ipdesk.paint.blocks import Document
from ipdesk.paint.pages import Page, layout, render
from ipdesk.text.i18n import _


def preview_document(parent: QWidget, document: Document) -> None:
    """Show a document in Qt's preview, from where it is printed."""
    preview(parent, layout(document), document.title)


def preview(parent: QWidget, pages: tuple[Page, ...], title: str) -> None:
    """Show pages in Qt's preview. Without a printer on this PC the preview prints into a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("ipdesk")
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if pages and pages[0].sheet.width > pages[0].sheet.height:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(_("Print preview: {title}").format(title=title))
    dialog.resize(980, 760)
    dialog.paintRequested.connect(lambda device: print_pages(device, pages))
    dialog.exec()


def print_pages(printer: QPrinter, pages: tuple[Page, ...]) -> None:
    """Draw the pages that were chosen, each on a sheet of its own."""
    first = max(printer.fromPage() - 1, 0)
    last = printer.toPage() if printer.toPage() > 0 else len(pages)
    painter = QPainter()
    for number, index in enumerate(range(first, min(last, len(pages)))):
        if number == 0:
            if not painter.begin(printer):
                return
        else:
            printer.newPage()
        render(pages, painter, index)
    painter.end()
