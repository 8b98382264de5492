"""Laws with their texts for the tests of all rooms."""

from datetime import date

from audit.actions import SYSTEM
from questionbank.laws.actions import StoredLaw, store_law
from questionbank.laws.models import Law
from questionbank.laws.rules import ArticleText, LawKind, Statute


def make_text(title: str, adopted_on: date, *texts: str) -> Law:
    """A version whose articles are numbered from 1."""
    articles = tuple(ArticleText(str(number), text) for number, text in enumerate(texts, 1))
    statute = Statute(
        title,
        title.removeprefix("中华人民共和国"),
        LawKind.STATUTE,
        adopted_on,
        articles,
        effective_on=adopted_on,
    )
    stored = store_law(actor=SYSTEM, statute=statute)
    assert isinstance(stored, StoredLaw), stored
    return stored.version.law


def make_comparable_law() -> Law:
    """Two versions: of two articles one was reworded and both moved; a third is new."""
    title = "中华人民共和国档案外借法"
    make_text(title, date(2010, 3, 5), "期限为三十日，到期应当归还。", "本法自公布之日起施行。")
    return make_text(
        title,
        date(2020, 3, 5),
        "为了规范外借档案的工作，根据宪法制定。",
        "期限为六十日，到期应当归还。",
        "本法自公布之日起施行。",
    )
