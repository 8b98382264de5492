from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0001_initial")]

    operations = [
        AppendOnly("questionbank_questionversion"),
        AppendOnly("questionbank_option"),
        AppendOnly("questionbank_citation"),
        AppendOnly("questionbank_review"),
    ]
