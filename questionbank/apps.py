from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from audit import wording


class QuestionBankConfig(AppConfig):
    name = "questionbank"
    verbose_name = _("Question bank")

    def ready(self) -> None:
        wording.gather("questionbank")
