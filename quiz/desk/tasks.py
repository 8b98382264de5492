"""Background jobs of the room, done by `manage.py db_worker`."""

from django.utils import timezone
from django_tasks import task

from quiz.desk.actions import look_after_the_house


@task()
def look_after() -> list[str]:
    """What `keep_time` asks for every hour, so that closing attempts never waits for it."""
    return look_after_the_house(timezone.now())
