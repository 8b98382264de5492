from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from audit import wording


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = _("Exams")

    def ready(self) -> None:
        wording.gather("quiz")
