"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "add_unit": _("Unit added: %(name)s"),
    "rename_unit": _("Renamed: %(old)s → %(new)s, in effect since %(effective_on)s"),
    "place_unit": _("Kind, unit above it or power to enforce were set"),
    "order_units": _("The %(units)s units of the county were put in order"),
    "add_alias": _("Alias added: %(alias)s"),
    "remove_alias": _("Alias removed: %(alias)s"),
}

MESSAGES = {
    "units.name_missing": _("The name is empty. Enter the full name of the unit."),
    "units.name_long": _(
        "The name has %(length)s characters once full-width and combined characters are written "
        "out. Shorten it to %(most)s at most."
    ),
    "units.name_taken": _(
        "“%(name)s” already means %(unit)s. Choose another name, or rename that unit first."
    ),
    "units.day_ahead": _(
        "%(day)s has not come yet. Record the change on the day on which it takes effect; until "
        "then its preview can be looked at."
    ),
    "units.day_before_change": _(
        "%(unit)s was last changed on %(day)s. Enter that day or a later one."
    ),
    "units.dissolved": _("%(unit)s was dissolved on %(day)s and no longer changes."),
    "units.parent_below": _(
        "%(unit)s cannot belong to %(parent)s: that one is below it, is itself, or was dissolved."
    ),
    "units.alias_unknown": _("%(unit)s is not known as “%(name)s”. Reload the page."),
    "units.order_unknown": _(
        "No unit is called “%(name)s”. Correct the line; nothing was changed."
    ),
    "units.order_twice": _(
        "%(name)s stands in the list twice. Leave one line out; nothing was changed."
    ),
    "units.order_missing": _(
        "These units are missing from the list: %(names)s. Add them; nothing was changed."
    ),
}
