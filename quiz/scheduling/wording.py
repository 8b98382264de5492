"""What the refusals of this room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "scheduling.not_locked": _(
        "The papers of “%(title)s” are not drawn yet. Draw them first, then plan the batches."
    ),
    "scheduling.released": _(
        "The batches of “%(title)s” are already released to the candidates and were not changed."
    ),
    "scheduling.nobody": _(
        "Nobody with a paper of “%(title)s” has to sit any more: everybody is released."
    ),
    "scheduling.share": _(
        "The share of a unit in one batch must be above 0 and at most 100 percent."
    ),
    "scheduling.no_windows": _("No batch is planned yet. Fill in at least one row."),
    "scheduling.window_backward": _("Batch %(number)s closes before it opens. Correct its times."),
    "scheduling.window_short": _(
        "Batch %(number)s is open for less than the %(minutes)s minutes of the exam. "
        "Let it close later."
    ),
    "scheduling.window_past": _("Batch %(number)s is already over. Give it a later time."),
    "scheduling.window_outside": _(
        "Batch %(number)s lies outside the days of the exam (%(first)s to %(last)s): its questions "
        "were drawn for the law of these days. Give the batch a time within them."
    ),
    "scheduling.capacity": _(
        "%(people)s people must sit, but the batches hold %(places)s. Add a batch, or raise the "
        "capacities."
    ),
    "scheduling.unit": _(
        "“%(unit)s” has %(people)s people: at that share it needs at least %(batches)s batches, "
        "and these batches have room for %(places)s of them. Add batches, or raise the share or "
        "the capacities."
    ),
    "scheduling.together": _(
        "Only %(places)s of %(people)s people can be placed: the capacities and the share of a "
        "unit together leave no room for the others. Add a batch, or raise the share."
    ),
}
