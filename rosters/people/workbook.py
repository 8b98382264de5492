"""The list of people as a workbook. Every cell is text, so that none can act as a formula."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rosters.people.models import Credential, Person, Posting
from rosters.people.rules import CredentialStatus

BATCH = 2000


def people_workbook(keys: Sequence[int]) -> tuple[bytes, int]:
    """The people of these keys in their order, numbers masked; and how many they are."""
    import xlsxwriter

    content, count = BytesIO(), 0
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_urls": False}) as book:
        book.formats[0].set_font_name("Microsoft YaHei")
        head = book.add_format({"bold": True, "bg_color": "#F1EEEA", "bottom": 1})
        sheet = book.add_worksheet(_("People"))
        for column, (label, width) in enumerate(_columns()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, label, head)
        sheet.freeze_panes(1, 1)
        for count, cells in enumerate(_rows(keys), start=1):
            for column, text in enumerate(cells):
                sheet.write_string(count, column, text)
        said = _("Exported on %(day)s: %(count)s people.") % {
            "day": date_format(timezone.localdate()),
            "count": count,
        }
        sheet.set_footer(f"&L{said}&R&P / &N")
    return content.getvalue(), count


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Full name"), 12),
        (_("Unit"), 32),
        (_("Position"), 18),
        (_("Rank or level"), 14),
        (_("Appointed on"), 14),
        (_("Status"), 12),
        (_("Sex"), 6),
        (_("Date of birth"), 14),
        (_("Identity number"), 22),
        (_("Mobile phone"), 15),
        (_("Enforcement card"), 20),
        (_("Field of enforcement"), 16),
        (_("First recruitment"), 14),
        (_("Note"), 24),
    ]


def _rows(keys: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Read in batches by key, so that a whole county needs no more memory than two thousand."""
    current = Posting.objects.filter(ended_on=None).select_related("unit")
    valid = Credential.objects.filter(status=CredentialStatus.VALID)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        rows = (
            Person.objects.filter(pk__in=batch)
            .select_related("recruitment")
            .prefetch_related(
                Prefetch("postings", queryset=current, to_attr="current"),
                Prefetch("credentials", queryset=valid, to_attr="valid"),
            )
        )
        found = {person.pk: person for person in rows}
        yield from (_cells(found[pk]) for pk in batch if pk in found)


def _cells(person: Person) -> tuple[str, ...]:
    first = person.current[0] if person.current else None
    recruitment = getattr(person, "recruitment", None)
    return (
        person.name,
        "、".join(str(posting.unit) for posting in person.current),
        first.title if first else "",
        first.rank if first else "",
        _day(first.appointed_on) if first else "",
        person.get_status_display(),
        person.get_sex_display(),
        _day(person.born_on),
        person.id_masked,
        person.phone_masked,
        "、".join(card.number for card in person.valid),
        "、".join(dict.fromkeys(card.field for card in person.valid if card.field)),
        _day(recruitment.hired_on) if recruitment else "",
        person.note,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
