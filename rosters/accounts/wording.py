"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "accounts.ambiguous_login": _(
        "More than one account answers to “%(login)s”. Sign in with the mobile phone number, or "
        "with the user name printed on the activation slip."
    ),
    "accounts.code_wrong": _(
        "The name or phone and the code do not belong together. Compare them with the slip; after "
        "%(failures)s wrong entries a code is void."
    ),
    "accounts.code_expired": _("This code has expired. Ask the exam officer for a new one."),
    "accounts.code_used": _(
        "This code has been used. Sign in with your password; if you have lost it, ask the exam "
        "officer for a new code."
    ),
    "accounts.code_burnt": _(
        "This code is void after %(failures)s wrong entries. Ask the exam officer for a new one."
    ),
    "accounts.username_invalid": _(
        "“%(username)s” cannot be a user name. Use 3 to 60 small letters, digits, dots or hyphens, "
        "beginning with a letter; p with a number is kept for people on the rosters."
    ),
    "accounts.username_taken": _("The user name “%(username)s” is taken. Choose another."),
    "accounts.unknown_unit": _("No unit is called “%(unit)s”. Enter its full name or an alias."),
}
