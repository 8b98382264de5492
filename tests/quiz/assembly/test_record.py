"""A second program, written from docs/drawing.md alone, draws the same papers from the record."""

import hashlib
import json

import pytest
from django.urls import reverse

from questionbank.questions.models import Topic
from questionbank.questions.rules import Difficulty, ItemKind
from quiz.assembly.actions import lock_exam, save_plan
from quiz.assembly.rules import ExamRules
from rosters.roles.rules import Role
from tests.factories import NOW, make_user
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

    def enough(wanted, free):
        holder = {}

        def place(index, tried):
            for key in free:
                if key not in tried and fits(pool[key], wanted[index]):
                    tried.add(key)
                    if key not in holder or place(holder[key], tried):
                        holder[key] = index
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
                and enough(wanted, [other for other in free if other != key])
            )
            free.remove(key)
            chosen.append((cell, key))
        return chosen

    def options(candidate, key):
        question = pool[key]
        if question["kind"] not in ("single", "multiple"):
            return ""
        numbers = [str(number) for number in range(question["options"])]
        letters = ["ABCDEFGH"[int(n)] for n in ranked(f"options/{candidate}/{key}", numbers)]
        return "".join(x for x in letters if x not in question["last"]) + question["last"]

    kinds = list(dict.fromkeys(cell["kind"] for cell in cells))
    eligible = [key for key in pool if any(fits(pool[key], cell) for cell in cells)]
    for number in inputs["roster"]["numbers"]:
        for attempt in range(1, inputs["rules"]["attempts"] + 1):
            candidate = f"{number}/{attempt}"
            chosen = choose(ranked(f"paper/{candidate}", eligible))
            chosen.sort(key=lambda pair: kinds.index(pair[0]["kind"]))
            slots = [[key, cell["marks"], options(candidate, key)] for cell, key in chosen]
            yield candidate, digest({"candidate": candidate, "slots": slots})


def locked_record(client, exam):
    lock_exam(actor=make_user(), exam=exam, seed=SEED, now=NOW)
    client.force_login(make_user(Role.OFFICER))
    response = client.get(reverse("assembly:record", args=[exam.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="draw-{exam.pk}.json"'
    return json.loads(response.content)


def check(record):
    assert record["algorithm"] == "hmac-sha256-order/1"
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
