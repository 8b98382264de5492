"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "units.name_missing": _("The name is empty. Enter the full name of the unit."),
    "units.name_long": _(
        "The name has %(length)s characters once full-width and combined characters are written "
        "out. Shorten it to %(most)s at most."
    ),
    "units.name_taken": _(
        "“%(name)s” already means %(unit)s. Choose another name, or rename that unit first."
    ),
}
