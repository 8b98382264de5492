"""Writing down what left the system, who took it and for what."""

from django.db import models, transaction

from audit.actions import Actor, record
from rosters.disclosure.rules import Disclosed, Purpose


@transaction.atomic
def record_disclosure(
    *,
    actor: Actor,
    form: Disclosed,
    subject: models.Model,
    what: str,
    count: int,
    purpose: Purpose,
) -> None:
    """One record before the data are handed out: `what` was taken (`people.xlsx`), of how many.

    `subject` is the row that the data belong to: the person, roster, exam or upload.
    """
    facts = {"what": what, "count": count, "purpose": purpose}
    record(actor=actor, action=form, subject=subject, facts=facts)
