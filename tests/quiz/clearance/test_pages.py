"""The pages of the clean-up: ticking, keeping, listing, announcing, exporting, and for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditRecord
from quiz.clearance.models import CancellationList, KeptCard
from quiz.clearance.queries import digest_of, parameters_in_force
from quiz.clearance.rules import CardState, Finding, Parameters
from rosters.people.models import Credential
from rosters.people.rules import CredentialStatus
from rosters.roles.rules import Role
from tests.factories import make_unit, make_user
from tests.quiz.clearance.factories import make_card, make_expired, make_holder
from tests.quiz.results.factories import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_officer()
    client.force_login(user)
    return user


def shown(client, **asked):
    page = client.get(reverse("clearance:list"), asked)
    assert page.status_code == 200
    return {line.card.number: [row[1] for row in grounds] for line, grounds in page.context["rows"]}


def test_counts_and_filters_of_the_page(client, officer):
    unit = make_unit("甲局")
    make_expired("1", make_holder(unit=make_unit("甲局大队", parent=unit)), field="农业")
    make_card("B-2", make_holder(enforcement=False))
    page = client.get(reverse("clearance:list"), {"finding": Finding.EXPIRED})
    counts = [(finding, number) for finding, _label, number in page.context["counts"]]
    assert counts == [(Finding.EXPIRED, 1), (Finding.NOT_ENFORCEMENT_POST, 1)]
    assert list(shown(client, finding=Finding.EXPIRED)) == ["1"]
    assert list(shown(client, unit=unit.pk)) == ["1"]
    assert list(shown(client, field="农业")) == ["1"]
    assert list(shown(client, q="B-")) == ["B-2"]
    assert shown(client, state=CardState.KEPT) == {}
    assert shown(client, unit="x", page="x", finding="x") == {"1": ["open"], "B-2": ["open"]}


def test_ticked_findings_are_kept_with_basis_and_day(client, officer):
    card = make_expired("1")
    address, tick = reverse("clearance:keep"), f"{card.pk}:expired"
    back = "finding=expired"
    page = client.post(address, {"pick": tick, "back": back})
    assert (page.status_code, page.context["picks"], page.context["back"]) == (200, 1, back)
    assert client.post(address, {"pick": tick, "until": "", "basis": "换发"}).status_code == 422
    until = timezone.localdate() + timedelta(days=30)
    said = {"pick": tick, "basis": "换发中", "back": back}
    assert client.post(address, said | {"until": "2020-01-01"}).status_code == 422
    done = client.post(address, said | {"until": until.isoformat()})
    assert (done.status_code, done.url) == (302, f"{reverse('clearance:list')}?{back}")
    assert KeptCard.objects.get().until == until
    assert shown(client) == {}
    assert shown(client, state="kept") == {"1": ["kept"]}
    client.post(reverse("clearance:reopen"), {"pick": tick})
    assert shown(client) == {"1": ["open"]}


@pytest.mark.parametrize("name", ["keep", "put", "reopen"])
@pytest.mark.parametrize("tick", ["", "x", "1:nothing", "99999999999999999999:expired"])
def test_without_a_tick_nothing_happens(client, officer, name, tick):
    make_expired("1")
    answer = client.post(reverse(f"clearance:{name}"), {"pick": tick})
    assert (answer.status_code, answer.url) == (302, f"{reverse('clearance:list')}?")
    assert not KeptCard.objects.exists() and not CancellationList.objects.exists()


def test_the_way_from_a_tick_to_the_announced_list(client, officer):
    cards = [make_expired(str(number), make_holder(f"考生{number}")) for number in range(3)]
    put = reverse("clearance:put")
    ticks = [f"{card.pk}:expired" for card in cards]
    assert client.post(put, {"pick": ticks[:2]}).status_code == 200
    assert client.post(put, {"pick": ticks[:2], "target": "", "title": ""}).status_code == 422
    assert client.post(put, {"pick": ticks[:2], "target": "", "title": "名单"}).status_code == 302
    draft = CancellationList.objects.get()
    said = {"pick": ticks[2], "target": draft.pk}
    assert client.post(put, said).status_code == 302
    assert client.post(put, said).status_code == 422
    one = reverse("clearance:one", args=[draft.pk])
    assert [line.name for line in client.get(one).context["lines"]] == ["考生0", "考生1", "考生2"]
    off = draft.cards.get(name="考生2").pk
    client.post(reverse("clearance:take_off", args=[draft.pk]), {"line": [off, "x"]})
    announce = reverse("clearance:announce", args=[draft.pk])
    assert len(client.get(announce).context["lines"]) == 2
    told = {"number": "1号", "day": timezone.localdate().isoformat(), "seen": digest_of(draft)}
    assert client.post(announce, told | {"seen": "0"}).status_code == 422
    assert client.post(announce, told).status_code == 302
    assert Credential.objects.filter(status=CredentialStatus.CANCELLED).count() == 2
    assert client.get(one).context["cancellation"].number == "1号"
    listed = client.get(reverse("clearance:lists")).context["page"]
    assert [(row.title, row.size) for row in listed] == [("名单", 2)]
    assert list(shown(client)) == ["2"]


def test_a_draft_can_be_thrown_away(client, officer):
    card = make_expired("1")
    client.post(
        reverse("clearance:put"), {"pick": f"{card.pk}:expired", "target": "", "title": "名单"}
    )
    draft = CancellationList.objects.get()
    assert client.post(reverse("clearance:discard", args=[draft.pk])).status_code == 302
    assert not CancellationList.objects.exists()


def test_files_are_handed_out_for_a_stated_purpose(client, officer):
    card = make_expired("1")
    client.post(
        reverse("clearance:put"), {"pick": f"{card.pk}:expired", "target": "", "title": "名单"}
    )
    draft = CancellationList.objects.get()
    asked = [
        (reverse("clearance:pdf", args=[draft.pk]), b"%PDF", "cancellations.pdf", draft.pk),
        (reverse("clearance:xlsx", args=[draft.pk]), b"PK", "cancellations.xlsx", draft.pk),
        (reverse("clearance:export"), b"PK", "cards.xlsx", officer.pk),
    ]
    for address, start, what, subject in asked:
        assert client.post(address).status_code == 302
        answer = client.post(address, {"purpose": "announce", "state": "any"})
        assert b"".join(answer.streaming_content).startswith(start)
        record = AuditRecord.objects.latest("number")
        assert record.facts == {"what": what, "count": 1, "purpose": "announce"}
        assert record.subject_id == str(subject)


def form_of(parameters_page):
    form = parameters_page.context["form"]
    return {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}


def test_parameters_are_shown_changed_and_checked(client, officer):
    address = reverse("clearance:parameters")
    said = form_of(client.get(address))
    assert client.post(address, said).status_code == 302
    assert parameters_in_force() == Parameters()
    assert client.post(address, said | {"men_most": 50}).status_code == 422
    wanted = [Finding.EXPIRED, Finding.NO_HOURS]
    changed = said | {"hours": 40, "wanted": wanted, "outside": "编外，劳务", "women_age": 50}
    client.post(address, changed)
    newest = parameters_in_force()
    assert (newest.hours, newest.off, newest.outside, newest.women.months) == (
        40, frozenset(Finding) - set(wanted), ("编外", "劳务"), 600
    )  # fmt: skip


def test_liaisons_read_their_own_and_decide_nothing(client):
    unit = make_unit()
    card = make_expired("1", make_holder(unit=unit))
    make_expired("2")
    client.force_login(make_user(Role.LIAISON, unit=unit))
    page = client.get(reverse("clearance:list"))
    assert [line.card.number for line, _grounds in page.context["rows"]] == ["1"]
    assert page.context["decides"] is False
    exported = client.post(reverse("clearance:export"), {"purpose": "check"})
    assert exported.status_code == 200
    assert AuditRecord.objects.get(action="export").facts["count"] == 1
    for name in ("keep", "put", "reopen"):
        tick = {"pick": f"{card.pk}:expired"}
        assert client.post(reverse(f"clearance:{name}"), tick).status_code == 403
    assert client.get(reverse("clearance:lists")).status_code == 403
    assert client.get(reverse("clearance:parameters")).status_code == 403
