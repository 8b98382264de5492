"""A frozen roster as a spreadsheet."""

import io
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rosters.cohorts.models import COHORT_CHOICES, RELEASE_CHOICES, Entry, Release, Roster

_WIDTHS = (8, 14, 30, 24, 16, 48, 16, 40)


def roster_workbook(roster: Roster, entries: Iterable[Entry], today: date) -> bytes:
    """The entries with why they are listed, how they stand today and on what basis.

    Every cell is written as text or number: nothing that somebody typed becomes a formula.
    """
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Roster"))
        title, head = (
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"bold": True, "bottom": 1}),
        )
        sheet.write_string(0, 0, roster.name, title)
        sheet.write_string(1, 0, _about(roster, today))
        for column, (label, width) in enumerate(zip(_labels(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, label, head)
        sheet.freeze_panes(3, 2)
        for at, entry in enumerate(entries, start=3):
            sheet.write_number(at, 0, entry.number)
            for column, text in enumerate(_texts(entry), start=1):
                sheet.write_string(at, column, text)
    return output.getvalue()


def _about(roster: Roster, today: date) -> str:
    facts = {"as_of": roster.as_of, "today": today, "hash": roster.content_hash}
    return _("As of %(as_of)s; states of %(today)s; SHA-256 %(hash)s") % facts


def _labels() -> list[str]:
    return [
        _("No."), _("Full name"), _("Unit"), _("Position"), _("Rank or level"), _("Why"),
        _("State"), _("Basis"),
    ]  # fmt: skip


def _texts(entry: Entry) -> list[str]:
    cohorts, kinds = dict(COHORT_CHOICES), dict(RELEASE_CHOICES)
    reasons = "；".join(
        f"{reason.name or cohorts[reason.cohort]} {reason.fact}" for reason in entry.reasons.all()
    )
    state = str(kinds[entry.release_kind]) if entry.release_kind else _("Must sit")
    return [
        entry.shown_name, entry.unit_name or entry.unit.name, entry.title, entry.rank,
        reasons, state, _basis(entry.releases.all()) if entry.release_kind else "",
    ]  # fmt: skip


def _basis(releases: Iterable[Release]) -> str:
    """The basis of the newest decision."""
    newest = max(releases, key=lambda release: release.pk, default=None)
    return newest.basis if newest else ""
