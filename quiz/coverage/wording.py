"""What the refusals of this room say."""

from django.utils.translation import gettext_lazy as _

from quiz.coverage.bulletins.wording import MESSAGES as BULLETINS

MESSAGES = BULLETINS | {
    "coverage.taken_before": _(
        "The figures of %(day)s of “%(exam)s” are kept already. Figures are kept once a day."
    ),
}
