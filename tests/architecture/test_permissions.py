"""Who may open which page: one table over every address of the platform.

Readers: nobody signed in; a candidate (with an exam of their own); another candidate; a liaison
of the candidate's unit; a liaison of another unit; a leader; a reviewer of questions; a marker; an
officer of one unit; an officer of the county. A page answers each of them with
    200-ish   may see it                       403   the role is missing
    login     sign in first                    404   not theirs to see
POST-only pages are asked with POST and an empty form; "may" then means anything but 403 or 404.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from questionbank.exchange.actions import stage_import
from questionbank.questions.models import Case, Comparison
from quiz.delivery.actions import prepare_attempts, start_attempt
from quiz.delivery.models import Attempt
from quiz.delivery.rules import AttemptState
from quiz.marking.actions import close_and_score
from quiz.results.actions import issue_certificates, publish_results
from quiz.results.models import Certificate
from quiz.scheduling.actions import plan_batches
from rosters.accounts.models import User
from rosters.cohorts.models import Cohort, Rank
from rosters.intake.actions import stage_upload
from rosters.roles.rules import Role
from tests.factories import make_person, make_roster, make_unit, make_user
from tests.questionbank.factories import make_question
from tests.questionbank.laws.factories import make_comparable_law
from tests.questionbank.syllabus.factories import make_line, make_syllabus
from tests.quiz.clearance.factories import make_announced_list
from tests.quiz.coverage.bulletin_factories import make_issued_bulletin
from tests.quiz.factories import make_locked_exam
from tests.quiz.official.factories import make_import
from tests.rosters.cohorts.factories import make_request
from tests.rosters.people.factories import make_dossier
from tests.rosters.reporting.factories import make_round

READERS = (
    "anonymous", "candidate", "stranger", "liaison", "other_liaison", "leader", "reviewer",
    "marker", "unit_officer", "officer",
)  # fmt: skip
ROLES_COUNTY = {"officer"}
OFFICERS = {"officer", "unit_officer"}
PEOPLE = set(READERS) - {"anonymous"}
REVIEWERS = {"reviewer", "officer"}

# Address: who may. Everybody else is refused with 403 or 404, and nobody signed in has to sign in.
TABLE: dict[str, set[str]] = {
    "account_login": set(READERS),
    "account_logout": set(READERS),
    "account_change_password": PEOPLE,
    "set_language": set(READERS),
    "accounts:large_type": set(READERS),
    "accounts:activate": set(READERS),
    "results:verify": set(READERS),
    "accounts:notice": set(READERS),
    "accounts:notice_read": PEOPLE,
    "privacy:mine": {"candidate", "stranger"},
    "privacy:my_workbook": {"candidate", "stranger"},
    "desk:home": PEOPLE,
    "delivery:mine": PEOPLE,
    "delivery:attempt": {"candidate"},
    "delivery:start": {"candidate"},
    "delivery:take_over": {"candidate"},
    "delivery:review": {"candidate"},
    "results:mine": {"candidate"},
    "results:certificate": {"candidate", "liaison", "officer"},
    "results:certificates": {"liaison", "other_liaison", "unit_officer", "officer"},
    "results:print": {"liaison", "other_liaison", "unit_officer", "officer"},
    "laws:list": PEOPLE,
    "laws:detail": PEOPLE,
    "laws:compare": PEOPLE,
    "questions:list": REVIEWERS,
    "questions:detail": REVIEWERS,
    "questions:version": REVIEWERS,
    "questions:compare": REVIEWERS,
    "questions:decide": REVIEWERS,
    "questions:review": REVIEWERS,
    "questions:review_one": REVIEWERS,
    "questions:approve_many": REVIEWERS,
    "questions:currency": REVIEWERS,
    "questions:currency_law": REVIEWERS,
    "questions:check_currency": REVIEWERS,
    "questions:move_citations": REVIEWERS,
    "accounts:codes": {"unit_officer", "officer"},
    "units:list": {"unit_officer", "officer"},
    "people:list": {"unit_officer", "officer"},
    "people:find": {"unit_officer", "officer"},
    "people:export": {"unit_officer", "officer"},
    "people:add": {"unit_officer", "officer"},
    "intake:upload": {"liaison", "other_liaison", "officer"},
    "intake:preview": {"liaison", "officer"},
    "intake:again": {"liaison", "officer"},
    "intake:rejected": {"liaison", "officer"},
    "intake:row": {"liaison", "officer"},
    "intake:choice": {"liaison", "officer"},
    "intake:columns": {"liaison", "officer"},
    "intake:gone": {"liaison", "officer"},
    "intake:confirm": {"liaison", "officer"},
    "intake:apply": {"liaison", "officer"},
    "intake:applied": {"liaison", "officer"},
    "intake:undo": {"liaison", "officer"},
    "reporting:mine": {"liaison", "other_liaison", "officer"},
    "reporting:unit": {"liaison", "officer"},
    "reporting:template": {"liaison", "officer"},
    "reporting:confirm": {"liaison", "officer"},
    "cohorts:requests": {"liaison", "other_liaison", "unit_officer", "officer"},
    "cohorts:own_entries": {"liaison", "other_liaison"},
    "cohorts:ask": {"liaison"},
    "cohorts:request": {"liaison", "officer"},
    "cohorts:attachment": {"liaison", "officer"},
    "cohorts:withdraw": {"liaison"},
    "syllabus:list": PEOPLE,
    "syllabus:detail": PEOPLE,
    "syllabus:list_pdf": PEOPLE,
    "syllabus:list_docx": PEOPLE,
    "marking:list": {"marker", "officer"},
    "marking:exam": {"marker", "officer"},
    "coverage:list": {"liaison", "other_liaison", "leader", "unit_officer", "officer"},
    "coverage:exam": {"liaison", "leader", "officer"},
    "coverage:units": {"liaison", "leader", "officer"},
    "coverage:names": {"liaison", "leader", "officer"},
    "coverage:names_workbook": {"liaison", "leader", "officer"},
    "coverage:history": {"liaison", "leader", "officer"},
    "coverage:compare": {"liaison", "leader", "officer"},
    "coverage:workbook": {"liaison", "leader", "officer"},
    "coverage:pdf": {"liaison", "leader", "officer"},
    "coverage:bulletins": {"leader", "officer"},
    "coverage:bulletin": {"leader", "officer"},
    "coverage:bulletin_pdf": {"leader", "officer"},
    "coverage:bulletin_docx": {"leader", "officer"},
    "clearance:list": {"liaison", "other_liaison", "unit_officer", "officer"},
    "clearance:export": {"liaison", "other_liaison", "unit_officer", "officer"},
}
# Save and submit know no session: the token is the proof, tested with the delivery room.
BY_TOKEN = {"delivery:save", "marking:submit"}


def addresses(resolver: URLResolver, namespace: str = "") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern, pattern.namespace or namespace)
        else:
            found[f"{namespace}:{pattern.name}" if namespace else str(pattern.name)] = pattern
    return found


@pytest.fixture
def world(db):
    """A published exam with one candidate who passed, and each reader's client."""
    now = timezone.now()
    unit, other = make_unit("县司法局"), make_unit("县气象局")
    person, another = make_person("甲一", unit=unit), make_person("乙二", unit=other)
    officer = make_user(Role.OFFICER)
    exam = make_locked_exam(make_roster(person))
    window = (now - timedelta(hours=2), now + timedelta(hours=2), 10)
    plan_batches(actor=officer, exam=exam, windows=[window], max_unit_share=1, now=now)
    prepare_attempts(actor=officer, exam=exam, now=now)
    attempt = Attempt.objects.get()
    Attempt.objects.update(pledged_at=now)
    start_attempt(attempt_id=attempt.pk, now=now)
    close_and_score(attempt_id=attempt.pk, state=AttemptState.SUBMITTED, now=now)
    attempt.score.total = 100
    attempt.score.save()
    publish_results(actor=officer, exam=exam, now=now)
    issue_certificates(actor=officer, exam=exam, now=now)
    users = {
        "candidate": make_user(person=person),
        "stranger": make_user(person=another),
        "liaison": make_user(Role.LIAISON, unit=unit),
        "other_liaison": make_user(Role.LIAISON, unit=other),
        "leader": make_user(Role.LEADER),
        "reviewer": make_user(Role.REVIEWER),
        "marker": make_user(Role.MARKER),
        "unit_officer": make_user(Role.OFFICER, unit=other),
        "officer": officer,
    }
    return exam, attempt, users


def arguments(exam, attempt, officer) -> dict[str, object]:
    entry = exam.roster.entries.get()
    version = attempt.paper.items.first().version
    upload = stage_upload(
        actor=officer,
        content="姓名,工作单位\n丙三,县司法局\n".encode(),
        filename="a.csv",
        unit=entry.unit,
        now=timezone.now(),
    )
    bank = "一、判断题\n1. 行政处罚遵循公正、公开的原则。\n答案：正确\n".encode()
    staged = stage_import(actor=officer, content=bank, filename="a.txt", now=timezone.now())
    certificate = Certificate.objects.get()
    law = make_comparable_law()
    alike = [
        make_question(stem=f"听证应当在几日前{told}当事人（　）。") for told in ("通知", "告知")
    ]
    return {
        "exam_id": exam.pk,
        "attempt_id": attempt.pk,
        "unit_id": entry.unit_id,
        "person_id": entry.person_id,
        "roster_id": exam.roster_id,
        "cohort_id": Cohort.objects.get(kind="enforcement").pk,
        "rank_id": Rank.objects.get(name="县处级副职").pk,
        "number": entry.number,
        "paper_id": attempt.paper_id,
        "certificate_id": certificate.pk,
        "law_id": law.pk,
        "pair_id": Comparison.objects.create(first=alike[0], second=alike[1], score=0.9).pk,
        "old": 1,
        "new": 1,
        "case_id": Case.objects.create(code="C-1").pk,
        "code": certificate.code,
        "upload_id": upload.pk,
        "row_id": upload.rows.get().pk,
        "collection_id": make_round(entry.unit, now=timezone.now(), due_on=timezone.localdate()).pk,
        "grant_id": make_user(Role.LIAISON, unit=entry.unit).grants.get().pk,
        "item_id": staged.items.get().pk,
        "list_id": make_announced_list().pk,
        "entry_id": entry.pk,
        "request_id": make_request(entry).pk,
        "import_id": make_import(exam).pk,
        "bulletin_id": make_issued_bulletin(exam, officer).pk,
        "pk": {
            "exchange": staged.pk,
            "laws": law.pk,
            "questions": version.question_id,
            "syllabus": make_syllabus(make_line(topic="听证"), issued=True).pk,
        },
        **make_dossier(entry.person),
    }


def ask(client: Client, name: str, pattern: URLPattern, values: dict[str, object]) -> str:
    wanted = pattern.pattern.converters
    kwargs = {key: values[key] for key in wanted}
    if "pk" in kwargs:
        kwargs["pk"] = values["pk"][name.split(":", maxsplit=1)[0]]
    if name == "questions:version":
        kwargs["number"] = 1
    address = reverse(name, kwargs=kwargs)
    response = client.get(address)
    if response.status_code == 405:
        response = client.post(address)
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return str(response.status_code) if response.status_code in (403, 404) else "may"


def test_every_address_answers_each_reader_as_the_table_says(world):
    exam, attempt, users = world
    values = arguments(exam, attempt, users["officer"])
    wrong = []
    for name, pattern in addresses(get_resolver()).items():
        if name in BY_TOKEN:
            continue
        allowed = TABLE.get(name, ROLES_COUNTY)
        for reader in READERS:
            client = Client()
            if reader != "anonymous":
                client.force_login(User.objects.get(pk=users[reader].pk))
            answer = ask(client, name, pattern, values)
            expected = "may" if reader in allowed else "no"
            if reader == "anonymous" and expected == "no":
                fits = answer == "login"
            else:
                fits = (answer == "may") == (expected == "may") and answer != "login"
            if not fits:
                wrong.append(f"{name} as {reader}: {answer}, expected {expected}")
    assert not wrong, "\n".join(wrong)
