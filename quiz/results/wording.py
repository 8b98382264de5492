"""What the refusals of this room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "publish_results": _("Results published for %(entries)s entries"),
    "void_entry": _("Declared void: an entry of the roster"),
    "issue_certificates": _("Certificates issued: numbers %(first)s to %(last)s of %(year)s"),
    "revoke_certificate": _("Certificate revoked"),
}

MESSAGES = {
    "results.not_locked": _(
        "“%(exam)s” is still a draft, so it has no results. Lock it and let the candidates sit."
    ),
    "results.published_before": _(
        "The results of “%(exam)s” were published before. They are published once only."
    ),
    "results.still_pending": _(
        "The results of “%(exam)s” cannot be published yet. Waiting for a marker: %(unmarked)s; "
        "window still open: %(open)s (batch %(batches)s); never entered for a batch: "
        "%(unscheduled)s. Finish the marking, wait for the windows to close, and enter or release "
        "those without a batch."
    ),
    "results.void_late": _(
        "The results of “%(exam)s” are published, so nothing of it can be declared void any more. "
        "Revoke the certificate of %(name)s instead."
    ),
    "results.void_reason_missing": _(
        "Say why what %(name)s did is void: what was found, and that the person was heard."
    ),
    "results.void_own": _("Nobody decides on their own result. Let another officer decide."),
    "results.voided_before": _("What %(name)s did in “%(exam)s” was declared void before."),
    "results.not_published": _(
        "The results of “%(exam)s” are not published. Publish them before issuing certificates."
    ),
    "results.reason_missing": _("Say why certificate %(serial)s is revoked."),
    "results.revoked_before": _("Certificate %(serial)s was revoked before."),
    "results.nothing_to_print": _(
        "No certificate matches. Choose another exam or unit, or issue certificates first."
    ),
    "results.too_many_to_print": _(
        "%(number)s certificates are too many for one print; at most %(most)s are printed at once. "
        "Choose a unit."
    ),
}
