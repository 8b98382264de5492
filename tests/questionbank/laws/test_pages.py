"""The pages of the laws: read by everybody who is signed in, changed by officers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import SYSTEM
from questionbank.laws.actions import store_law
from questionbank.laws.models import Law, LawAlias, LawVersion
from questionbank.laws.rules import Change, LawKind, Mark, Piece, Standing
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import make_law_version
from tests.questionbank.laws.factories import make_comparable_law
from tests.questionbank.laws.texts import FIRST, markdown, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def lending() -> Law:
    stored = store_law(actor=SYSTEM, statute=read(FIRST))
    return stored.version.law


def listed(client, **filters) -> list[str]:
    entries = client.get(reverse("laws:list"), filters).context["entries"]
    return [entry.law.short_title for entry in entries]


def test_the_list_is_searched_by_any_name_and_kind(client, reader):
    law = lending()
    LawAlias.objects.create(law=law, name="外借法")
    rules = make_law_version("停车管理办法").law
    Law.objects.filter(pk=rules.pk).update(kind=LawKind.RULES)
    assert sorted(listed(client)) == ["停车管理办法", "档案借阅法"]
    assert listed(client, q="外借") == ["档案借阅法"]
    assert listed(client, q="中华") == ["档案借阅法"]
    assert listed(client, kind="rules") == ["停车管理办法"]
    assert listed(client, q="外借", kind="rules") == []
    assert len(listed(client, kind="无此类别")) == 2


def test_the_list_needs_as_many_queries_for_many_laws_as_for_one(client, reader):
    lending()
    client.get(reverse("laws:list"))
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("laws:list"))
        counts.append(len(queries))
        for letter in "甲乙丙丁戊":
            make_law_version(f"{letter}{number}法")
    assert counts[0] == counts[1]


def test_the_version_in_force_is_shown_and_every_other_one_can_be(client, reader):
    law = make_comparable_law()
    future = make_law_version(law.title, adopted_on=date(2999, 1, 1), effective_on=date(2999, 7, 1))
    page = client.get(reverse("laws:detail", args=[law.pk]))
    old, new = law.versions.order_by("adopted_on")[:2]
    standings = [(one.version, one.standing, one.until) for one in page.context["entry"].versions]
    assert standings == [
        (future, Standing.COMING, None),
        (new, Standing.IN_FORCE, date(2999, 7, 1)),
        (old, Standing.EARLIER, date(2020, 3, 5)),
    ]
    assert page.context["shown"].version == new
    earlier = client.get(reverse("laws:detail", args=[law.pk]), {"version": old.pk})
    assert earlier.context["shown"].version == old
    other = make_law_version("另一法")
    for wrong in (other.pk, "x", "9" * 30, 0):
        address = reverse("laws:detail", args=[law.pk])
        assert client.get(address, {"version": wrong}).status_code == 404


def test_a_repealed_law_says_so(client, reader):
    law = lending()
    Law.objects.update(repealed_on=date(2020, 1, 1))
    shown = client.get(reverse("laws:detail", args=[law.pk])).context["shown"]
    assert (shown.standing, shown.until) == (Standing.REPEALED, date(2020, 1, 1))


def test_a_law_is_read_by_divisions_articles_and_anchors(client, reader):
    law = lending()
    page = client.get(reverse("laws:detail", args=[law.pk]))
    reading = page.context["reading"]
    assert [(one.title, one.level, one.anchor) for one in reading.contents] == [
        ("第一章 总则", 1, "a1"),
        ("第二章 附则", 1, "a3"),
        ("第一节 施行", 2, "a3"),
    ]
    assert [one.label for one in reading.articles] == ["第一条", "第二条", "第三条"]
    assert [line.is_item for line in reading.articles[1].lines] == [False, False, True, True]
    assert 'id="a2"' in page.content.decode()
    assert "article=2" not in page.content.decode()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("登记", ["2"]), ("3", ["3"]), ("第二条", ["2"]), ("没有的词", []), ("第二条之一", [])],
)
def test_a_search_inside_shows_the_articles_with_the_words(client, reader, wanted, found):
    law = lending()
    page = client.get(reverse("laws:detail", args=[law.pk]), {"q": wanted})
    assert [one.number for one in page.context["reading"].articles] == found
    assert len(page.context["reading"].contents) == 3


def test_found_words_are_marked(client, reader):
    law = lending()
    page = client.get(reverse("laws:detail", args=[law.pk]), {"q": "登记"})
    (article,) = page.context["reading"].articles
    assert article.lines[0].pieces == (("借阅应当", False), ("登记", True), ("。", False))
    assert "<mark>登记</mark>" in page.content.decode()


def test_officers_go_from_an_article_to_its_questions(client, officer):
    law = lending()
    content = client.get(reverse("laws:detail", args=[law.pk])).content.decode()
    assert f"{reverse('questions:list')}?law={law.pk}&amp;article=2" in content


def test_a_law_known_by_name_only_says_that_its_text_is_missing(client, reader):
    law = make_law_version("停车管理办法").law
    page = client.get(reverse("laws:detail", args=[law.pk]))
    assert (page.status_code, page.context["shown"], page.context["reading"].total) == (
        200,
        None,
        0,
    )
    assert client.get(reverse("laws:compare", args=[law.pk])).status_code == 404


def test_reading_a_law_takes_as_many_queries_for_many_articles_as_for_few(client, reader):
    law, counts = lending(), []
    for number in (2, 50):
        articles = [(str(n), f"第{n}则。") for n in range(1, number)]
        statute = read(markdown(*articles, title=f"第{number}法").decode())
        law = store_law(actor=SYSTEM, statute=statute).version.law
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("laws:detail", args=[law.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_two_versions_are_compared_article_by_article(client, reader):
    law = make_comparable_law()
    page = client.get(reverse("laws:compare", args=[law.pk]))
    assert page.context["counts"] == {
        Change.SAME: 0, Change.MOVED: 1, Change.CHANGED: 1, Change.NEW: 1, Change.GONE: 0,
    }  # fmt: skip
    rows = list(page.context["page"])
    assert [(row.kind, row.old_label, row.new_label) for row in rows] == [
        (Change.NEW, "", "第一条"),
        (Change.CHANGED, "第一条", "第二条"),
        (Change.MOVED, "第二条", "第三条"),
    ]
    assert Piece(Mark.TAKEN_OUT, "三") in rows[1].old_pieces
    assert Piece(Mark.PUT_IN, "六") in rows[1].new_pieces
    assert "<del>三</del>" in page.content.decode() and "<ins>六</ins>" in page.content.decode()


def test_the_comparison_goes_either_way_and_shows_one_kind_of_change(client, reader):
    law = make_comparable_law()
    old, new = law.versions.order_by("adopted_on")
    address = reverse("laws:compare", args=[law.pk])
    page = client.get(address, {"old": new.pk, "new": old.pk, "show": "gone"})
    assert [(row.kind, row.old_label) for row in page.context["page"]] == [(Change.GONE, "第一条")]
    assert page.context["counts"][Change.MOVED] == 1
    odd = client.get(address, {"old": "x", "new": "9" * 40, "show": "x", "page": "99"})
    assert (odd.context["old"], odd.context["new"]) == (old, new)
    same = client.get(address, {"old": new.pk, "new": new.pk})
    assert list(same.context["page"]) == [] and same.status_code == 200


def send(client, *files: tuple[str, bytes], **fields):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("laws:import"), {"files": uploads, **fields})


def test_officers_import_several_files_at_once(client, officer):
    page = send(client, ("借阅法.md", FIRST.encode()), ("空.md", b""))
    report = page.context["report"]
    assert page.status_code == 200
    assert (report.counts["added"], report.counts["refused"]) == (1, 1)
    assert LawVersion.objects.get().articles.count() == 3


def test_files_may_only_be_checked(client, officer):
    page = send(client, ("借阅法.md", FIRST.encode()), check="1")
    assert page.context["report"].counts["added"] == 1
    assert not Law.objects.exists()


def test_days_are_given_in_the_form(client, officer):
    undated = markdown(("1", "甲。"), history=())
    page = send(client, ("甲法.md", undated), adopted_on="2019-04-23", effective_on="2019-05-01")
    assert page.context["report"].undated == []
    version = LawVersion.objects.get()
    assert (version.adopted_on, version.effective_on) == (date(2019, 4, 23), date(2019, 5, 1))


def test_a_form_without_files_or_with_odd_days_is_refused(client, officer):
    assert client.post(reverse("laws:import"), {}).status_code == 422
    page = send(client, ("借阅法.md", FIRST.encode()), effective_on="gestern")
    assert (page.status_code, page.context["report"]) == (422, None)
    assert not Law.objects.exists()


def edit(client, law: Law, **fields):
    facts = {"kind": "statute", "aliases": "", "repealed_on": ""} | fields
    return client.post(reverse("laws:edit", args=[law.pk]), facts)


def test_officers_enter_the_effective_day_and_other_names(client, officer):
    law = lending()
    version = law.versions.get()
    page = client.get(reverse("laws:edit", args=[law.pk]))
    assert page.context["form"][f"effective_{version.pk}"].value() == date(2010, 7, 1)
    answer = edit(
        client, law, aliases="借阅法\n\n《》\n 外借法 ", **{f"effective_{version.pk}": "2010-08-01"}
    )
    assert answer.status_code == 302
    assert law.versions.get().effective_on == date(2010, 8, 1)
    assert list(law.aliases.values_list("name", flat=True)) == ["借阅法", "外借法"]


def test_an_impossible_correction_is_explained_and_changes_nothing(client, officer):
    law = lending()
    version = law.versions.get()
    for fields in (
        {f"effective_{version.pk}": "2010-03-04"},
        {"repealed_on": "0026-08-15"},
        {"aliases": "长" * 121},
        {"kind": "poem"},
    ):
        answer = edit(client, law, **fields)
        assert answer.status_code == 422 and answer.context["form"].errors
    assert law.versions.get().effective_on == date(2010, 7, 1)


def test_readers_who_are_no_officers_change_nothing(client, reader):
    law = lending()
    assert edit(client, law).status_code == 403
    assert send(client, ("借阅法.md", FIRST.encode())).status_code == 403
