"""A person gets everything that is held about them, and of nobody else."""

from io import BytesIO

import pytest
from django.urls import reverse

from audit.models import AuditRecord
from quiz.privacy.dossier import load_dossier
from quiz.results.actions import publish_results
from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.notices import current_notice, issue_notice, read_notice
from rosters.intake.models import RosterUpload, UploadRow
from rosters.people.models import Credential, PersonMerge, StatusChange, Training
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_unit, make_user
from tests.quiz.delivery.factories import make_attempts
from tests.quiz.delivery.factories import make_exam as make_ready_exam
from tests.quiz.privacy.factories import HOUR, make_kept_exam, sit

NUMBER = "360112198801011234"


@pytest.fixture
def official(db):
    """Somebody with a row in every table, and a second row that was merged into theirs."""
    unit = make_unit("县农业农村局")
    person = make_person(
        "甲一", unit=unit, title="科长", rank="乡科级正职", card="赣1-001", identity_number=NUMBER,
        phone="13800001111", hired_on=NOW.date(),
    )  # fmt: skip
    gone = make_person("甲壹", merged_into=person)
    PersonMerge.objects.create(kept=person, gone=gone, basis="同一证件", merged_at=NOW)
    StatusChange.objects.create(
        person=person, status="in_post", since=NOW.date(), basis="任命", recorded_at=NOW
    )
    Training.objects.create(person=gone, year=2026, hours="12.5", source="县委党校")
    make_kept_exam(person, make_person("乙二", unit=unit), make_person("丙三", unit=unit))
    user = make_user(Role.LIAISON, person=person, unit=unit)
    officer = make_user(Role.OFFICER)
    text = {"purpose": "用于考试", "retention": "三十六个月", "contact": "县司法局"}
    read_notice(actor=user, notice=issue_notice(actor=officer, now=NOW, **text), now=NOW)
    issue_activation_codes(actor=officer, people=[person], now=NOW)
    upload = RosterUpload.objects.create(filename="名册.xlsx", uploaded_at=NOW)
    UploadRow.objects.create(upload=upload, position=1, number=2, sheet="表一", person=gone)
    return user


def by_title(sheets):
    return {sheet.title: sheet.rows for sheet in sheets}


def read(content):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def words(sheets):
    return "\n".join(cell for sheet in sheets for row in sheet.rows for cell in row)


def test_everything_is_there_also_of_a_row_merged_into_theirs(official):
    sheets = load_dossier(official.person)
    said = words(sheets)
    for word in (NUMBER, "甲一", "甲壹", "同一证件", "任命", "13800001111", "赣1-001", "12.5",
                 "县委党校", "我是甲一。", "名册.xlsx", official.username):  # fmt: skip
        assert word in said, word
    counts = [len(sheet.rows) for sheet in sheets]
    #        person, statuses, postings, recruitment, cards, clean-up, training, merges
    assert counts[:8] == [2, 1, 1, 1, 1, 0, 1, 1]
    #        rosters, requests, releases, attempts, answers, results, certificates
    assert counts[8:15] == [1, 0, 0, 1, 5, 1, 1]
    #        logins, codes, notices, imports
    assert counts[15:19] == [1, 1, 1, 1]


def test_nothing_of_anybody_else_is_there(official):
    assert not {"乙二", "丙三", "丙三夹带"} & set(words(load_dossier(official.person)).split())
    assert "乙二" not in words(load_dossier(official.person))


def test_answers_are_given_as_the_candidate_saw_them(official):
    rows = by_title(load_dossier(official.person))
    answers = next(rows[title] for title in rows if len(rows[title]) == 5)
    # Shown in the orders CBDA and DACB: the authored B was their B, ABD were their BDA.
    assert [row[3] for row in answers] == ["B", "ABD", "", "二日\n行政机关", "我是甲一。"]


def test_marks_and_scores_are_told_after_publication_only(db):
    exam = make_ready_exam(opens_at=NOW - 5 * HOUR, closes_at=NOW - HOUR)
    (attempt,) = make_attempts(exam)
    sit(attempt)

    def told():
        sheets = load_dossier(attempt.candidate.entry.person)
        return [row[-2] for row in sheets[12].rows], [row[-1] for row in sheets[11].rows]

    assert told() == ([""] * 5, [""])
    publish_results(actor=make_user(Role.OFFICER), exam=exam, now=NOW)
    assert told() == (["2", "2", "0", "2", "2"], ["100"])


def test_the_audit_records_are_those_about_the_person(official):
    other = make_user(Role.OFFICER)
    issue_activation_codes(actor=other, people=[make_person()], now=NOW)
    actions = [row[3] for row in load_dossier(official.person)[-1].rows]
    assert actions == ["read_notice"]


def test_a_dossier_costs_the_same_however_much_is_held(official, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as first:
        load_dossier(official.person)
    for number in range(3):
        gone = make_person(merged_into=official.person)
        Credential.objects.create(person=gone, number=f"赣2-{number}")
    with django_assert_max_num_queries(len(first)):
        load_dossier(official.person)


def test_a_person_takes_their_own_data_and_it_is_recorded(official, client):
    client.force_login(official)
    assert client.get(reverse("privacy:mine")).context["own"] is True
    answer = client.post(reverse("privacy:my_workbook"))
    book = read(answer.content)
    person = book[load_dossier(official.person)[0].title]
    assert [NUMBER in row for row in person] == [False, True, False]
    assert answer.headers["Cache-Control"] == "no-store"
    record = AuditRecord.objects.get(action="export")
    assert (record.actor_id, record.subject_id) == (official.pk, str(official.person_id))
    assert record.facts == {"what": "dossier.xlsx", "count": 1, "purpose": "request"}


def test_an_officer_hands_it_out_at_the_persons_request_only(official, client):
    officer = make_user(Role.OFFICER)
    read_notice(actor=officer, notice=current_notice(), now=NOW)
    client.force_login(officer)
    gone = official.person.merged.get()
    assert (
        client.get(reverse("privacy:person", args=[gone.pk])).context["person"] == official.person
    )
    address = reverse("privacy:person_workbook", args=[official.person_id])
    for posted in ({}, {"purpose": "report"}):
        assert client.post(address, posted).status_code == 302
    assert not AuditRecord.objects.filter(action="export").exists()
    assert NUMBER in str(read(client.post(address, {"purpose": "request"}).content))
    assert AuditRecord.objects.filter(action="export").count() == 1


def test_a_login_of_the_office_has_no_data_of_its_own(client, db):
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse("privacy:mine")).status_code == 404
    assert client.post(reverse("privacy:my_workbook")).status_code == 404


def test_cells_that_look_like_formulas_are_text(official, client):
    official.person.note = "=1+1"
    official.person.save()
    client.force_login(official)
    book = read(client.post(reverse("privacy:my_workbook")).content)
    cells = [cell for rows in book.values() for row in rows for cell in row]
    assert "=1+1" in cells


def test_a_lost_key_is_said_in_the_dossier(official, settings):
    settings.IDENTITY_KEY = "99" * 32
    said = words(load_dossier(official.person))
    assert NUMBER not in said and "甲一" in said
