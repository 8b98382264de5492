from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from audit import wording


class RostersConfig(AppConfig):
    name = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from rosters.people import checks  # noqa: F401  registers the check

        wording.gather("rosters")
