from django.db import migrations

from audit.append_only import AppendOnly, Thawed


class Migration(migrations.Migration):
    """Closes the outcomes again, and new tables whose rows do not change."""

    dependencies = [("quiz", "0004_official_results_clearance_and_bulletins")]

    operations = [
        AppendOnly("quiz_outcome"),
        Thawed("quiz_journalentry"),
        AppendOnly("quiz_journalentry", {"answer": ""}),
        AppendOnly("quiz_officialresult"),
        AppendOnly("quiz_voiding", {"reason": ""}),
        AppendOnly("quiz_coveragesnapshot"),
        AppendOnly("quiz_purge"),
    ]
