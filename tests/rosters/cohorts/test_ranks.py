"""The table of ranks and its pages."""

from datetime import date

import pytest

from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions import add_rank_alias, remove_rank_alias, save_rank
from rosters.cohorts.models import Rank, RankAlias
from rosters.cohorts.queries import load_ranks, unknown_ranks
from rosters.cohorts.rules import STANDARD_RANKS, Level
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user

RANKS = "/rosters/ranks/"


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def test_rank_page_aliases_what_is_written_on_file(client, officer):
    unit = make_unit()
    for rank in ("副处长级", "副处长级", "怪级", "副处级", ""):
        make_person(unit=unit, rank=rank, appointed_on=date(2024, 1, 1))
    make_person(unit=unit, rank="旧级").postings.update(ended_on=date(2024, 1, 1))
    page = client.get(RANKS)
    assert page.context["unknown"] == [("副处长级", 2), ("怪级", 1)]
    assert page.context["people"] == 3
    deputy = Rank.objects.get(name="县处级副职")
    client.post(f"{RANKS}name/", {"name": "副处长级", "rank": deputy.pk})
    assert unknown_ranks() == [("怪级", 1)]
    assert load_ranks().read("副处长级").post == Level.DIVISION_DEPUTY
    client.post(f"{RANKS}name/", {"name": "怪级", "rank": ""})
    assert unknown_ranks() == [("怪级", 1)]
    assert [record.action for record in history(deputy)] == ["add_rank_alias"]


def test_ranks_are_added_changed_and_taken_out(client, officer):
    form = {"name": "三级 高级警长", "level": "2", "is_grade": "on", "order": "9"}
    added = client.post(f"{RANKS}add/", form)
    rank = Rank.objects.get(name="三级高级警长")
    assert added.url == f"{RANKS}{rank.pk}/"
    assert (rank.level, rank.is_grade, rank.order) == (Level.TOWNSHIP_CHIEF, True, 9)
    client.post(f"{RANKS}{rank.pk}/", form | {"level": "1", "is_grade": ""})
    client.post(f"{RANKS}{rank.pk}/alias/", {"alias-name": "三高"})
    assert load_ranks().read("三高").post == Level.TOWNSHIP_DEPUTY
    client.post(f"{RANKS}{rank.pk}/unalias/", {"name": "三高"})
    assert not load_ranks().read("三高").known
    gone = remove_rank_alias(actor=officer, rank=rank, name="三高")
    assert gone == Refusal("cohorts.rank_alias_gone", {"name": "三高", "rank": "三级高级警长"})
    client.post(f"{RANKS}{rank.pk}/unalias/", {"name": "三高"})
    client.post(f"{RANKS}{rank.pk}/remove/")
    assert not Rank.objects.filter(pk=rank.pk).exists()
    assert [record.action for record in history(rank)] == [
        "add_rank", "change_rank", "add_rank_alias", "remove_rank_alias", "remove_rank",
    ]  # fmt: skip


def test_a_word_names_one_rank_only(client, officer):
    rank = Rank.objects.get(name="县处级正职")
    taken = {"name": "副处级", "rank": "县处级副职"}
    assert add_rank_alias(actor=officer, rank=rank, name=" 副处 级") == Refusal(
        "cohorts.rank_known", taken
    )
    new = {"level": Level.STAFF, "is_grade": False, "order": 0}
    assert save_rank(actor=officer, name="副处级", **new) == Refusal("cohorts.rank_known", taken)
    assert save_rank(actor=officer, name="　", **new) == Refusal("cohorts.rank_unnamed")
    own = add_rank_alias(actor=officer, rank=rank, name="县处级正职")
    assert own == Refusal("cohorts.rank_known", {"name": "县处级正职", "rank": "县处级正职"})
    address = f"{RANKS}{rank.pk}/"
    assert client.post(f"{address}alias/", {"alias-name": "副处级"}).status_code == 422
    page = client.post(address, {"name": "副处级", "level": "4", "order": "0"})
    assert page.status_code == 422 and "name" in page.context["form"].errors
    rank.refresh_from_db()
    assert rank.name == "县处级正职" and RankAlias.objects.filter(name="副处级").count() == 1


def test_a_rank_keeps_its_name_when_only_its_level_changes(officer):
    rank = Rank.objects.get(name="县处级正职")
    saved = save_rank(
        actor=officer, rank=rank, name=rank.name, level=Level.BUREAU_DEPUTY, is_grade=False, order=1
    )
    assert saved == rank and load_ranks().read("正处级").post == Level.BUREAU_DEPUTY


def test_the_table_stands_highest_first(client, officer):
    levels = client.get(RANKS).context["levels"]
    assert [rank.name for rank in levels[0][1]] == ["厅局级正职", "一级巡视员"]
    assert sum(len(ranks) for _label, ranks in levels) == len(STANDARD_RANKS)


def test_a_word_that_was_taken_away_names_nothing(db):
    rank = Rank.objects.get(name="县处级副职")
    rank.aliases.all().delete()
    table = load_ranks()
    assert table.read("副处级").post is None
    assert table.posts["县处级副职"] == Level.DIVISION_DEPUTY
