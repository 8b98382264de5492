"""Printed statutes taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.laws.rules import (
    ArticleText,
    LawKind,
    Statute,
    article_key,
    article_label,
    join_parts,
    paragraph_text,
    paragraphs,
    read_statute,
    squeeze,
)
from questionbank.laws.rules.outline import read_outline
from tests.questionbank.laws.texts import FIRST, read

PASSED = "2010年3月5日 某届全国人民代表大会第一次会议通过"


def test_a_statute_is_read_with_its_days_divisions_and_articles():
    assert read(FIRST) == Statute(
        title="中华人民共和国档案借阅法",
        short_title="档案借阅法",
        kind=LawKind.STATUTE,
        adopted_on=date(2010, 3, 5),
        articles=(
            ArticleText("1", "为了规范借阅，制定本法。", "第一章 总则"),
            ArticleText(
                "2",
                "借阅应当登记。\n登记包括下列内容：\n（一）姓名；\n（二）日期。",
                "第一章 总则",
            ),
            ArticleText("3", "本法自2010年7月1日起施行。", "第二章 附则\n第一节 施行"),
        ),
        history=(PASSED,),
        effective_on=date(2010, 7, 1),
    )


def test_items_stay_with_their_paragraph():
    text = "应当登记。\n包括：\n（一）姓名；\n1.全名；\n（二）日期。\n不收费。"
    assert paragraphs(text) == (
        "应当登记。",
        "包括：\n（一）姓名；\n1.全名；\n（二）日期。",
        "不收费。",
    )
    assert [paragraph_text(text, n) for n in (0, 1, 3, 4)] == [None, "应当登记。", "不收费。", None]
    assert paragraph_text("", 1) is None


def test_squeezed_texts_are_equal_for_the_same_words():
    assert squeeze("　借 阅\u200b\n登记。\ufeff") == "借阅登记。"
    assert squeeze("３０日内") == squeeze("30 日内") != squeeze("三十日内")


def test_plain_text_is_read_without_any_marks():
    lines = [
        "档案借阅条例", "（2011年1月19日国务院第141次常务会议通过　",
        "2011年1月21日中华人民共和国国务院令第590号公布）", "目录", "第一章 总则", "附则",
        "第一章 总则", "第一条  应当登记。", "第九百九十九条所称登记，包括签名。",
        "附　则", "第二条之二 本条例自公布之日起施行。",
    ]  # fmt: skip
    statute = read("\n".join(lines))
    assert (statute.title, statute.kind) == ("档案借阅条例", LawKind.REGULATION)
    assert statute.history == (
        "2011年1月19日国务院第141次常务会议通过",
        "2011年1月21日中华人民共和国国务院令第590号公布",
    )
    assert (statute.adopted_on, statute.effective_on) == (date(2011, 1, 21), date(2011, 1, 21))
    assert statute.articles == (
        ArticleText("1", "应当登记。\n第九百九十九条所称登记，包括签名。", "第一章 总则"),
        ArticleText("2.2", "本条例自公布之日起施行。", "附则"),
    )


def test_a_preamble_stands_before_article_1_and_is_not_counted():
    text = FIRST.replace(
        "## 第一章 总　则", "## 序言\n\n历史悠久。\n\n继往开来。\n\n## 第一章 总则"
    )
    statute = read(text)
    assert statute.numbered == 3
    assert statute.articles[0] == ArticleText("0", "历史悠久。\n继往开来。", "序言")
    assert statute.articles[1].division == "第一章 总则"


@pytest.mark.parametrize(
    ("history", "printed", "name", "adopted", "effective"),
    [
        # A first text prints its own day.
        ([PASSED], "自2010年7月1日起施行", "", "2010-03-05", "2010-07-01"),
        ([PASSED], "自公布之日起施行", "", "2010-03-05", "2010-03-05"),
        # An amended one goes on printing it: 网络安全法 (2025) prints 2017-06-01.
        ([PASSED, "2025年10月28日 某次会议《关于修改〈本法〉的决定》修正"],
         "自2010年7月1日起施行", "", "2025-10-28", None),
        # 村民委员会组织法 (2025): the day of publication was that of the first text.
        ([PASSED, "2025年10月28日 某次会议《关于修改〈本法〉的决定》第二次修正"],
         "自公布之日起施行", "", "2025-10-28", None),
        # A revision writes the law anew and says its own day: 治安管理处罚法 (2025).
        ([PASSED, "2025年6月27日 某次会议修订）"], "自2026年1月1日起施行", "", "2025-06-27",
         "2026-01-01"),
        ([PASSED, "2024年3月11日 某次会议修订）"], "自公布之日起施行", "", "2024-03-11",
         "2024-03-11"),
        # A revision that lags behind its own text, and one by decision, leave the day open.
        ([PASSED, "2024年3月11日 某次会议修订"], "自2010年7月1日起施行", "", "2024-03-11", None),
        ([PASSED, "2020年8月7日 《国务院关于修改〈本规定〉的决定》修订）"], "自公布之日起施行", "",
         "2020-08-07", None),
        # A line of the history may be the day in force; a title may run over two lines.
        (["2019年4月20日 国务院令第713号公布", "2019年9月1日 施行"], "由国务院解释", "",
         "2019-04-20", "2019-09-01"),
        ([PASSED, "2019年8月26日 某次会议《关于修改〈甲法〉", "〈乙法〉的决定》第三次修正"],
         "自2010年7月1日起施行", "", "2019-08-26", None),
        # What the text leaves out, the file's name may tell.
        ([], "自2026年2月1日起施行", "条例(2025-12-17)", "2025-12-17", "2026-02-01"),
        (["2001年11月16日 国务院令第322号公布"], "自2002年1月1日起施行", "条例(2017-12-22)",
         "2017-12-22", None),
        ([PASSED], "自2010年7月1日起施行", "借阅法_20100305", "2010-03-05", "2010-07-01"),
        ([PASSED], "自2010年7月1日起施行", "借阅法(2010-07-01)", "2010-03-05", "2010-07-01"),
        ([PASSED, "2025年10月28日 《某决定》修正"], "自2010年7月1日起施行",
         "借阅法(2025-10-28)(2026-01-01施行)", "2025-10-28", "2026-01-01"),
        ([PASSED], "自2010年13月1日起施行", "借阅法 9999-99-99", "2010-03-05", None),
    ],
)  # fmt: skip
def test_the_printed_day_is_believed_only_where_it_can_be_meant(
    history, printed, name, adopted, effective
):
    text = "\n".join(["# 借阅法", *history, "第一条 应当登记。", f"第二条 本法{printed}。"])
    statute = read(text, name)
    expected = (date.fromisoformat(adopted), effective and date.fromisoformat(effective))
    assert (statute.adopted_on, statute.effective_on) == expected


def test_a_heading_may_run_over_two_lines():
    text = FIRST.replace("## 第二章 附则\n", "## 第二章 收费，期限\n\n和附则\n")
    assert read(text).articles[1] == read(FIRST).articles[1]
    assert read(text).articles[2].division == "第二章 收费，期限和附则\n第一节 施行"


def test_comments_are_left_out_however_many_are_opened():
    noise = "<!-- " * 100_000
    text = FIRST.replace("应当登记。", f"应当<!-- 一行\n\n两行 -->登记。{noise}")
    outline = read_outline(text.splitlines())
    assert outline.articles[1].text.startswith(f"借阅应当登记。{noise.strip()}")


@pytest.mark.parametrize(
    "articles",
    [[f"第{number}则。" for number in range(3_001)], ["长" * 300_000, "长" * 300_001]],
    ids=["articles", "characters"],
)
def test_a_text_longer_than_any_law_is_refused(articles):
    body = "\n".join(f"{article_label(str(n))} {text}" for n, text in enumerate(articles, 1))
    refusal = read_statute(f"# 借阅法\n2010年3月5日 通过\n{body}".splitlines(), "文件.md")
    assert isinstance(refusal, Refusal) and refusal.code == "laws.too_long"


def test_what_a_person_says_wins_over_the_text():
    statute = read_statute(FIRST.splitlines(), "", date(2012, 1, 1))
    assert (statute.adopted_on, statute.effective_on) == (date(2012, 1, 1), None)


@pytest.mark.parametrize(
    ("title", "history", "kind"),
    [
        ("中华人民共和国宪法", "", LawKind.CONSTITUTION),
        ("中华人民共和国宪法修正案（2018年）", "", LawKind.CONSTITUTION),
        ("中华人民共和国民法典", "", LawKind.STATUTE),
        ("信访工作条例", "中共中央、国务院发布", LawKind.PARTY),
        ("中国共产党问责条例", "", LawKind.PARTY),
        ("中华人民共和国监察法实施条例", "", LawKind.SUPERVISION),
        ("罚款决定与罚款收缴分离实施办法", "国务院令第235号发布", LawKind.REGULATION),
        ("公平竞争审查条例", "", LawKind.REGULATION),
        ("江西省行政执法条例", "", LawKind.LOCAL),
        ("赣州市停车管理办法", "", LawKind.RULES),
        ("市场监督管理行政处罚程序规定", "", LawKind.RULES),
        ("城市管理执法办法", "", LawKind.RULES),
        ("法治政府建设实施纲要", "", LawKind.DOCUMENT),
    ],
)
def test_the_kind_is_told_by_title_and_history(title, history, kind):
    lines = [f"# {title}", f"2020年1月1日 {history}通过", "第一条 应当登记。"]
    assert read("\n".join(lines)).kind is kind


def test_names_are_stripped_and_known_ones_added():
    long_title = (
        "# 中华人民共和国各级人民代表大会常务委员会监督法\n2024年11月8日 通过\n第一条 监督。"
    )
    statute = read(long_title)
    assert statute.short_title == "各级人民代表大会常务委员会监督法"
    assert statute.aliases == ("监督法", "人大监督法")
    assert (
        read("# 《关于<甲法>的 决定》\n2024年1月8日 通过\n第一条 甲。").title
        == "关于〈甲法〉的决定"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "laws.no_statute"),
        (
            "一、单项选择题\n1. 甲（　）。\nA. 乙\n答案：A\n依据：《行政处罚法》第一条",
            "laws.no_statute",
        ),
        ("第一条 没有标题。", "laws.no_statute"),
        ("# " + "长" * 81 + "\n2010年3月5日 通过\n第一条 甲。", "laws.no_statute"),
        ("# 借阅法\n第一条 甲。", "laws.no_day"),
        ("# 借阅法\n2010年3月5日 通过\n第一条 甲。\n第一条 乙。", "laws.article_twice"),
        ("# 借阅法\n2010年3月5日 通过\n第一条\n第二条 乙。", "laws.no_words"),
        ("# 借阅法\n2010年3月5日 通过\n第千千千千千千千千千千千条 乙。", "laws.no_number"),
    ],
)
def test_what_is_no_statute_is_refused(text, code):
    refusal = read_statute(text.splitlines(), "文件.md")
    assert isinstance(refusal, Refusal) and refusal.code == code


def part(name: str, *numbers: str, effective_on: date | None = None) -> Statute:
    articles = tuple(ArticleText(number, f"第{number}则。", name) for number in numbers)
    return Statute(
        "中华人民共和国甲法典", "甲法典", LawKind.STATUTE, date(2020, 5, 28), articles,
        history=(PASSED,), part=name, effective_on=effective_on,
    )  # fmt: skip


def test_parts_of_a_code_are_joined_by_the_numbers_of_their_articles():
    joined = join_parts([part("附则", "9", effective_on=date(2021, 1, 1)), part("总则", "1", "2")])
    assert [article.number for article in joined.articles] == ["1", "2", "9"]
    assert (joined.history, joined.effective_on) == ((PASSED,), date(2021, 1, 1))
    assert joined.part == "附则、总则"
    clash = join_parts([part("总则", "1"), part("附则", "1")])
    assert isinstance(clash, Refusal) and clash.code == "laws.article_twice"


WORDS = st.text("应当登记借阅期限姓名，", min_size=1, max_size=30).map(lambda text: f"甲{text}。")
PARAGRAPHS = st.lists(
    st.one_of(WORDS, WORDS.map("（三）{}".format)), min_size=1, max_size=4
).map("\n".join)  # fmt: skip


@st.composite
def statutes(draw) -> Statute:
    keys = st.tuples(st.integers(1, 1300), st.integers(0, 12))
    numbers = sorted(draw(st.sets(keys, min_size=1, max_size=12)))
    divisions = st.lists(WORDS.map(lambda text: text.strip("。，甲") or "总则"), max_size=2)
    articles, names = [], []
    for main, inserted in numbers:
        if draw(st.booleans()):
            fresh = [squeeze(name).replace("，", "") or "总则" for name in draw(divisions)]
            units = ("章", "节")
            names = [
                f"第{'一二三'[place]}{units[place]} {name}" for place, name in enumerate(fresh)
            ]
        number = f"{main}.{inserted}" if inserted else str(main)
        articles.append(ArticleText(number, draw(PARAGRAPHS), "\n".join(names)))
    return Statute(
        "中华人民共和国档案借阅法", "档案借阅法", LawKind.STATUTE, date(2010, 3, 5),
        tuple(articles), history=(PASSED,),
    )  # fmt: skip


def render(statute: Statute, gap: str) -> str:
    lines = [f"# {statute.title}", *statute.history, "<!-- INFO END -->"]
    above: list[str] = []
    for article in statute.articles:
        titles = article.division.split("\n") if article.division else []
        if titles != above:
            lines += [f"{'#' * level} {title}" for level, title in enumerate(titles or [""], 2)]
        above = titles
        lines += f"{article_label(article.number)}{gap}{article.text}".split("\n")
    return "\n\n".join(lines)


@given(statutes(), st.sampled_from([" ", "　", "  "]))
def test_a_statute_reads_back_as_printed(statute, gap):
    assert read_statute(render(statute, gap).splitlines(), "") == statute


@given(st.text(max_size=300))
def test_any_text_is_a_statute_or_refused(text):
    assert isinstance(read_statute(text.splitlines(), "文件"), Statute | Refusal)


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 99)), unique=True))
def test_article_keys_sort_as_statutes_run(keys):
    numbers = [f"{main}.{inserted}" if inserted else str(main) for main, inserted in keys]
    ordered = sorted(numbers, key=article_key)
    assert [article_key(number) for number in ordered] == sorted(keys)
