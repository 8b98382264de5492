"""The batches page: fill in, plan, look at a batch."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz.scheduling.models import Batch, Candidate
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.quiz.factories import make_exam, make_locked_exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER))
    return client


def address(exam):
    return reverse("scheduling:batches", args=[exam.pk])


def spoken(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def plan_data(*capacities, share="50", hours=2, **changes):
    start = timezone.now() + timedelta(days=1)
    data = {
        "share": share,
        "batches-TOTAL_FORMS": str(len(capacities)),
        "batches-INITIAL_FORMS": "0",
    }
    for number, capacity in enumerate(capacities):
        data[f"batches-{number}-opens_at"] = spoken(start)
        data[f"batches-{number}-closes_at"] = spoken(start + timedelta(hours=hours))
        data[f"batches-{number}-capacity"] = capacity
    return data | changes


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_other_roles_are_refused(client, role):
    client.force_login(make_user(role))
    assert client.get(address(make_exam())).status_code == 403


def test_unknown_exam_and_batch_are_not_found(officer):
    assert officer.get(reverse("scheduling:batches", args=[404])).status_code == 404
    assert officer.get(address(make_exam()), {"batch": "7"}).status_code == 404


def test_a_draft_points_to_the_draw(officer):
    exam = make_exam()
    page = officer.get(address(exam)).content.decode()
    assert reverse("assembly:lock", args=[exam.pk]) in page
    assert "batches-TOTAL_FORMS" not in page


def test_a_series_fills_in_the_rows(officer):
    exam = make_locked_exam()
    query = {"first": "2026-12-01T09:00", "minutes": "90", "gap": "30", "number": "3",
             "capacity": "40"}  # fmt: skip
    rows = officer.get(address(exam), query).context["form"].rows
    assert [
        (row["opens_at"].initial and spoken(row["opens_at"].initial), row["capacity"].initial)
        for row in rows
    ] == [
        ("2026-12-01T09:00", 40),
        ("2026-12-01T11:00", 40),
        ("2026-12-01T13:00", 40),
        (None, None),
        (None, None),
    ]
    assert not Batch.objects.exists()


def test_a_series_with_nonsense_is_marked(officer):
    query = {"first": "soon", "minutes": "0", "gap": "-1", "number": "999", "capacity": ""}
    response = officer.get(address(make_locked_exam()), query)
    assert set(response.context["series"].errors) == set(query)


@pytest.mark.parametrize("first", ["9999-12-31T23:59", "9999-12-31T00:00"])
def test_a_series_beyond_the_calendar_is_marked(officer, first):
    exam = make_locked_exam()
    series = {"first": first, "minutes": 60, "gap": 30, "number": 60, "capacity": 5}
    shown = officer.get(address(exam), series).context["series"]
    assert "first" in shown.errors


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_plan_beyond_the_calendar_is_marked(officer, moment):
    data = plan_data(50) | {"batches-0-opens_at": moment}
    response = officer.post(address(make_locked_exam()), data)
    assert response.status_code == 422
    assert "opens_at" in response.context["form"].rows[0].errors
    assert not Batch.objects.exists()


@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣", "-1", "\0"])
def test_a_batch_that_none_can_be_is_none(officer, number):
    exam = make_locked_exam()
    assert officer.get(address(exam), {"batch": number}).status_code == 404


def test_a_plan_is_stored_and_rows_without_capacity_are_dropped(officer):
    exam = make_locked_exam(people=4)
    response = officer.post(address(exam), plan_data("2", "", "2"))
    assert (response.status_code, response.url) == (302, address(exam))
    assert [(b.number, b.capacity) for b in Batch.objects.all()] == [(1, 2), (2, 2)]
    assert Candidate.objects.count() == 4


@pytest.mark.parametrize(
    "data",
    [
        plan_data("1", "2"),
        plan_data(""),
        plan_data("9", share="50"),
        plan_data("9", share="0"),
        plan_data("9", share="100", hours=0),
        plan_data("9", share="100", **{"batches-0-opens_at": ""}),
        plan_data("9", share="100", **{"batches-0-opens_at": "2026-99-99T09:00"}),
        plan_data("-1", share="100"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_reason(officer, data):
    exam = make_locked_exam(people=4)
    response = officer.post(address(exam), data)
    assert response.status_code == 422
    assert "notice-error" in response.content.decode()
    assert not Batch.objects.exists()


def test_a_batch_lists_its_people_by_unit(officer, django_assert_max_num_queries):
    exam = make_locked_exam(people=6)
    officer.post(address(exam), plan_data("3", "3"))
    officer.get(address(exam))
    with django_assert_max_num_queries(16):
        response = officer.get(address(exam), {"batch": "2"})
    names = set(Candidate.objects.filter(batch__number=2).values_list("entry__name", flat=True))
    assert {candidate.entry.name for candidate in response.context["page"]} == names
    assert all(name in response.content.decode() for name in names)
