"""Background jobs of the room, done by `manage.py db_worker`."""

from django.utils import timezone
from django_tasks import task

from questionbank.exchange.actions import read_staged


@task()
def read_import(import_id: int) -> None:
    """Reads a question file that waits for its preview."""
    read_staged(import_id=import_id, clock=timezone.now)
