"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "merge_unit": _("Merged into another unit on %(effective_on)s; people moved: %(people)s"),
    "split_unit": _("A unit was split off on %(effective_on)s; people moved: %(people)s"),
}

MESSAGES = {
    "reforms.nothing_to_merge": _("Choose at least one unit that is to be merged."),
    "reforms.into_itself": _(
        "%(unit)s cannot be merged into itself. Choose another successor, or leave it out."
    ),
    "reforms.into_own_body": _(
        "%(into)s is a body of %(unit)s. Place it elsewhere first, then merge."
    ),
    "reforms.changed_since": _(
        "Somebody has changed people or units since you looked. Look at the plan of the merger "
        "into %(into)s again; nothing was merged."
    ),
    "reforms.not_serving": _(
        "Some of those chosen no longer serve in %(unit)s. Reload the page and choose again."
    ),
}
