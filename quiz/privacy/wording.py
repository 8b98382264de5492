"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "privacy.forgotten_before": _(
        "“%(exam)s” has been made anonymous. This cannot be taken back or put off."
    ),
    "privacy.not_published": _(
        "The results of “%(exam)s” are not published, so the time for which it is kept has not "
        "begun. Publish them first."
    ),
    "privacy.not_due": _(
        "“%(exam)s” is kept until %(day)s. To forget it earlier, shorten the time and state the "
        "basis."
    ),
    "privacy.held": _(
        "“%(exam)s” shares its roster with exams whose time is not over: %(others)s. It is made "
        "anonymous together with the last of them."
    ),
    "privacy.months_out_of_range": _("Enter from %(least)s to %(most)s months."),
    "privacy.basis_missing": _(
        "The usual time is %(usual)s months. State the rule or document on which it is otherwise."
    ),
    "privacy.not_asked_for": _(
        "The data of %(name)s are handed out only because %(name)s asked for them. State that."
    ),
}
