from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from audit import wording


class RostersConfig(AppConfig):
    name = "rosters"
    verbose_name = _("Rosters")

    def ready(self) -> None:
        from rosters.accounts.notices import at_sign_in
        from rosters.cohorts.actions import lay_standard_rows
        from rosters.people import checks  # registers the checks

        user_logged_in.connect(at_sign_in)
        post_migrate.connect(checks.remember_key, sender=self)
        post_migrate.connect(lay_standard_rows, sender=self)
        wording.gather("rosters")
