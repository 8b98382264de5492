"""What is acknowledged is stored; what is not stored is refused with its reason."""

from datetime import timedelta

import pytest
from django.core import signing
from hypothesis import example, given
from hypothesis import strategies as st

from audit.rules import Refusal
from quiz.delivery.actions import Saved, record_answers, save_sheet
from quiz.delivery.models import JournalEntry
from quiz.delivery.queries import last_answers
from quiz.delivery.rules import Answer, AttemptState
from quiz.delivery.tokens import LIFETIME, SALT, AttemptToken, make_token, read_token
from tests.factories import NOW
from tests.quiz.delivery.factories import HOUR, make_running, token_of

pytestmark = pytest.mark.django_db


def journal():
    rows = JournalEntry.objects.order_by("device", "sequence")
    return list(rows.values_list("device", "sequence", "slot", "answer"))


def codes(refused):
    return {sequence: refusal.code for sequence, refusal in refused.items()}


@pytest.fixture
def attempt():
    return make_running()


def test_save_stores_and_acknowledges(attempt):
    answers = [Answer(1, 1, "B", NOW), Answer(2, 2, "DA", None), Answer(3, 4, "二日", NOW)]
    saved = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    assert saved == Saved((1, 2, 3), {}, attempt.ends_at)
    assert journal() == [(1, 1, 1, "B"), (1, 2, 2, "AD"), (1, 3, 4, "二日\n")]


def test_saving_the_same_again_is_acknowledged_and_stored_once(attempt):
    answers = [Answer(1, 1, "B", NOW), Answer(2, 2, "A", NOW)]
    first = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    again = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    assert again == first
    assert journal() == [(1, 1, 1, "B"), (1, 2, 2, "A")]


def test_half_repeated_batch_is_acknowledged_whole(attempt):
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(1, 1, "B"), Answer(2, 2, "A")], now=NOW)
    saved = record_answers(token=token, answers=[Answer(2, 2, "A"), Answer(3, 3, "T")], now=NOW)
    assert saved.sequences == (2, 3)
    assert len(journal()) == 3


def test_batches_out_of_order_leave_the_highest_sequence_standing(attempt):
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(5, 1, "C")], now=NOW)
    record_answers(token=token, answers=[Answer(2, 1, "A")], now=NOW)
    assert last_answers(attempt.pk)[1].answer == "C"


def test_reused_sequence_is_refused_by_itself(attempt):
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(1, 1, "B")], now=NOW)
    saved = record_answers(token=token, answers=[Answer(1, 1, "C"), Answer(2, 3, "T")], now=NOW)
    assert saved.sequences == (2,)
    assert codes(saved.refused) == {1: "delivery.sequence_reused"}
    assert journal() == [(1, 1, 1, "B"), (1, 2, 3, "T")]


def test_one_sequence_twice_in_a_batch_is_not_acknowledged(attempt):
    answers = [Answer(1, 1, "B"), Answer(1, 1, "C")]
    saved = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    assert (saved.sequences, codes(saved.refused)) == ((), {1: "delivery.sequence_reused"})
    assert journal() == []


def test_one_sequence_with_a_fit_and_a_misfit_is_refused_whatever_their_order(attempt):
    fit, misfit = Answer(1, 1, "B"), Answer(1, 99, "B")
    for answers in ([fit, misfit, Answer(2, 3, "T")], [misfit, Answer(2, 3, "T"), fit]):
        saved = record_answers(token=token_of(attempt), answers=answers, now=NOW)
        assert (saved.sequences, codes(saved.refused)) == ((2,), {1: "delivery.sequence_reused"})
    assert journal() == [(1, 2, 3, "T")]


def test_one_answer_twice_in_a_batch_is_stored_once(attempt):
    saved = record_answers(token=token_of(attempt), answers=[Answer(1, 1, "B")] * 2, now=NOW)
    assert (saved.sequences, saved.refused) == ((1,), {})
    assert journal() == [(1, 1, 1, "B")]


def test_characters_no_database_keeps_are_dropped(attempt):
    answers = [Answer(1, 5, "听\x00证\ud800"), Answer(2, 4, "\x00二日\udfff")]
    saved = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    assert saved.sequences == (1, 2)
    assert journal() == [(1, 1, 5, "听证"), (1, 2, 4, "二日\n")]


def test_misfits_are_refused_by_themselves(attempt):
    answers = [Answer(1, 1, "Z"), Answer(2, 99, "A"), Answer(3, 5, "答" * 5001), Answer(4, 3, "F")]
    saved = record_answers(token=token_of(attempt), answers=answers, now=NOW)
    assert saved.sequences == (4,)
    assert codes(saved.refused) == {
        1: "delivery.unknown_option",
        2: "delivery.no_such_slot",
        3: "delivery.answer_too_long",
    }


def test_nothing_to_save_still_says_the_end(attempt):
    assert record_answers(token=token_of(attempt), answers=[], now=NOW) == Saved(
        (), {}, attempt.ends_at
    )


def test_deadline_counts_to_the_microsecond(attempt):
    token, last = token_of(attempt), attempt.ends_at - timedelta(microseconds=1)
    assert record_answers(token=token, answers=[Answer(1, 1, "B")], now=last).sequences == (1,)
    late = record_answers(token=token, answers=[Answer(2, 1, "C")], now=attempt.ends_at)
    assert late == Refusal("delivery.overdue", {"saved": [], "ends_at": attempt.ends_at})
    assert journal() == [(1, 1, 1, "B")]


def test_closed_attempt_refuses_and_names_what_it_holds(attempt):
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(1, 1, "B")], now=NOW)
    attempt.state = AttemptState.SUBMITTED
    attempt.save()
    late = record_answers(token=token, answers=[Answer(1, 1, "B"), Answer(2, 2, "A")], now=NOW)
    assert late == Refusal("delivery.closed", {"saved": [1], "ends_at": attempt.ends_at})


def test_former_device_is_refused(attempt):
    token = token_of(attempt)
    attempt.device = 2
    attempt.save()
    late = record_answers(token=token, answers=[Answer(1, 1, "B")], now=NOW)
    assert late.code == "delivery.other_device"
    assert journal() == []


def test_attempt_that_never_started_takes_nothing(attempt):
    attempt.state, attempt.ends_at = AttemptState.READY, None
    attempt.save()
    late = record_answers(token=token_of(attempt, 1), answers=[Answer(1, 1, "B")], now=NOW)
    assert late == Refusal("delivery.token_forged")


def test_token_of_an_attempt_that_does_not_exist_is_refused():
    token = make_token(AttemptToken(999, 1, "sD"))
    saved = record_answers(token=token, answers=[Answer(1, 1, "A")], now=NOW)
    assert saved == Refusal("delivery.token_forged")


@given(st.text(st.characters(), max_size=80))
@example("\ud800:a")
@example("a:b:\udfff")
def test_made_up_token_is_refused(text):
    assert read_token(text) == Refusal("delivery.token_forged")


def test_changed_token_is_refused():
    token = make_token(AttemptToken(17, 1, "sDtA"))
    assert read_token(token) == AttemptToken(17, 1, "sDtA")
    assert read_token(token.replace("17.1", "18.1")) == Refusal("delivery.token_forged")


def test_token_signed_for_something_else_is_refused():
    other = signing.TimestampSigner(salt="else").sign("1.1.sD")
    assert read_token(other) == Refusal("delivery.token_forged")


def test_old_token_is_refused(monkeypatch):
    signer = signing.TimestampSigner(salt=SALT)
    long_ago = signing.time.time() - LIFETIME.total_seconds() - 5
    monkeypatch.setattr(signer, "timestamp", lambda: signing.b62_encode(int(long_ago)))
    assert read_token(signer.sign("1.1.sD")) == Refusal("delivery.token_expired")


def test_plain_page_stores_only_what_changed(attempt):
    token = token_of(attempt)
    save_sheet(attempt_id=attempt.pk, token=token, answers={1: "B", 2: "", 3: "T"}, seen=0, now=NOW)
    after = {1: "B", 2: "A", 3: ""}
    saved = save_sheet(
        attempt_id=attempt.pk, token=token, answers=after, seen=2, now=NOW + HOUR / 2
    )
    assert saved.sequences == (3, 4)
    assert {slot: one.answer for slot, one in last_answers(attempt.pk).items()} == after


def test_paper_of_one_attempt_is_not_saved_with_the_token_of_another():
    own, other = make_running(), make_running()
    saved = save_sheet(attempt_id=own.pk, token=token_of(other), answers={1: "B"}, seen=0, now=NOW)
    assert saved == Refusal("delivery.token_forged")
