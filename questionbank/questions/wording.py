"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "questions.empty_stem": _("The stem is empty. Write what is asked."),
    "questions.placeholder": _("A placeholder stands instead of text: “%(text)s”."),
    "questions.few_options": _("A choice item needs at least two options; this has %(count)s."),
    "questions.many_options": _("At most ten options can be kept; this has %(count)s."),
    "questions.option_placeholder": _("Option %(letter)s is empty or only a placeholder."),
    "questions.equal_options": _("Options %(first)s and %(second)s say the same."),
    "questions.no_key": _("No key was found."),
    "questions.key_names_no_option": _("The key names %(key)s, and there is no such option."),
    "questions.several_keys": _("A single-choice item has the key %(key)s; only one may be right."),
    "questions.key_not_true_false": _("The key “%(key)s” is neither true nor false."),
    "questions.key_not_understood": _("The key “%(key)s” could not be understood."),
    "questions.blanks_differ": _("The stem has %(blanks)s blanks, the key %(answers)s answers."),
    "questions.text_of_another": _(
        "The text is that of question %(other)s, but the code is %(code)s. Correct the code."
    ),
    "questions.already_there": _("The bank already has this item: %(code)s. Edit that question."),
    "questions.stale": _(
        "Question %(code)s was changed by someone else meanwhile. Open it again and repeat "
        "your change."
    ),
    "questions.no_reason": _("Question %(code)s was not retired: say why it is retired."),
    "questions.not_in_review": _("Question %(code)s does not wait for review."),
    "questions.own_question": _(
        "Question %(code)s is your own work. Somebody else has to approve it."
    ),
    "questions.already_retired": _("Question %(code)s is already retired."),
}
