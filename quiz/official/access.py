"""Results from elsewhere belong to the exam, and so to officers of the whole county."""

from django.shortcuts import get_object_or_404

from quiz.assembly.access import get_exam_for
from quiz.official.models import OfficialImport
from rosters.accounts.models import User


def get_import_for(user: User, exam_id: int, import_id: int) -> OfficialImport:
    """A list of the exam, applied or waiting; 404 for others."""
    exam = get_exam_for(user, exam_id)
    imports = OfficialImport.objects.select_related("exam__roster", "imported_by")
    return get_object_or_404(imports.filter(exam=exam), pk=import_id)
