"""What the refusals of this room say, and what the presets are called."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "assembly.title_taken": _(
        "There already is an exam called “%(title)s”. Give this one another title."
    ),
    "assembly.locked": _(
        "The exam “%(title)s” is locked: its papers are drawn and nothing was changed. "
        "Create another exam if other rules are needed."
    ),
    "assembly.days_backward": _(
        "The last day (%(last)s) lies before the first day (%(first)s). Correct the days."
    ),
    "assembly.minutes": _("The time allowed must be from %(low)s to %(high)s minutes."),
    "assembly.attempts": _("The number of attempts must be from %(low)s to %(high)s."),
    "assembly.cut_score": _(
        "The cut score (%(cut)s) must be above 0 and not above the score for excellent "
        "(%(excellent)s)."
    ),
    "assembly.total_marks": _(
        "The blueprint adds up to %(total)s marks, but excellent starts at %(excellent)s. "
        "Add marks to the blueprint, or lower the scores."
    ),
    "assembly.marks_too_many": _(
        "The blueprint adds up to %(total)s marks; at most %(most)s can be recorded. "
        "Lower the marks or the number of questions."
    ),
    "assembly.blueprint_empty": _(
        "The exam “%(title)s” has no blueprint yet. Say in at least one cell what is asked."
    ),
    "assembly.bank_short": _(
        "The question bank cannot fill cell %(position)s: it asks for %(needed)s different "
        "questions, %(available)s are available, %(missing)s are missing (cells that fall short: "
        "%(cells)s). Import questions, widen the cell or lower its number."
    ),
    "assembly.nobody": _(
        "Nobody on the roster “%(roster)s” has to sit: it is empty, or everybody is released. "
        "Choose another roster."
    ),
}

PRESET_NAMES = {
    "county": _("County exam, the five usual types"),
    "all_types": _("County exam, all types"),
    "jining": _("Jining 2019–2023"),
    "shaanxi": _("Shaanxi 2020"),
    "qinghai": _("Qinghai 2017 and 2020"),
    "neimenggu": _("Inner Mongolia 2016"),
}

PRESET_NOTES = {
    "county": _(
        "20 single choice at 2, 10 multiple choice at 3, 10 true or false at 1, 5 blanks at 2, "
        "1 short answer at 10; 100 marks, 60 minutes, pass 60, excellent 90."
    ),
    "all_types": _(
        "20 single choice at 2, 8 multiple choice at 2, 4 with one or more right options at 3, "
        "10 true or false at 1, 4 blanks at 2, 1 short answer at 6, 1 case at 8; 100 marks, "
        "90 minutes, pass 60, excellent 90."
    ),
    "jining": _(
        "40 single choice at 1, 20 multiple choice at 2, 20 true or false at 1; 100 marks, "
        "60 minutes, pass 80. The score for excellent is ours: the source names none."
    ),
    "shaanxi": _(
        "50 questions, 100 marks, 90 minutes, pass 60, excellent 90, three attempts, the best "
        "counts. The source does not give the split: 25 single, 10 multiple, 15 true or false is "
        "ours."
    ),
    "qinghai": _(
        "50 questions, 100 marks, 90 minutes, pass 60, three attempts. The source does not give "
        "the split, which attempt counts, or the score for excellent: these are ours."
    ),
    "neimenggu": _(
        "25 single choice, 10 multiple choice, 15 true or false at 2 each; 100 marks, 120 minutes, "
        "pass 60, five attempts. Which attempt counts, and the score for excellent, are ours."
    ),
}

DAYS_NOTE = _(
    "Every batch lies within these days. Only questions that agree with the law in force on all "
    "of them are drawn."
)

USUAL_PLEDGE = _(
    "I answer by myself, let nobody sit in my place, do not copy and do not pass questions on. "
    "If I break this, my result is void."
)
