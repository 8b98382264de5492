from typing import Any

from django.db import migrations, models

from rosters.people.sealing import fingerprint


def remember(apps: Any, schema_editor: Any) -> None:
    """A database belongs to the key that it was begun with."""
    apps.get_model("rosters", "SealingKey").objects.create(fingerprint=fingerprint())


class Migration(migrations.Migration):
    dependencies = [("rosters", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
