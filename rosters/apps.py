from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from audit import wording


class RostersConfig(AppConfig):
    name = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from rosters.people import checks  # registers the checks

        post_migrate.connect(checks.remember_key, sender=self)
        wording.gather("rosters")
