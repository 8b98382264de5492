"""Background jobs of the room, done by `manage.py db_worker`."""

from django.utils import timezone
from django_tasks import task

from rosters.intake.actions import apply_staged, read_staged
from rosters.intake.models import RosterUpload
from rosters.intake.rules.states import UploadState


@task()
def read_upload(upload_id: int) -> None:
    """Reads a roster file that waits for its preview."""
    read_staged(upload_id=upload_id, clock=timezone.now)


@task()
def apply_upload(upload_id: int) -> None:
    """Applies a preview; when people changed meanwhile, the file is read again."""
    apply_staged(upload_id=upload_id, clock=timezone.now)
    go_on(RosterUpload.objects.only("state").get(pk=upload_id))


def go_on(upload: RosterUpload) -> None:
    """Puts whatever an upload waits for in line. Call it after every action on an upload."""
    if upload.state == UploadState.WAITING:
        read_upload.enqueue(upload.pk)
    elif upload.state == UploadState.APPLYING and not upload.total:
        apply_upload.enqueue(upload.pk)
