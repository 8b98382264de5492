"""What the records of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "export": _("Exported: %(what)s (%(count)s), purpose: %(purpose)s"),
    "unmask": _("Shown in full: %(what)s, purpose: %(purpose)s"),
    "print": _("Printed: %(what)s (%(count)s), purpose: %(purpose)s"),
}

MESSAGES: dict[str, str] = {}
