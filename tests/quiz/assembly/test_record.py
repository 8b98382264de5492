"""A second program, written from docs/drawing.md alone, draws the same papers from the record."""

import hashlib
import json
from datetime import date

import pytest
from django.urls import reverse

from audit.rules import canonical_json
from questionbank.questions.models import Topic
from questionbank.questions.rules import Difficulty, ItemKind
from quiz.assembly.actions import lock_exam, save_plan
from quiz.assembly.rules import ExamRules, Stock, inputs_document
from quiz.drawing.rules import ALGORITHM, paper_hash, result_hash
from rosters.roles.rules import Role
from tests.factories import NOW, make_user
from tests.quiz.assembly.examples import case, item
from tests.quiz.factories import SEED, make_cell, make_exam, make_law, make_pool, make_question

pytestmark = pytest.mark.django_db


def digest(value):
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hmac_sha256(key, message):
    key = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).digest()


def derive(record):
    """Yields candidate and hash of every paper that the record's seed and inputs lead to."""
    seed, inputs = bytes.fromhex(record["seed"]), record["inputs"]
    cells, pool = inputs["cells"], {question["hash"]: question for question in inputs["pool"]}

    def ranked(stratum, ids):
        return sorted(ids, key=lambda i: hmac_sha256(seed, f"{stratum}\x1f{i}".encode()))

    def fits(question, cell):
        return (
            question["kind"] == cell["kind"]
            and cell["difficulty"] in ("", question["difficulty"])
            and (not cell["topics"] or set(cell["topics"]) & set(question["topics"]))
            and (not cell["laws"] or set(cell["laws"]) & set(question["laws"]))
        )

    def unit(key):
        return pool[key]["group"] or key

    def enough(wanted, free):
        holder = {}

        def place(index, tried):
            for key in free:
                if unit(key) not in tried and fits(pool[key], wanted[index]):
                    tried.add(unit(key))
                    if unit(key) not in holder or place(holder[unit(key)], tried):
                        holder[unit(key)] = index
                        return True
            return False

        return all(place(index, set()) for index in range(len(wanted)))

    def choose(order):
        wanted = [cell for cell in cells for _ in range(cell["count"])]
        free, chosen = list(order), []
        while wanted:
            cell, *wanted = wanted
            key = next(
                key
                for key in free
                if fits(pool[key], cell)
                and enough(wanted, [other for other in free if unit(other) != unit(key)])
            )
            free = [other for other in free if unit(other) != unit(key)]
            chosen.append((cell, key))
        return chosen

    def apportion(units, weights):
        shares = [units * weight // sum(weights) for weight in weights]
        left = [(-(units * weight % sum(weights)), n) for n, weight in enumerate(weights)]
        for _, n in sorted(left)[: units - sum(shares)]:
            shares[n] += 1
        return shares

    def asked(key, marks):
        """The question with the marks of its cell, or each sub-question of a case with its own."""
        parts = pool[key]["parts"]
        if not parts:
            return [(pool[key], marks)]
        weights, cents = [part["weight"] for part in parts], int(marks.replace(".", ""))
        halves = apportion(cents // 50, weights)
        shares = [half * 50 for half in halves]
        if cents % 50 or 0 in halves:
            shares = apportion(cents, weights)
        return [(part, f"{share / 100:.2f}") for part, share in zip(parts, shares, strict=True)]

    def options(candidate, question):
        if question["kind"] not in ("single", "multiple", "indefinite"):
            return ""
        numbers = [str(number) for number in range(question["options"])]
        stratum = f"options/{candidate}/{question['hash']}"
        letters = ["ABCDEFGH"[int(n)] for n in ranked(stratum, numbers)]
        return "".join(x for x in letters if x not in question["last"]) + question["last"]

    kinds = list(dict.fromkeys(cell["kind"] for cell in cells))
    eligible = [key for key in pool if any(fits(pool[key], cell) for cell in cells)]
    for number in inputs["roster"]["numbers"]:
        for attempt in range(1, inputs["rules"]["attempts"] + 1):
            candidate = f"{number}/{attempt}"
            chosen = choose(ranked(f"paper/{candidate}", eligible))
            chosen.sort(key=lambda pair: kinds.index(pair[0]["kind"]))
            slots = [
                [question["hash"], marks, options(candidate, question)]
                for cell, key in chosen
                for question, marks in asked(key, cell["marks"])
            ]
            yield candidate, digest({"candidate": candidate, "slots": slots})


def locked_record(client, exam):
    lock_exam(actor=make_user(), exam=exam, seed=SEED, now=NOW)
    client.force_login(make_user(Role.OFFICER))
    response = client.get(reverse("assembly:record", args=[exam.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="draw-{exam.pk}.json"'
    return json.loads(response.content)


def check(record):
    assert record["algorithm"] == "hmac-sha256-order/2"
    assert record["inputs_hash"] == digest(record["inputs"])
    papers = [(paper["candidate"], paper["hash"]) for paper in record["papers"]]
    assert papers == list(derive(record))
    assert record["result_hash"] == digest([list(paper) for paper in papers])


def test_plain_draw_can_be_repeated(client):
    make_pool()
    exam = make_exam(people=3, attempts=2)
    record = locked_record(client, exam)
    check(record)
    assert len(record["papers"]) == 6
    assert record["seed"] == SEED.hex()


def test_draw_with_overlaps_and_filters_can_be_repeated(client):
    topics = [Topic.objects.create(name=name) for name in ("程序", "复议")]
    law = make_law("行政处罚法")
    for number in range(4):
        make_question(topics=topics[: number % 2 + 1], law=law if number < 2 else None)
    make_question(options=["甲", "乙", "丙", "以上都对"], difficulty=Difficulty.HARD)
    make_question(ItemKind.TRUE_FALSE)
    exam = make_exam(people=4)
    cells = [
        make_cell(count=2, marks=20),
        make_cell(ItemKind.TRUE_FALSE, 1, 20, position=2),
        make_cell(count=2, marks=20, topics=[topics[1].pk], position=3),
        make_cell(count=1, marks="0.5", laws=[law.law_id], position=4),
    ]
    assert save_plan(actor=make_user(), rules=ExamRules(), exam=exam, cells=cells) is None
    record = locked_record(client, exam)
    check(record)
    assert {q["last"] for q in record["inputs"]["pool"]} == {"", "D"}
    assert record["inputs"]["cells"][3] == {
        "position": 4, "kind": "single", "difficulty": "", "topics": [],
        "laws": ["中华人民共和国行政处罚法"], "count": 1, "marks": "0.50",
    }  # fmt: skip


def record_of(cells, pool, people):
    """A record as the download has it, from values alone."""
    stock = Stock.of(cells, pool, {1: "D", 20: "C", 21: "C"})
    inputs = inputs_document(
        roster_hash="0" * 64, numbers=range(1, people + 1), rules=ExamRules(attempts=2),
        days=(date(2026, 12, 1), date(2026, 12, 31)), stock=stock, topics={1: "程序", 2: "复议"},
        laws={},
    )  # fmt: skip
    papers = []
    for candidate in (f"{n}/{attempt}" for n in range(1, people + 1) for attempt in (1, 2)):
        lines = [(d.content_hash, d.marks, d.option_order) for d in stock.paper(SEED, candidate)]
        papers.append((candidate, paper_hash(candidate, lines)))
    return {
        "algorithm": ALGORITHM, "seed": SEED.hex(), "inputs": json.loads(canonical_json(inputs)),
        "inputs_hash": digest(inputs), "result_hash": result_hash(papers),
        "papers": [{"candidate": candidate, "hash": hashed} for candidate, hashed in papers],
    }  # fmt: skip


def test_draw_with_groups_and_cases_can_be_repeated():
    """One group ties a true-or-false question to the only other one of the choosy cell."""
    pool = [
        *(item(n, topics=(1 + n % 2,), group="甲" if n < 4 else "") for n in range(1, 7)),
        item(7, ItemKind.TRUE_FALSE, group="甲"),
        item(8, ItemKind.TRUE_FALSE),
        *(item(n, ItemKind.INDEFINITE) for n in (9, 10)),
        case(20, item(21, weight=2), item(22, ItemKind.SHORT), item(23, ItemKind.MULTIPLE)),
        case(30, item(31), item(32), topics=(2,), group="乙"),
        case(40, group="乙"),
    ]
    cells = [
        make_cell(count=2, marks=2),
        make_cell(ItemKind.TRUE_FALSE, 1, 1, position=2),
        make_cell(count=2, marks=2, topics=(2,), position=3),
        make_cell(ItemKind.CASE, 2, "12.50", position=4),
        make_cell(ItemKind.INDEFINITE, 1, 2, position=5),
    ]
    record = record_of(cells, pool, people=12)
    check(record)
    assert record["inputs"]["days"] == ["2026-12-01", "2026-12-31"]
    shown = {question["hash"]: question for question in record["inputs"]["pool"]}
    tied = [shown[item(n).content_hash] for n in (1, 2, 3, 7)]
    assert {question["group"] for question in tied} == {min(q["hash"] for q in tied)}
    assert shown[item(8).content_hash]["group"] == ""
    assert shown[item(20).content_hash]["last"] == ""
    assert shown[item(20).content_hash]["parts"] == [
        {"hash": item(n).content_hash, "kind": kind, "options": options, "last": last, "weight": w}
        for n, kind, options, last, w in (
            (21, "single", 4, "C", 2),
            (22, "short", 0, "", 1),
            (23, "multiple", 4, "", 1),
        )
    ]


def test_a_changed_record_is_noticed(client):
    make_pool()
    record = locked_record(client, make_exam())
    record["inputs"]["cells"][0]["count"] = 2
    with pytest.raises(AssertionError):
        check(record)


def test_the_record_names_nobody(client):
    make_pool()
    exam = make_exam()
    text = json.dumps(locked_record(client, exam), ensure_ascii=False)
    assert not any(entry.name in text for entry in exam.roster.entries.all())


def test_no_record_before_the_draw(client):
    client.force_login(make_user(Role.OFFICER))
    exam = make_exam()
    assert client.get(reverse("assembly:record", args=[exam.pk])).status_code == 404
