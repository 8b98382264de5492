"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "cohorts.empty_roster": _(
        "Nobody belongs to the chosen cohorts on that day. Import people first, or choose another "
        "day or cohort."
    ),
    "cohorts.count_changed": _(
        "The people on file, or the days, have changed since the roster was counted. It has been "
        "counted again: check the numbers below, then freeze."
    ),
    "cohorts.name_taken": _("A roster named “%(name)s” exists already. Choose another name."),
    "cohorts.without_unit": _(
        "%(count)s people must sit but have no unit on that day: %(names)s. Import their units, "
        "then freeze the roster."
    ),
    "cohorts.basis_missing": _(
        "State the basis on which %(name)s is released: the document, or who decided and why."
    ),
    "cohorts.already_released": _(
        "%(name)s has been released already. A decision is not changed; correct it by a new roster."
    ),
}
