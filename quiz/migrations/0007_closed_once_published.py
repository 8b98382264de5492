from django.db import migrations

from audit.append_only import ClosedOnce


class Migration(migrations.Migration):
    """Lists of cancelled cards and bulletins are drafts until they are published, then closed."""

    dependencies = [("quiz", "0006_outcomes_of_the_roster")]

    operations = [
        ClosedOnce("quiz_bulletin", "OLD.issued_at IS NOT NULL"),
        ClosedOnce("quiz_cancellationlist", "OLD.announced_at IS NOT NULL"),
        ClosedOnce(
            "quiz_cancelledcard",
            "EXISTS (SELECT 1 FROM quiz_cancellationlist AS list"
            " WHERE list.id = OLD.list_id AND list.announced_at IS NOT NULL)",
        ),
    ]
