"""What the refusals about bulletins say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bulletins.issued": _(
        "The bulletin “%(title)s” has been issued and no longer changes. Draft another one."
    ),
    "bulletins.stale": _(
        "The bulletin “%(title)s” was changed by somebody else meanwhile. Nothing was done. "
        "Look at it again."
    ),
    "bulletins.not_published": _(
        "The results of “%(exam)s” are not published. Publish them, fill the bulletin again, and "
        "issue it then."
    ),
    "bulletins.figures_changed": _(
        "The figures of “%(exam)s” changed since the bulletin was filled. Take the new figures, "
        "look at the text, and issue it then."
    ),
    "bulletins.number_used": _(
        "The document number %(number)s stands on the bulletin “%(title)s”. Give another one."
    ),
    "bulletins.issuer_missing": _(
        "Say who issues the bulletin “%(title)s”: it stands at its head."
    ),
    "bulletins.day_to_come": _(
        "The day of issue is still to come. Issue the bulletin on that day."
    ),
    "bulletins.unknown_table": _(
        "There is no table “%(name)s”. The tables are: %(tables)s. Mend the line that names it."
    ),
}
