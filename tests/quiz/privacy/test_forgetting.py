"""After the time of keeping nobody can be named any more, and every figure is as it was."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.urls import reverse

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.queries import first_broken_link
from audit.rules import Refusal
from quiz.coverage.models import CoverageSnapshot
from quiz.coverage.queries import load_coverage
from quiz.delivery.models import JournalEntry
from quiz.marking.models import Response
from quiz.privacy.actions import purge_due, purge_exam, set_retention
from quiz.privacy.forgetting import forgettings
from quiz.privacy.models import Purge, Retention
from quiz.privacy.queries import load_kept_exams
from quiz.results.models import Certificate
from quiz.results.queries import load_outcomes
from rosters.cohorts.models import Entry, ReleaseRequest
from rosters.reporting.models import Collection, Confirmation
from rosters.roles.rules import Role
from tests.factories import NOW, make_unit, make_user
from tests.quiz.delivery.factories import make_exam as make_ready_exam
from tests.quiz.privacy.factories import DUE, keep_for, make_kept_exam

NAMES = ("甲一", "乙二", "丙三")
COUNTS = {
    "voidings": 1, "certificates": 1, "journal": 2, "responses": 2, "entries": 3, "reasons": 3,
    "releases": 1, "late_arrivals": 1, "requests": 1,
}  # fmt: skip
# The staff's own tables name people for other reasons than an exam.
ROSTER_TABLES = {
    "rosters.entry", "rosters.entryreason", "rosters.release", "rosters.latearrival",
    "rosters.releaserequest", "quiz.voiding", "quiz.certificate", "quiz.journalentry",
    "quiz.response", "quiz.outcome", "quiz.attempt", "quiz.candidate", "quiz.paper",
    "quiz.officialresult", "quiz.coveragesnapshot", "quiz.purge", "audit.auditrecord",
}  # fmt: skip


@pytest.fixture
def exam(db):
    return make_kept_exam()


def texts():
    """All that the tables of exams say, as one text."""
    said = []
    for label in sorted(ROSTER_TABLES):
        model = apps.get_model(label)
        columns = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.Field)]
        said += [str(row) for row in model._default_manager.values_list(*columns)]
    return "\n".join(said)


def test_every_personal_word_is_gone_and_the_rest_is_there(exam):
    assert all(name in texts() for name in NAMES)
    entries = list(Entry.objects.order_by("pk").values_list("number", "unit", "unit_kind", "level"))
    purge = purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    assert purge.counts == COUNTS
    assert not any(name in texts() for name in (*NAMES, "科长", "乡科级正职", "县委组织部批复"))
    kept = Entry.objects.order_by("pk").values_list("number", "unit", "unit_kind", "level")
    assert list(kept) == entries
    assert set(Entry.objects.values_list("person", "name", "title", "rank")) == {(None, "", "", "")}
    assert [bool(one.attachment) for one in ReleaseRequest.objects.all()] == [False]


def test_figures_and_outcomes_are_as_they_were(exam):
    def figures():
        coverage = load_coverage(exam, DUE)
        return coverage.total, coverage.kinds, coverage.cohorts

    def verdicts():
        return [(line.entry_id, line.verdict, line.score) for line in load_outcomes(exam, DUE)]

    before = figures(), verdicts()
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    assert (figures(), verdicts()) == before
    snapshot = CoverageSnapshot.objects.get()
    assert (snapshot.exam, snapshot.day) == (exam, DUE.date())


def test_only_typed_answers_are_forgotten(exam):
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    journal = JournalEntry.objects.order_by("slot").values_list("slot", "answer")
    assert list(journal) == [(1, "B"), (2, "ABD"), (4, ""), (5, "")]
    responses = Response.objects.order_by("item__slot").values_list("answer", flat=True)
    assert list(responses) == ["B", "ABD", "", "", ""]


def test_a_certificate_keeps_number_code_and_exam(exam):
    before = Certificate.objects.get()
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    after = Certificate.objects.get()
    assert after.facts == before.facts | {"name": ""}
    assert (after.year, after.number, after.code) == (before.year, before.number, before.code)


def test_it_is_recorded_once_with_counts_and_the_chain_is_whole(exam):
    officer = make_user(Role.OFFICER)
    purge_exam(actor=officer, exam=exam, now=DUE)
    again = purge_exam(actor=officer, exam=exam, now=DUE + timedelta(days=1))
    assert again == Refusal("privacy.forgotten_before", {"exam": exam.title})
    assert AuditRecord.objects.get(action="purge_exam").facts == COUNTS
    assert Purge.objects.get().purged_by == officer
    assert first_broken_link() is None


def test_nothing_is_forgotten_before_the_day(exam):
    before = texts()
    day = load_kept_exams(NOW.date(), exam)[0].term.due_on
    assert purge_exam(actor=SYSTEM, exam=exam, now=NOW) == Refusal(
        "privacy.not_due", {"exam": exam.title, "day": day}
    )
    assert purge_due(now=NOW) == []
    assert texts() == before


def test_an_exam_that_is_not_published_is_never_forgotten(db):
    exam = make_ready_exam()
    assert purge_exam(actor=SYSTEM, exam=exam, now=DUE) == Refusal(
        "privacy.not_published", {"exam": exam.title}
    )


def test_another_exam_on_the_roster_holds_it(exam):
    other = make_ready_exam(title="补考")
    type(other).objects.filter(pk=other.pk).update(roster=exam.roster)
    assert purge_exam(actor=SYSTEM, exam=exam, now=DUE) == Refusal(
        "privacy.held", {"exam": exam.title, "others": "补考"}
    )
    assert purge_due(now=DUE) == []


def test_the_daily_round_forgets_what_is_due_and_nothing_twice(exam):
    assert [purge.exam for purge in purge_due(now=DUE)] == [exam]
    assert purge_due(now=DUE + timedelta(days=1)) == []
    assert Purge.objects.get().purged_by is None


def test_names_under_confirmations_go_with_the_daily_round_when_they_are_old(db):
    collection = Collection.objects.create(
        title="2026年名册报送", as_of=NOW.date(), due_on=NOW.date(), opened_at=NOW
    )
    facts = {"collection": collection, "people": 3, "digest": "0" * 64, "signed": "丁四"}
    by = {"unit": make_unit(), "confirmed_by": make_user()}
    for confirmed_at in (NOW, NOW + timedelta(days=3)):
        Confirmation.objects.create(confirmed_at=confirmed_at, **facts, **by)
    due = NOW.replace(year=2029)
    for now, left in ((due - timedelta(days=1), ["丁四", "丁四"]), (due, ["", "丁四"])):
        purge_due(now=now)
        assert list(Confirmation.objects.values_list("signed", flat=True)) == left
    assert AuditRecord.objects.get(action="forget_signatures").facts == {"count": 1}


def test_an_error_in_the_middle_leaves_everything_as_it_was(exam, monkeypatch):
    before = texts()
    last = forgettings(exam)[-1]
    monkeypatch.setattr(
        "quiz.privacy.actions.forgettings",
        lambda exam: [*forgettings(exam)[:-1], type(last)("requests", last.rows, {"kind": None})],
    )
    with pytest.raises(Exception, match=r"NOT NULL|null value"):
        purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    assert texts() == before


def test_a_shorter_time_needs_a_basis_and_is_recorded(exam):
    officer = make_user(Role.OFFICER)

    def keep(months, basis):
        return set_retention(actor=officer, exam=exam, months=months, basis=basis)

    assert keep(5, "x") == Refusal("privacy.months_out_of_range", {"least": 6, "most": 240})
    assert keep(241, "x").code == "privacy.months_out_of_range"
    assert keep(12, " ") == Refusal("privacy.basis_missing", {"usual": 36})
    assert keep(36, "").months == 36
    assert keep(6, "档案办〔2026〕3号").basis == "档案办〔2026〕3号"
    assert list(Retention.objects.values_list("exam", "months")) == [(exam.pk, 6)]
    assert purge_due(now=NOW + timedelta(days=180)) == []
    assert len(purge_due(now=NOW + timedelta(days=182))) == 1
    assert keep(12, "x") == Refusal("privacy.forgotten_before", {"exam": exam.title})
    facts = AuditRecord.objects.filter(action="set_retention").values_list("facts", flat=True)
    assert list(facts) == [{"months": 36}, {"months": 6}]


def test_the_command_counts_first_and_forgets_then(exam, monkeypatch):
    keep_for(exam, 6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=200))
    said = []
    for arguments in (["--dry-run"], [], []):
        out = StringIO()
        call_command("purge_expired", *arguments, stdout=out)
        said.append(out.getvalue())
    assert said[0] == said[1] != ""
    assert said[2] == ""


PAGES = ["results:exam", "coverage:exam", "coverage:names", "privacy:exam", "desk:exam"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_forgotten_exam_still_open(exam, client, name):
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse(name, args=[exam.pk])).status_code == 200


def test_roster_certificates_and_the_public_check_still_open(exam, client):
    certificate = Certificate.objects.get()
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    check = client.get(reverse("results:verify", args=[certificate.code]))
    assert check.status_code == 200 and certificate.facts["serial"] in check.content.decode()
    client.force_login(make_user(Role.OFFICER))
    addresses = [
        reverse("cohorts:roster", args=[exam.roster_id]),
        reverse("cohorts:entry", args=[exam.roster_id, 1]),
        reverse("results:certificates"),
        reverse("privacy:list"),
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_a_certificate_without_a_name_is_not_printed(exam, client):
    purge_exam(actor=SYSTEM, exam=exam, now=DUE)
    client.force_login(make_user(Role.OFFICER))
    answer = client.get(reverse("results:certificate", args=[Certificate.objects.get().pk]))
    assert (answer.status_code, answer.url) == (302, "/")
