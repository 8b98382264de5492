from django.db import migrations

from audit.append_only import Thawed


class Migration(migrations.Migration):
    """The table that the next migration alters."""

    dependencies = [("quiz", "0002_append_only")]

    operations = [Thawed("quiz_outcome")]
