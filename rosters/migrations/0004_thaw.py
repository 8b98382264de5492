from typing import Any

from django.db import migrations, models
from django.utils import timezone

from audit.append_only import Thawed

_NAMES = {"new_leader": "新任领导干部", "first_time": "初任公务员", "enforcement": "行政执法人员"}
_STANDARD = {
    "new_leader": {"least_level": 3},
    "first_time": {},
    "enforcement": {"credential": True},
}
_SINCE = {"new_leader": "appointed_from", "first_time": "hired_from"}
_USUAL, _ANY_DAY = "2021-01-01", "1949-10-01"


def as_rules(apps: Any, schema_editor: Any) -> None:
    """The day from which on a cohort counted becomes a condition of its rule.

    A cohort without a row counted from 2021 on; one whose row had no day, from whatever day on, but
    from one.
    """
    cohorts = apps.get_model("rosters", "Cohort").objects
    days = {cohort.kind: cohort.since for cohort in cohorts.all()}
    if not days:
        return
    for kind, conditions in _STANDARD.items():
        rule = dict(conditions)
        if kind in _SINCE:
            day = days.get(kind)
            rule[_SINCE[kind]] = day.isoformat() if day else _ANY_DAY if kind in days else _USUAL
        cohorts.update_or_create(kind=kind, defaults={"name": _NAMES[kind], "rule": rule})


def as_of_their_decision(apps: Any, schema_editor: Any) -> None:
    """Releases had no day of their own: they hold from the day of the decision."""
    for release in apps.get_model("rosters", "Release").objects.all():
        release.effective_on = timezone.localdate(release.decided_at)
        release.save()


class Migration(migrations.Migration):
    """Opens what the next migrations alter, and carries over what had another form."""

    dependencies = [("rosters", "0003_sealing_key")]

    operations = [
        Thawed("rosters_roster"),
        Thawed("rosters_entry"),
        Thawed("rosters_entryreason"),
        Thawed("rosters_release"),
        migrations.AddField("cohort", "name", models.CharField(default="", max_length=60)),
        migrations.AddField("cohort", "rule", models.JSONField(default=dict)),
        migrations.RunPython(as_rules, migrations.RunPython.noop),
        migrations.AddField("release", "effective_on", models.DateField(null=True)),
        migrations.RunPython(as_of_their_decision, migrations.RunPython.noop),
    ]
