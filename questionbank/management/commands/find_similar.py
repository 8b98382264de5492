"""manage.py find_similar"""

from typing import Any

from django.core.management.base import BaseCommand

from audit.actions import SYSTEM
from questionbank.questions.actions.likeness import find_similar


class Command(BaseCommand):
    help = "Looks through the whole bank for questions that look alike."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(find_similar(actor=SYSTEM)))
