from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("rosters", "0001_initial")]

    operations = [
        AppendOnly("rosters_roster"),
        AppendOnly("rosters_entry"),
        AppendOnly("rosters_entryreason"),
        AppendOnly("rosters_release"),
    ]
