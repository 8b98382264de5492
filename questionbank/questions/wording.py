"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

STANDINGS = {
    "in_force": _("In force"),
    "coming": _("Not yet in force"),
    "moved": _("Only moved"),
    "changed": _("Reworded"),
    "gone": _("Struck out"),
    "repealed": _("Law repealed"),
    "unknown": _("Cannot be compared: the text is not loaded"),
    "not_found": _("The cited version has no such article or paragraph"),
}
PARTS = {
    "kind": _("Type"),
    "material": _("Case material"),
    "stem": _("Stem"),
    "options": _("Options"),
    "key": _("Answer key"),
    "rationale": _("Rationale"),
    "citations": _("Citations"),
    "quotes": _("Quotations"),
    "difficulty": _("Difficulty"),
    "weight": _("Weight in its case"),
    "unordered": _("Blanks in any order"),
}
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
    "questions.no_reason": _("Nothing was done about question %(code)s: give the reason."),
    "questions.not_in_review": _("Question %(code)s does not wait for review."),
    "questions.own_question": _(
        "Question %(code)s is your own work. Somebody else has to approve it."
    ),
    "questions.not_a_draft": _("Question %(code)s is no draft. Only drafts are sent to review."),
    "questions.not_the_author": _(
        "Question %(code)s was written by somebody else. Return it with a reason instead."
    ),
    "questions.already_out_of_use": _("Question %(code)s is already out of use."),
    "questions.still_in_use": _("Question %(code)s is in use. There is nothing to reopen."),
    "questions.not_moved": _(
        "Question %(code)s rests on words that did not just move. Compare the texts and edit it."
    ),
    "questions.own_citation": _(
        "Question %(code)s is your own work. Somebody else has to confirm that its text only moved."
    ),
    "questions.unknown_code": _("The bank has no question %(code)s. Correct the code."),
    "questions.own_enemy": _("Question %(code)s cannot be set apart from itself."),
    "questions.pair_ruled": _("The pair %(pair)s was ruled on by someone else meanwhile."),
    "questions.keep_which": _("Say which of %(pair)s stays."),
    "questions.already_retired": _("Question %(code)s is already retired."),
    "questions.one_right_option": _(
        "Only option %(key)s is right, and the type says several. Choose another type?"
    ),
    "questions.options_kept_last": _(
        "Option %(letters)s speaks of the options above it, and stays last when a paper is drawn. "
        "Better to name what is meant."
    ),
    "questions.options_name_letters": _(
        "An option names others by their letters. The options of this question are not shuffled."
    ),
    "questions.negative_stem": _(
        "The stem asks for what is not so (“%(text)s”). Ask for what is so, or set the word "
        "apart in 【】."
    ),
    "questions.no_points": _(
        "The key names no marks. Write （n分） behind each point, so that all markers mark alike."
    ),
    "questions.points_differ": _(
        "The points come to %(points)s, the text says %(stated)s. Make them agree."
    ),
    "questions.point_without_marks": _("Line %(number)s of the key has no （n分） behind it."),
    "questions.place_not_found": _(
        "The text of the law has no %(place)s. Check the number against the version cited."
    ),
    "questions.misquoted": _(
        "The words “%(quote)s” do not stand in %(place)s. Check the quotation and the version."
    ),
    "questions.one_place_a_quote": _(
        "A quotation belongs to one article. Give each article a row of its own."
    ),
    "questions.cited_twice": _("This article is cited in two rows. Keep one of them."),
    "questions.quote_without_place": _("Name the article that these words are quoted from."),
    "questions.no_citation": _("No article is cited. Name the one that the key rests on."),
    "questions.text_not_loaded": _(
        "The text of %(place)s was never imported, so nothing could be compared."
    ),
    "questions.not_in_force": _(
        "%(place)s is no longer in force in these words. Cite the version in force."
    ),
    "questions.not_yet_in_force": _(
        "%(place)s is not in force yet. The question waits for its day."
    ),
    "questions.case_is_there": _(
        "There is a case %(code)s already. Add the sub-question on the page of that case."
    ),
    "questions.case_without_material": _("A case needs its material. Write what happened."),
    "questions.material_without_case": _("Material belongs to a case. Give the case a code."),
    "questions.case_stale": _(
        "Case %(code)s was changed by someone else meanwhile. Your words are kept below; compare "
        "them with the case as it is now and save again."
    ),
    "questions.case_empty": _("A case keeps at least one sub-question."),
    "questions.retired": _("Question %(code)s is retired. Take it back into use first."),
    "questions.in_another_case": _("Question %(code)s stands in case %(case)s. Take it out first."),
}
