"""The pages of applying a file and of taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rosters.intake.access import UNDONE_WITHIN
from rosters.intake.actions import apply_staged, stage_upload, start_applying
from rosters.intake.models import RosterUpload
from rosters.intake.queries import reconciliation
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user
from tests.rosters.intake.factories import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def unit():
    return make_unit("县司法局")


@pytest.fixture
def upload(officer, unit):
    make_person("王五", unit=unit, title="科员")
    rows = (
        ["张三", None, "县司法局", None, None],
        ["李四", "3.6E+17", "县司法局", None, None],
        ["王五", None, "县司法局", None, "股长"],
    )
    found = stage_upload(
        actor=officer, content=book(*rows), filename="名单.xlsx", unit=None, now=timezone.now()
    )
    assert isinstance(found, RosterUpload), found
    return found


def at(name, upload):
    return reverse(f"intake:{name}", args=[upload.pk])


def told(page):
    return [message.level_tag for message in page.context["messages"]]


def names():
    return sorted(Person.objects.values_list("name", flat=True))


def test_confirmation_says_what_will_be_done_to_how_many(office, upload):
    page = office.get(at("confirm", upload))
    assert page.context["counts"] == reconciliation(upload)
    assert (page.context["ended"], page.context["unasked"], page.context["stale"]) == (0, 0, False)
    assert names() == ["王五"]


def test_applying_changes_people_and_shows_what_came_of_it(office, upload):
    page = office.post(at("apply", upload), follow=True)
    assert page.redirect_chain == [(at("preview", upload), 302), (at("applied", upload), 302)]
    assert (page.context["counts"].added, page.context["counts"].changed) == (1, 1)
    assert names() == ["张三", "王五"]
    assert page.context["may_undo"]
    assert office.get(at("confirm", upload)).url == at("preview", upload)


def test_second_click_is_refused_and_changes_nothing(office, upload):
    office.post(at("apply", upload))
    Person.objects.update(note="touched since")
    page = office.post(at("apply", upload), follow=True)
    assert told(page) == ["error"]
    assert set(Person.objects.values_list("note", flat=True)) == {"touched since"}


def test_applied_page_of_a_file_that_is_not_leads_to_its_preview(office, upload):
    assert office.get(at("applied", upload)).url == at("preview", upload)


def test_verdicts_that_lag_behind_are_weighed_again_first(office, upload):
    upload.summary |= {"stale": True}
    upload.save()
    assert office.get(at("confirm", upload)).context["stale"]
    page = office.post(at("apply", upload), follow=True)
    assert (told(page), page.context["stale"], names()) == (["error"], True, ["王五"])
    page = office.post(at("again", upload), follow=True)
    assert not page.context["stale"]


def test_people_who_changed_meanwhile_turn_the_file_back(office, officer, upload, unit):
    assert start_applying(actor=officer, upload=upload, now=timezone.now()) is None
    make_person("张三", unit=unit)
    assert apply_staged(upload_id=upload.pk, clock=timezone.now)
    page = office.get(at("preview", upload))
    assert (page.context["upload"].state, bool(page.context["problem"])) == ("waiting", True)
    RosterUpload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    page = office.post(at("again", upload), follow=True)
    assert page.context["turned_back"]
    assert page.context["counts"].added == 0


def test_an_import_is_undone_as_a_whole(office, upload):
    office.post(at("apply", upload))
    page = office.post(at("undo", upload), follow=True)
    assert (told(page), page.context["upload"].state) == (["success"], "undone")
    assert not page.context["may_undo"]
    assert names() == ["王五"]
    assert Person.objects.get().postings.get().title == "科员"


def test_what_stands_in_the_way_of_undoing_is_named(office, upload):
    office.post(at("apply", upload))
    Person.objects.filter(name="张三").update(phone="13800000000")
    page = office.post(at("undo", upload), follow=True)
    assert told(page) == ["error"]
    assert "张三" in str(next(iter(page.context["messages"])))
    assert names() == ["张三", "王五"]


def test_after_its_time_undoing_is_not_offered(office, upload):
    office.post(at("apply", upload))
    long_ago = timezone.now() - UNDONE_WITHIN - timedelta(minutes=1)
    RosterUpload.objects.update(applied_at=long_ago)
    assert not office.get(at("applied", upload)).context["may_undo"]
    assert told(office.post(at("undo", upload), follow=True)) == ["error"]
