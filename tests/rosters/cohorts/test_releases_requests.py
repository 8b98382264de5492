"""A unit asks, another person decides: on rows, on files, on two tabs at once, and on pages."""

import io
import threading
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains

from audit.models import AuditRecord
from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions.releases import release_entry
from rosters.cohorts.actions.requests import (
    grant_request,
    open_attachment,
    refuse_request,
    request_release,
    withdraw_request,
)
from rosters.cohorts.models import Release, ReleaseRequest
from rosters.cohorts.rules.attachments import MOST_BYTES, Attachment, kept_name, sniffed
from rosters.cohorts.rules.releases import ReleaseKind, RequestState
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_release, make_roster, make_unit, make_user

TODAY = date(2026, 11, 22)
LAST = TODAY + timedelta(days=90)
PDF = b"%PDF-1.4 certificate"


def packed(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return content.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def world(db):
    """An entry of a unit, the unit's liaison, and two officers of the county."""
    unit = make_unit("县水利局")
    entry = make_roster(make_person("李某", unit=unit)).entries.get()
    return {
        "entry": entry,
        "liaison": make_user(Role.LIAISON, unit=unit),
        "officer": make_user(Role.OFFICER),
        "other": make_user(Role.OFFICER),
    }


def ask(world, **changed):
    facts = {
        "actor": world["liaison"],
        "entry": world["entry"],
        "kind": ReleaseKind.DEFERRED,
        "basis": " 产假，县医院证明 ",
        "effective_on": TODAY,
        "expires_on": LAST,
        "attachment": Attachment("证明.pdf", PDF),
        "now": NOW,
    }
    return request_release(**facts | changed)


def test_request_is_granted_by_another_person_and_becomes_a_release(world):
    asked = ask(world)
    assert (asked.state, asked.basis, asked.attachment_name) == (
        "open",
        "产假，县医院证明",
        "证明.pdf",
    )
    granted = grant_request(actor=world["officer"], request=asked, now=NOW)
    assert (granted.state, granted.decided_by) == (RequestState.GRANTED, world["officer"])
    release = Release.objects.get()
    assert (release.request, release.kind, release.basis) == (asked, "deferred", asked.basis)
    assert (release.effective_on, release.expires_on) == (TODAY, LAST)
    assert [r.action for r in history(asked)] == ["request_release", "grant_request"]
    again = grant_request(actor=world["other"], request=asked, now=NOW)
    assert again == Refusal("cohorts.request_closed", {"name": "李某"})
    assert Release.objects.count() == 1


def test_refusal_needs_a_reason_and_releases_nobody(world):
    asked, officer = ask(world), world["officer"]
    missing = refuse_request(actor=officer, request=asked, reason=" ", now=NOW)
    assert missing == Refusal("cohorts.reason_missing")
    refused = refuse_request(actor=officer, request=asked, reason="证明已过期", now=NOW)
    assert (refused.state, refused.answer) == (RequestState.REFUSED, "证明已过期")
    assert not Release.objects.exists()
    assert isinstance(ask(world), ReleaseRequest)


def test_withdrawn_request_is_not_decided(world):
    asked = ask(world)
    withdrawn = withdraw_request(actor=world["liaison"], request=asked, now=NOW)
    assert (withdrawn.state, withdrawn.decided_by) == (RequestState.WITHDRAWN, None)
    answer = grant_request(actor=world["officer"], request=asked, now=NOW)
    assert answer == Refusal("cohorts.request_closed", {"name": "李某"})


def test_nobody_decides_what_they_asked(world):
    asked = ask(world)
    refusal = Refusal("cohorts.request_own", {"name": "李某"})
    assert grant_request(actor=world["liaison"], request=asked, now=NOW) == refusal
    assert refuse_request(actor=world["liaison"], request=asked, reason="不符", now=NOW) == refusal
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRequest.objects.update(decided_by=world["liaison"])


def test_one_question_about_an_entry_is_open_at_a_time(world):
    asked = ask(world)
    waits = Refusal("cohorts.request_waits", {"name": "李某"})
    assert ask(world) == waits
    direct = release_entry(
        actor=world["officer"], entry=world["entry"], kind=ReleaseKind.LEFT, basis="退休", now=NOW
    )
    assert direct == waits
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseRequest.objects.create(
            entry=asked.entry, kind="exempt", basis="又", effective_on=TODAY,
            asked_by=world["liaison"], asked_at=NOW,
        )  # fmt: skip


def test_who_is_released_needs_no_request(world):
    make_release(world["entry"])
    assert ask(world) == Refusal("cohorts.already_released", {"name": "李某"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"basis": " "}, "cohorts.basis_missing"),
        ({"kind": ReleaseKind.REINSTATED}, "cohorts.cannot_ask"),
        ({"kind": ReleaseKind.DUPLICATE}, "cohorts.cannot_ask"),
        ({"expires_on": None}, "cohorts.deferral_endless"),
        ({"expires_on": TODAY - timedelta(days=1)}, "cohorts.expires_before"),
        ({"kind": ReleaseKind.LEFT}, "cohorts.cannot_expire"),
        ({"effective_on": date(2062, 11, 1), "expires_on": date(2063, 1, 1)},
            "cohorts.effective_far"),
        ({"attachment": Attachment("a.exe", b"MZ\x90")}, "cohorts.attachment_kind"),
        ({"attachment": Attachment("a.pdf", b"%PDF-" + bytes(MOST_BYTES))},
            "cohorts.attachment_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(world, changed, code):
    assert ask(world, **changed).code == code
    assert not ReleaseRequest.objects.exists()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (b"\x89PNG\r\n\x1a\n...", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (DOCX, ".docx"),
        (OLE + bytes(500) + "WordDocument".encode("utf-16-le"), ".doc"),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("xl/workbook.xml"), None),
        (b"PK\x03\x04 broken", None),
        (OLE + bytes(500), None),
        (b"<html><script>", None),
        (b"", None),
    ],
)
def test_attachment_is_what_its_bytes_say(content, ending):
    found = sniffed(content)
    assert (found[1] if found else None) == ending


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("证明.pdf", "证明.pdf"),
        ("C:\\a\\证明.exe", "证明.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"\r\nb.pdf', "ab.pdf"),
        (".pdf", "attachment.pdf"),
        ("长" * 300, "长" * 100 + ".pdf"),
    ],
)
def test_attachment_keeps_a_harmless_name(name, kept):
    assert kept_name(name, ".pdf") == kept


def test_attachment_is_sealed_and_each_opening_is_recorded(world):
    asked = ask(world)
    stored = bytes(ReleaseRequest.objects.get().attachment)
    assert PDF not in stored
    for _ in range(2):
        assert open_attachment(actor=world["officer"], request=asked).content == PDF
    assert AuditRecord.objects.filter(action="open_attachment").count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_granting_and_refusing_at_once_end_in_one_decision():
    unit = make_unit()
    entry = make_roster(make_person(unit=unit)).entries.get()
    officers = make_user(Role.OFFICER), make_user(Role.OFFICER)
    asked = ask({"entry": entry, "liaison": make_user(Role.LIAISON, unit=unit)})
    both, answers = threading.Barrier(2), []

    def decide(officer, verb, **facts):
        try:
            both.wait(timeout=120)
            answers.append(verb(actor=officer, request=asked, now=NOW, **facts))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(officers[0], grant_request)),
        threading.Thread(
            target=decide, args=(officers[1], refuse_request), kwargs={"reason": "不符"}
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal", "ReleaseRequest"]
    asked.refresh_from_db()
    assert Release.objects.count() == (asked.state == RequestState.GRANTED)


FORM = {"kind": "deferred", "basis": "产假", "effective_on": "2026-11-22"}


def test_liaison_asks_and_officer_grants_on_the_pages(client, world):
    client.force_login(world["liaison"])
    people = client.get(reverse("cohorts:own_entries"))
    assert [(entry.name, state) for entry, state in people.context["rows"]] == [("李某", "")]
    address = reverse("cohorts:ask", args=[world["entry"].pk])
    assert client.get(address).status_code == 200
    assert client.post(address, FORM).status_code == 422
    file = SimpleUploadedFile("证明.pdf", PDF)
    sent = client.post(address, FORM | {"expires_on": "2027-02-20", "attachment": file})
    asked = ReleaseRequest.objects.get()
    assert sent.url == reverse("cohorts:request", args=[asked.pk])
    listed = client.get(reverse("cohorts:requests"), {"state": "open"})
    assert [row.pk for row in listed.context["page"]] == [asked.pk]
    assert client.get(reverse("cohorts:own_entries")).context["rows"][0][0].asked

    client.force_login(world["officer"])
    page = client.get(reverse("cohorts:request", args=[asked.pk]))
    assert page.context["may_decide"] and not page.context["may_withdraw"]
    decide = reverse("cohorts:decide", args=[asked.pk])
    assert client.post(decide, {"refuse": "1", "answer": ""}).status_code == 422
    assert client.post(decide, {"grant": "1", "answer": "同意"}).url == sent.url
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("granted", "同意")
    late = client.post(decide, {"grant": "1"})
    assert late.status_code == 422
    assertContains(late, escape(late.context["form"].non_field_errors()[0]), 1, 422)


def test_attachment_is_downloaded_never_shown_by_those_who_may_see_it(client, world):
    asked = ask(world)
    address = reverse("cohorts:attachment", args=[asked.pk])
    client.force_login(world["officer"])
    assert client.get(address).status_code == 405
    response = client.post(address)
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
    client.force_login(make_user(Role.LIAISON, unit=make_unit()))
    assert client.post(address).status_code == 404
    client.force_login(make_user(Role.OFFICER, unit=world["entry"].unit))
    assert client.post(address).status_code == 404
    assert AuditRecord.objects.filter(action="open_attachment").count() == 1
    without = ask(
        world | {"entry": make_roster(make_person(unit=world["entry"].unit)).entries.get()},
        attachment=None,
    )
    client.force_login(world["officer"])
    assert client.post(reverse("cohorts:attachment", args=[without.pk])).status_code == 404


def test_liaison_sees_and_asks_for_the_own_units_only(client, world):
    asked = ask(world)
    client.force_login(make_user(Role.LIAISON, unit=make_unit("县气象局")))
    assert list(client.get(reverse("cohorts:requests")).context["page"]) == []
    assert client.get(reverse("cohorts:own_entries")).context["rows"] == []
    for name, key in [
        ("cohorts:request", asked.pk),
        ("cohorts:ask", world["entry"].pk),
        ("cohorts:ask", 10**30),
        ("cohorts:request", 10**30),
    ]:
        assert client.get(reverse(name, args=[key])).status_code == 404
    assert client.post(reverse("cohorts:withdraw", args=[asked.pk])).status_code == 404
    assert client.post(reverse("cohorts:decide", args=[asked.pk])).status_code == 403
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN


def test_liaison_of_a_successor_speaks_for_who_was_listed_before(client, world):
    successor = make_unit("县水务局")
    old = world["entry"].unit
    old.successor, old.dissolved_on = successor, TODAY
    old.save()
    client.force_login(make_user(Role.LIAISON, unit=successor))
    rows = client.get(reverse("cohorts:own_entries")).context["rows"]
    assert [entry for entry, _ in rows] == [world["entry"]]


def test_liaison_withdraws_on_the_page(client, world):
    asked = ask(world)
    client.force_login(world["liaison"])
    address = reverse("cohorts:withdraw", args=[asked.pk])
    assert client.get(address).status_code == 405
    client.post(address)
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN
    client.post(address)
    assert AuditRecord.objects.filter(action="withdraw_request").count() == 1


def test_requests_are_filtered_and_counted(client, world):
    others = make_roster(
        make_person("王五", unit=make_unit()), make_person("赵六", unit=make_unit())
    )
    first, second = others.entries.all()
    asked = [ask(world), *(ask(world | {"entry": entry}) for entry in (first, second))]
    refuse_request(actor=world["officer"], request=asked[2], reason="不符", now=NOW)
    client.force_login(world["officer"])

    def found(**query):
        page = client.get(reverse("cohorts:requests"), query)
        return sorted(row.entry.name for row in page.context["page"])

    assert found() == ["李某", "王五", "赵六"]
    assert found(state="open") == ["李某", "王五"]
    assert found(q="赵") == ["赵六"]
    assert found(roster=others.pk) == ["王五", "赵六"]
    assert found(unit=first.unit_id) == ["王五"]
    assert found(state="odd", unit="x", page="99") == ["李某", "王五", "赵六"]
    counts = client.get(reverse("cohorts:requests")).context["counts"]
    assert counts == {"open": 2, "granted": 0, "refused": 1, "withdrawn": 0}


def test_list_of_requests_takes_the_same_queries_for_many(client, world, django_assert_num_queries):
    client.force_login(world["officer"])
    address = reverse("cohorts:requests")

    def queries():
        with django_assert_num_queries(10, exact=False) as seen:
            client.get(address)
        return len(seen)

    ask(world)
    few = queries()
    unit = world["entry"].unit
    for entry in make_roster(*(make_person(unit=unit) for _ in range(30))).entries.all():
        ask(world | {"entry": entry})
    assert queries() == few
