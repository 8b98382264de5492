"""What the refusals of this room say."""

from django.utils.translation import gettext_lazy as _

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
