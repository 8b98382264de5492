"""The start page of each role, and the checklist of an exam."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from audit.queries import history
from quiz.assembly.access import get_exam_for
from quiz.assembly.models import Exam
from quiz.desk.queries import load_progress
from quiz.desk.rules import finished_steps, states
from rosters.people.models import Person
from rosters.roles.access import has_county_role, has_role, roles_required
from rosters.roles.rules import Role


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page: the work of officers, else the one list that concerns the reader."""
    if has_role(request.user, Role.OFFICER):
        return render(
            request,
            "quiz/desk/home.html",
            {
                "exams": Exam.objects.select_related("roster", "publication")[:8],
                "has_people": Person.objects.exists(),
            },
        )
    if has_role(request.user, Role.LEADER):
        return redirect("coverage:list")
    if has_role(request.user, Role.LIAISON):
        return redirect("reporting:mine")
    if has_role(request.user, Role.MARKER):
        return redirect("marking:list")
    if has_county_role(request.user, Role.REVIEWER):
        return redirect("questions:review")
    return redirect("delivery:mine")


@roles_required(Role.OFFICER, whole_county=True)
def exam(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Each step of an exam with its state, who did it, and the next thing to do."""
    found = get_exam_for(request.user, exam_id)
    progress = load_progress(found, timezone.now())
    done_by = {record.action: record for record in history(found)}
    return render(
        request,
        "quiz/desk/exam.html",
        {
            "exam": found,
            "progress": asdict(progress),
            "states": states(finished_steps(progress)),
            "done_by": done_by,
            "certificates_url": f"{reverse('results:certificates')}?exam={found.pk}",
        },
    )
