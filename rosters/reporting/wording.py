"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "open_collection": _("Round opened for %(units)s units, due on %(due_on)s"),
    "close_collection": _("Round closed"),
    "confirm_list": _("List of %(people)s people confirmed"),
    "remind_units": _("Units reminded"),
}

MESSAGES = {
    "reporting.no_units": _(
        "“%(title)s” would ask no unit at all. Choose the units, or a kind that has some."
    ),
    "reporting.due_past": _("The last day, %(day)s, has passed already. Choose a later one."),
    "reporting.title_taken": _(
        "There is a round called “%(title)s” already. Give this one another title."
    ),
    "reporting.closed": _(
        "The round “%(title)s” is closed, and nothing more is taken for it. Ask the exam officer "
        "to open another one."
    ),
    "reporting.upload_waits": _(
        "“%(filename)s” of %(unit)s has not been applied. Apply it first, or upload the right "
        "file; then confirm the list that comes of it."
    ),
    "reporting.list_changed": _(
        "The list of %(unit)s was changed while you looked at it. Go through it again, then "
        "confirm it."
    ),
    "reporting.nobody_awaited": _(
        "Nobody was reminded: in “%(title)s” no unit is left that has to confirm."
    ),
    "reporting.not_of_unit": _(
        "%(name)s does not serve in %(unit)s now. Choose somebody who is on the list of the unit."
    ),
}
