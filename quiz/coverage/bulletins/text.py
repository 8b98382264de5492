"""The text of a bulletin, written from its figures. People edit it before it is issued."""

from collections.abc import Sequence
from datetime import date

from quiz.coverage.bulletins.rules import ABSENT, STATES, TOTAL, Figures, Row
from quiz.coverage.rules import RELIEVED

MOST_NAMED = 10
"""More units than this are counted, and named in the annex only."""


def default_title(figures: Figures) -> str:
    return f"关于{figures['exam']['title']}情况的通报"


def write_body(figures: Figures, day: date) -> str:
    """The whole text, in the form that `rules.parse` reads."""
    lines = [
        _opening(figures),
        "一、考试基本情况",
        *_basics(figures),
        "二、总体情况",
        *_overall(figures, day),
        f"［表：{TOTAL}］",
        "三、各单位情况",
        "各单位参考率只在同类单位之间排名，不作跨类比较，完整排名见附件。",
        *(_kind(place, kind, figures) for place, kind in enumerate(figures["kinds"])),
        "四、缺考情况",
        _absent(figures),
        "五、工作要求",
        *_requirements(figures),
        "特此通报。",
        *(f"［附件：{kind['label']}］" for kind in figures["kinds"]),
        *([f"［附件：{ABSENT}］"] if figures["names"] else []),
    ]
    return "\n".join(lines) + "\n"


def _opening(figures: Figures) -> str:
    exam = figures["exam"]
    first, last = date.fromisoformat(exam["starts_on"]), date.fromisoformat(exam["ends_on"])
    return (
        "为全面掌握全县领导干部、公务员和行政执法人员学法用法情况，按照学法考法工作安排，"
        f"{_days(first, last)}组织开展了{exam['title']}。现将有关情况通报如下："
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _days(first: date, last: date) -> str:
    """Two days as a sentence names them: what they share is said once."""
    if first == last:
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)}至{_day(last)}"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{_day(first)}至{month}{last.day}日"


def _basics(figures: Figures) -> list[str]:
    total, exam = figures["total"], figures["exam"]
    frozen = _day(date.fromisoformat(figures["roster"]["as_of"]))
    late = figures["roster"]["late"]
    added = f"（含名册冻结后补录{late}人）" if late else ""
    groups = "、".join(f"{row['name']}{row['must_sit']}人" for row in figures["cohorts"])
    counted = "，同属两类的分别计入各类，合计只计一次" if _overlap(figures) else ""
    return [
        f"本次考试的应考人员以{frozen}冻结的应考名册为准，共{total['must_sit']}人{added}。"
        f"按考核对象分，{groups}{counted}。",
        f"考试时间{exam['minutes']}分钟，成绩{exam['cut_score']}分及以上为合格，"
        f"{exam['excellent_score']}分及以上为优秀。",
    ]


def _overlap(figures: Figures) -> bool:
    return sum(row["must_sit"] for row in figures["cohorts"]) > figures["total"]["must_sit"]


def _overall(figures: Figures, day: date) -> list[str]:
    total = figures["total"]
    others = "".join(
        f"，{words}{total['states'][state]}人"
        for state, words in STATES.items()
        if total["states"][state]
    )
    moment = "" if figures["published"] else f"截至{_day(day)}，"
    lines = [
        f"{moment}应考{total['must_sit']}人，其中实考{total['sat']}人{others}，"
        f"各项合计{total['must_sit']}人，与应考人数一致。",
        f"参考率{total['participation']}（实考人数÷应考人数扣除{_relieved()}人员后的人数，"
        f"即{total['sat']}÷{total['expected']}）。",
    ]
    return lines + (_passing(total) if figures["published"] else [])


def _relieved() -> str:
    """Who is not counted in the denominator of participation, in words."""
    words = [STATES[state] for state in RELIEVED]
    return "、".join(words[:-1]) + "和" + words[-1]


def _passing(total: Row) -> list[str]:
    void = total["states"]["void"]
    told = f"，成绩无效{void}人" if void else ""
    best = total["states"]["excellent"]
    lines = [
        f"合格{total['passing']}人（含优秀{best}人），不合格{total['states']['failed']}人{told}。"
        f"按实考人数计算，合格率{total['pass_rate']}（合格人数÷实考人数，"
        f"即{total['passing']}÷{total['sat']}）；按应考人数计算，合格率{total['pass_share']}"
        f"（合格人数÷应考人数，即{total['passing']}÷{total['must_sit']}）。"
        f"优秀率{total['excellent_rate']}（优秀人数÷实考人数，即{best}÷{total['sat']}）。"
    ]
    if total["average"] != "—":
        lines.append(
            f"平均分{total['average']}分，最高分{total['best']}分，最低分{total['worst']}分。"
        )
    return lines


def _kind(place: int, kind: Row, figures: Figures) -> str:
    """One kind of unit: who came in full, and who is below the county."""
    units = kind["units"]
    head = f"（{'一二三四'[place]}）{kind['label']}。共{len(units)}个单位"
    full = [unit["name"] for unit in units if unit["full"]]
    below = [f"{unit['name']}（{unit['participation']}）" for unit in units if unit["below"]]
    county = figures["total"]["participation"]
    told = [_named(full, "参考率达到100%的"), _named(below, f"低于全县参考率（{county}）的")]
    return "；".join([head, *(part for part in told if part)]) + "。"


def _named(names: Sequence[str], told: str) -> str:
    """How many, and who, unless they are too many to be read in a sentence."""
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        return f"{told}{len(names)}个，分别为{'、'.join(names[:MOST_NAMED])}等（详见附件）"
    return f"{told}{len(names)}个，为{'、'.join(names)}"


def _absent(figures: Figures) -> str:
    units = [unit for kind in figures["kinds"] for unit in kind["units"]]
    missed = sorted(
        ((unit["states"]["absent"], unit["name"]) for unit in units if unit["states"]["absent"]),
        key=lambda pair: -pair[0],
    )
    if not missed:
        return "没有人员缺考。"
    number = figures["total"]["states"]["absent"]
    told = "、".join(f"{name}{count}人" for count, name in missed[:MOST_NAMED])
    rest = "等（详见附件）" if len(missed) > MOST_NAMED else ""
    names = "缺考人员名单见附件。" if figures["names"] else ""
    return f"缺考{number}人，涉及{len(missed)}个单位：{told}{rest}。{names}"


def _requirements(figures: Figures) -> list[str]:
    """Three requirements that fit any county; whoever issues the bulletin makes them their own."""
    missed = figures["total"]["states"]["absent"] or figures["total"]["states"]["deferred"]
    first = "有缺考、缓考人员的单位要逐人核实原因，通知本人按时补考，做到应考尽考。"
    kept = "各单位要保持参考秩序，新进人员和岗位变动人员要及时纳入应考名册。"
    weak = "参考率低于全县水平和合格率偏低" if figures["published"] else "参考率低于全县水平"
    return [
        f"（一）落实补考责任。{first}" if missed else f"（一）巩固参考成果。{kept}",
        f"（二）补齐学习短板。{weak}的单位要对照应知应会清单查找薄弱环节，组织集中学习。",
        "（三）用好考试结果。考试结果按照有关规定作为年度考核、任职和行政执法资格管理的参考。",
    ]
