"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

DEEDS = {
    "create_user": _("Login made"),
    "grant_role": _("Role given: %(role)s"),
    "revoke_role": _("Role taken away: %(role)s"),
    "issue_activation_codes": _("Activation codes issued"),
    "activate": _("Login activated"),
    "issue_notice": _("Notice on personal data issued"),
    "read_notice": _("Notice on personal data read"),
}

MESSAGES = {
    "accounts.ambiguous_login": _(
        "More than one account answers to “%(login)s”. Sign in with the mobile phone number, or "
        "with the user name printed on the activation slip."
    ),
    "accounts.code_wrong": _(
        "The name or phone and the code do not belong together. Compare them with the slip; after "
        "%(failures)s wrong entries you have to wait %(minutes)s minutes."
    ),
    "accounts.code_expired": _("This code has expired. Ask the exam officer for a new one."),
    "accounts.code_used": _(
        "This code has been used. Sign in with your password; if you have lost it, ask the exam "
        "officer for a new code."
    ),
    "accounts.code_blocked": _(
        "%(failures)s wrong entries were made for this person. Wait %(minutes)s minutes, then "
        "enter the code again, or ask the exam officer for a new one."
    ),
    "accounts.login_disabled": _(
        "This login has been disabled, and a code does not open it. Ask the exam officer."
    ),
    "accounts.not_a_recipient": _(
        "You cannot issue a code to %(name)s: the login is disabled, or it holds a role, and then "
        "only an exam officer of the whole county may issue the code."
    ),
    "accounts.username_invalid": _(
        "“%(username)s” cannot be a user name. Use 3 to 60 small letters, digits, dots or hyphens, "
        "beginning with a letter; p with a number is kept for people on the rosters."
    ),
    "accounts.username_taken": _("The user name “%(username)s” is taken. Choose another."),
    "accounts.login_closed": _(
        "The login of %(name)s has been disabled. Choose somebody else, or have it enabled first."
    ),
    "accounts.role_held": _("%(name)s holds this role already. Nothing was changed."),
    "accounts.notice_unchanged": _(
        "This is word for word the notice of %(day)s. Change what is otherwise now, or leave it."
    ),
    "accounts.unknown_unit": _("No unit is called “%(unit)s”. Enter its full name or an alias."),
}

# Django's own words on forms and passwords, named here so that our catalogue words them: its
# Chinese leaves one of them in English, and the others do not read like an office.
FORM_WORDS = (
    _("This field is required."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
