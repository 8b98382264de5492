from django.db import migrations

from audit.append_only import AppendOnly, NeverDeleted


class Migration(migrations.Migration):
    dependencies = [("quiz", "0001_initial")]

    operations = [
        AppendOnly("quiz_draw"),
        AppendOnly("quiz_paper"),
        AppendOnly("quiz_paperitem"),
        AppendOnly("quiz_journalentry"),
        AppendOnly("quiz_publication"),
        AppendOnly("quiz_outcome"),
        NeverDeleted("quiz_attempt"),
        NeverDeleted("quiz_response"),
        NeverDeleted("quiz_score"),
        NeverDeleted("quiz_certificate"),
    ]
