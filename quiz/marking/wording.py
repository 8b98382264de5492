"""What the room's refusals say to a marker."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "marking.by_machine": _("This answer is scored by its key and is not marked by hand."),
    "marking.out_of_bounds": _("The mark must lie between 0 and %(most)s. Enter it again."),
    "marking.marked_meanwhile": _(
        "Somebody else has marked this answer in the meantime. Go on with the next one."
    ),
    "marking.published": _(
        "The results of “%(exam)s” are published, so its marks no longer change."
    ),
}
