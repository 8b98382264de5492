"""The checklist names exactly one next step until all are done."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from quiz.desk.rules import STEPS, Progress, StepState, finished_steps, states

NOTHING = Progress(
    **{field.name: False if field.type == "bool" else 0 for field in fields(Progress)}
)


def test_new_exam_begins_with_its_blueprint():
    begun = Progress(**{**vars(NOTHING), "entries": 1500})
    assert [step for step, state in states(finished_steps(begun)).items() if state == "now"] == [
        "blueprint"
    ]


def test_sitting_is_unfinished_while_somebody_still_answers():
    over = {"entries": 2, "attempts": 2, "started": 2, "closed": 1, "windows_over": True}
    assert "sitting" not in finished_steps(Progress(**{**vars(NOTHING), **over}))
    assert "sitting" in finished_steps(Progress(**{**vars(NOTHING), **over, "closed": 2}))


def test_sitting_is_over_when_everybody_has_handed_in_before_the_window_closes():
    early = {"attempts": 2, "started": 2, "closed": 2, "windows_over": False}
    assert "sitting" in finished_steps(Progress(**{**vars(NOTHING), **early}))


@given(st.frozensets(st.sampled_from(STEPS)))
def test_exactly_one_step_is_next_until_all_are_done(finished):
    shown = list(states(finished).values())
    assert shown.count(StepState.DONE) == len(finished)
    assert shown.count(StepState.NOW) == (0 if len(finished) == len(STEPS) else 1)
