"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "clearance.nothing_ticked": _("No finding is ticked. Tick at least one and try again."),
    "clearance.changed": _(
        "%(number)s of the ticked findings no longer stand, because the data changed. Nothing was "
        "done. Look at the list again and tick anew."
    ),
    "clearance.until_past": _("“Keep until” must be a day that is still to come."),
    "clearance.basis_missing": _("Say on what basis the cards are kept. It is recorded."),
    "clearance.announced": _(
        "The list “%(title)s” has been announced and no longer changes. Begin another list."
    ),
    "clearance.on_another_list": _(
        "Card %(number)s is already on the list “%(title)s”. Take it off that list first."
    ),
    "clearance.list_empty": _("The list “%(title)s” holds no card. Add cards from the work list."),
    "clearance.cancelled_before": _(
        "Card %(number)s has been cancelled meanwhile. Take it off the list and announce again."
    ),
    "clearance.stale": _(
        "The list “%(title)s” was changed by somebody else meanwhile. Look at it again, then "
        "announce it."
    ),
    "clearance.number_used": _(
        "The document number %(number)s stands on the list “%(title)s”. Give another one."
    ),
    "clearance.number_missing": _("Give the document number under which the list is announced."),
    "clearance.day_to_come": _("The day of announcement is still to come. Announce on that day."),
}
