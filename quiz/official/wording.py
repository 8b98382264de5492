"""What the refusals of this room say; those of reading a file are worded by the rosters' intake."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "keep_official_results": _("List of results uploaded"),
    "import_official_results": _("Results sat elsewhere taken over: %(counted)s of %(rows)s rows"),
    "discard_official_results": _("List of results given up"),
}

MESSAGES = {
    "official.published": _(
        "The results of “%(exam)s” are published, so no list can be taken over any more. Count it "
        "for the make-up exam."
    ),
    "official.no_header": _(
        "“%(filename)s” has no row of headings with 姓名 and 成绩 or 是否合格. Add it and upload "
        "the file again."
    ),
    "official.no_rows": _("“%(filename)s” names nobody below its headings."),
    "official.too_many_rows": _(
        "The list has %(rows)s rows; at most %(limit)s are read at once. Split it by unit."
    ),
    "official.applied": _(
        "The list %(document)s was taken over before, or was given up after a day. Upload it again "
        "if something is missing."
    ),
    "official.nothing_counts": _(
        "No row of the list %(document)s counts. Look at the reasons, mend the file and upload it "
        "again."
    ),
    "official.row_unnamed": _("The row has no name."),
    "official.row_not_sat": _(
        "“%(value)s” is no result: the person did not sit. Record a deferral or an exemption where "
        "one was granted."
    ),
    "official.row_word": _("“%(value)s” says neither passed nor failed. Write 合格 or 不合格."),
    "official.row_score": _("“%(value)s” is no score."),
    "official.row_no_result": _("The row has neither a score nor a conclusion."),
    "official.row_no_pass_mark": _(
        "The row has a score but no conclusion. State the pass mark of the source and upload the "
        "list again."
    ),
    "official.row_disagrees": _(
        "The conclusion “%(value)s” does not agree with %(score)s points at a pass mark of "
        "%(mark)s. Ask the source."
    ),
    "official.row_no_day": _(
        "The row does not say when the exam was sat. State the day of the exam and upload the list "
        "again."
    ),
    "official.row_day": _("“%(value)s” is no day on which somebody sat. Write it as 2026-03-01."),
    "official.row_day_ahead": _("“%(value)s” has not come yet."),
    "official.row_name_differs": _(
        "The number is that of %(held)s, but the row says %(given)s. Ask the source."
    ),
    "official.row_several": _(
        "Several entries of the roster fit %(name)s. Add the identity number to the row."
    ),
    "official.row_without_unit": _(
        "The row has neither a number on file nor a unit, so it is not clear which %(name)s it "
        "means. Add one of them."
    ),
    "official.row_not_listed": _(
        "No %(name)s of %(unit)s is on the roster of this exam. Add the person as a late arrival "
        "if they belong on it."
    ),
    "official.row_sat_here": _(
        "%(name)s sat this exam here, and that result counts. The row is left out."
    ),
    "official.row_differs": _(
        "Another result of %(name)s is held already and is not changed. Ask the source which one "
        "holds; a correction is counted for the make-up exam, under its own document."
    ),
    "official.row_twice": _(
        "The list gives %(name)s several differing results. Ask the source which one holds."
    ),
}
