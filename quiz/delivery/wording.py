"""What the room's refusals say to a candidate or an officer, and the words of the script."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "delivery.not_locked": _(
        "“%(exam)s” has no papers yet. Draw the papers first, then release the exam."
    ),
    "delivery.no_batches": _(
        "“%(exam)s” has no batches yet. Put the candidates into batches first, then release it."
    ),
    "delivery.without_batch": _(
        "%(people)s people of “%(exam)s” have a paper but no batch. Plan the batches again."
    ),
    "delivery.already_prepared": _("“%(exam)s” has already been released to its candidates."),
    "delivery.attempts_used": _("This attempt is over. You have a receipt for it."),
    "delivery.already_started": _("This attempt is already running. Open it to continue."),
    "delivery.released_from_duty": _(
        "You have been released from this exam and need not sit it. If this is wrong, ask the "
        "exam office."
    ),
    "delivery.too_early": _(
        "The exam is not open yet. It opens at the time shown on this page; come back then."
    ),
    "delivery.window_closed": _(
        "The time to sit this exam is over. If you could not sit it, tell the exam office."
    ),
    "delivery.previous_running": _(
        "An earlier attempt at this exam is not finished. Finish it first."
    ),
    "delivery.pledge_needed": _("Accept the pledge first, then start the exam."),
    "delivery.no_such_slot": _("This paper has no question %(slot)s. Reload the page."),
    "delivery.answer_too_long": _("The answer is longer than %(limit)s characters. Shorten it."),
    "delivery.unknown_option": _("“%(answer)s” is not one of the options. Choose again."),
    "delivery.too_many_blanks": _("This question has %(blanks)s blanks. Fill in only these."),
    "delivery.sequence_reused": _(
        "Another page of this exam saved at the same moment. Save this answer again."
    ),
    "delivery.token_forged": _(
        "This page's key is not valid. Open the exam again from “My exams”; nothing saved is lost."
    ),
    "delivery.token_expired": _(
        "This page is more than a day old. Open the exam again from “My exams”; nothing saved is "
        "lost."
    ),
    "delivery.malformed": _("The answers could not be read. Reload the page and save again."),
    "delivery.unavailable": _("The server cannot save at this moment. Try again shortly."),
    "delivery.closed": _(
        "The attempt is closed and takes no more answers. What was saved before counts."
    ),
    "delivery.overdue": _(
        "The time is up and no more answers are taken. What was saved before counts."
    ),
    "delivery.other_device": _(
        "The exam goes on on another device. This page can no longer save; continue there, or "
        "open the exam here again to take it over."
    ),
    "delivery.not_running": _(
        "The attempt is not running or has just moved to another device. Open it again from "
        "“My exams”."
    ),
}

# What static/sit.js says. {n} and the like are filled in there.
SCRIPT_WORDS = {
    "saving": _("Saving …"),
    "saved": _("Saved {time}"),
    "kept": _("Kept on this phone, not sent yet"),
    "unkept": _("Not saved yet. Keep this page open."),
    "position": _("Question {n} of {all}"),
    "left": _("{time} left"),
    "minutes_left": _("{n} minutes left."),
    "minute_left": _("1 minute left. Answers are saved as you give them."),
    "offline": _(
        "No network. Go on answering: your answers are kept on this phone and are sent when the "
        "network is back. The clock goes on."
    ),
    "back_online": _("The network is back. All answers are saved."),
    "over": _("The time is up. No more answers are taken."),
    "over_unsent": _(
        "The time is up. {n} answers on this phone had not reached the server and do not count. "
        "Tell the exam office if the network failed."
    ),
    "over_offline": _(
        "The time is up and there is no network. What the server had received counts. The receipt "
        "is shown here when the network is back."
    ),
    "card_answered": _("answered"),
    "card_empty": _("not answered"),
    "card_flagged": _("flagged"),
    "card_unsaved": _("not saved yet"),
    "flag": _("Flag"),
    "unflag": _("Remove flag"),
    "all_answered": _("All {n} questions are answered."),
    "some_empty": _("Not answered: {n}"),
    "some_flagged": _("Flagged: {n}"),
    "some_unsent": _(
        "{n} answers have not reached the server yet. They are sent before you hand in."
    ),
    "sending": _("Sending the last answers …"),
    "handing_in": _("Handing in …"),
    "hand_in_offline": _(
        "There is no network, so the exam is not handed in yet. Your answers are kept on this "
        "phone. Try again when the network is back."
    ),
    "unsent_elsewhere": _(
        "{n} answers given here had not reached the server and are kept on this device only."
    ),
}
