"""Pages of exams: their plan, the draw, and the papers."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.models import Law
from questionbank.questions.models import Question
from questionbank.questions.queries import lapsed_versions, load_pool
from quiz.assembly import actions, queries
from quiz.assembly.access import get_exam_for
from quiz.assembly.forms import NewExamForm, PlanForm
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState, total_marks
from quiz.assembly.wording import USUAL_PLEDGE
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
officer = roles_required(Role.OFFICER, whole_county=True)


def _sought(request: HttpRequest) -> str:
    """What the search field of a list holds, without NUL, which PostgreSQL cannot compare."""
    return request.GET.get("q", "").replace("\0", "").strip()


@officer
def exam_list(request: HttpRequest) -> HttpResponse:
    query, state = _sought(request), request.GET.get("state", "")
    exams = queries.exams_with_counts()
    if query:
        exams = exams.filter(title__contains=query)
    if state in set(ExamState):
        exams = exams.filter(state=state)
    page = Paginator(exams, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "state": state, "states": list(ExamState)}
    return render(request, "quiz/assembly/list.html", context)


@officer
def exam_new(request: HttpRequest) -> HttpResponse:
    form = NewExamForm(request.POST or None)
    if form.is_bound and form.is_valid():
        exam = actions.create_exam(
            actor=request.user, pledge=str(USUAL_PLEDGE), **form.cleaned_data
        )
        if not isinstance(exam, Refusal):
            return redirect("assembly:edit", exam.pk)
        form.add_error("title", explain(exam))
    status = 422 if form.is_bound else 200
    return render(request, "quiz/assembly/new.html", {"form": form}, status=status)


@officer
def exam_edit(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    if exam.state == ExamState.LOCKED:
        return _locked_plan(request, exam)
    form = PlanForm(exam, request.POST or None)
    if form.is_bound and form.is_valid():
        refusal = actions.save_plan(
            actor=request.user,
            exam=exam,
            title=form.rules.cleaned_data["title"],
            days=form.rules.days(),
            rules=form.rules.rules(),
            cells=form.asked(),
        )
        if refusal is None:
            messages.success(request, _("The plan is saved; the question bank can fill it."))
            return redirect("assembly:edit", exam.pk)
        messages.error(request, explain(refusal))
    form.compare(load_pool(*form.rules.days()))
    context = {"exam": exam, "form": form}
    return render(request, "quiz/assembly/edit.html", context, status=422 if form.is_bound else 200)


def _locked_plan(request: HttpRequest, exam: Exam) -> HttpResponse:
    """The plan to read. Whoever saves from a page that is older than the lock is told so."""
    late = request.method == "POST"
    if late:
        messages.error(request, explain(Refusal("assembly.locked", {"title": exam.title})))
    context = {"exam": exam, "cells": queries.cells_to_show(exam)}
    return render(request, "quiz/assembly/plan.html", context, status=409 if late else 200)


@officer
def exam_lock(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Says what the draw will do, to how many; a POST does it."""
    exam = get_exam_for(request.user, exam_id)
    status = 200
    if request.method == "POST":
        draw = actions.lock_exam(actor=request.user, exam=exam, now=timezone.now())
        if not isinstance(draw, Refusal):
            messages.success(request, _("The papers are drawn. Nothing can change them any more."))
            return redirect("assembly:papers", exam.pk)
        messages.error(request, explain(draw))
        exam, status = get_exam_for(request.user, exam_id), 409
    if exam.state == ExamState.LOCKED:
        return redirect("assembly:papers", exam.pk)
    return render(request, "quiz/assembly/lock.html", _lock_context(exam), status=status)


def _lock_context(exam: Exam) -> dict[str, object]:
    ready = queries.load_readiness(exam)
    people = len(ready.numbers)
    return {
        "exam": exam,
        "cells": queries.cells_to_show(exam),
        "people": people,
        "released": exam.roster.entries.count() - people,
        "papers": people * exam.attempts,
        "items": sum(cell.count for cell in ready.cells),
        "total": total_marks(ready.cells),
        "pool": len(ready.pool),
        "objection": explain(ready.refusal) if ready.refusal else "",
    }


@officer
def paper_list(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    query = _sought(request)
    page = Paginator(queries.papers_of(exam, query), PAGE).get_page(request.GET.get("page"))
    context = {"exam": exam, "draw": exam.draw, "page": page, "query": query}
    return render(request, "quiz/assembly/papers.html", context)


@officer
def paper_detail(request: HttpRequest, exam_id: int, paper_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    shown = queries.load_paper(paper_id)
    if shown is None or shown.paper.exam_id != exam.pk:
        raise Http404
    return render(request, "quiz/assembly/paper.html", {"exam": exam, "shown": shown})


@officer
def draw_record(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The file from which a stranger can repeat the draw; docs/drawing.md describes it."""
    exam = get_exam_for(request.user, exam_id)
    if exam.draw is None:
        raise Http404
    papers = queries.papers_of(exam).values_list("entry__number", "sequence", "content_hash")
    content = {
        "algorithm": exam.draw.algorithm,
        "seed": exam.draw.seed,
        "inputs": json.loads(exam.draw.inputs),
        "inputs_hash": exam.draw.inputs_hash,
        "papers": [{"candidate": f"{n}/{sequence}", "hash": h} for n, sequence, h in papers],
        "result_hash": exam.draw.result_hash,
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="draw-{exam.pk}.json"'
    return response


@officer
def question_uses(request: HttpRequest) -> HttpResponse:
    """Which exams asked a question, some versions, or texts of a law that are out of force."""
    law = Law.objects.filter(pk__in=_ids(request, "law")).first()
    question = Question.objects.filter(pk__in=_ids(request, "question")).first()
    drawn = queries.drawn_versions()
    if law:
        cited = drawn.filter(citations__law_version__law=law)
        chosen = lapsed_versions(cited, law.pk, timezone.localdate())
    elif question:
        chosen = set(drawn.filter(question=question).values_list("pk", flat=True))
    else:
        chosen = set(_ids(request, "version"))
    context = {"uses": queries.load_uses(chosen), "law": law, "question": question}
    return render(request, "quiz/assembly/uses.html", context)


def _ids(request: HttpRequest, name: str) -> list[int]:
    """The row ids that the address names."""
    texts = request.GET.getlist(name)
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]
