from typing import Any

from django.db import migrations
from django.db.models import Count, OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """What entries and uploads from before say of themselves, taken from what they point to."""
    unit = apps.get_model("rosters", "Unit").objects.filter(pk=OuterRef("unit_id"))
    apps.get_model("rosters", "Entry").objects.update(
        unit_name=Subquery(unit.values("name")[:1]), unit_kind=Subquery(unit.values("kind")[:1])
    )
    for roster in apps.get_model("rosters", "Roster").objects.annotate(lines=Count("entries")):
        roster.size = roster.lines
        roster.save()
    uploads = apps.get_model("rosters", "RosterUpload").objects
    uploads.filter(applied_at__isnull=False).update(state="applied")


class Migration(migrations.Migration):
    dependencies = [("rosters", "0005_units_people_and_rosters_in_depth")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
