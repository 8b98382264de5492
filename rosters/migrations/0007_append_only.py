from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    """Closes the frozen tables again, but for the forgetting of people, and closes new ones."""

    dependencies = [("rosters", "0006_frozen_unit_names")]

    operations = [
        AppendOnly("rosters_roster"),
        AppendOnly("rosters_entry", {"person_id": None, "name": "", "title": "", "rank": ""}),
        AppendOnly("rosters_entryreason", {"fact": ""}),
        AppendOnly("rosters_release", {"basis": ""}),
        AppendOnly("rosters_latearrival", {"basis": ""}),
        AppendOnly("rosters_unitchange"),
        AppendOnly("rosters_privacynotice"),
        AppendOnly("rosters_noticereading"),
        AppendOnly("rosters_confirmation", {"signed": ""}),
        AppendOnly("rosters_reminder"),
    ]
