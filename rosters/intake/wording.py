"""What the refusals of the room say: of a whole file, and (`row_`) of one row of it."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "keep_upload": _("Roster file received"),
    "change_columns": _("Columns read otherwise: %(labels)s"),
    "choose_row": _("Row %(row)s decided"),
    "correct_row": _("Row %(row)s corrected"),
    "choose_gone": _("Decided about somebody who is missing"),
    "start_applying": _("Applying begun"),
    "import_people": _("Applied: added %(added)s, changed %(changed)s, rejected %(rejected)s"),
    "undo_upload": _("Undone as a whole: %(rows)s rows"),
}

MESSAGES = {
    "intake.unreadable": _("The file %(filename)s does not exist or cannot be opened."),
    "intake.foreign_key": _(
        "“%(filename)s” was not read: the database was begun with another key, and nobody in it "
        "would be found again by number. Set YINGZHI_ID_KEY to the key the database was begun "
        "with."
    ),
    "intake.empty": _("“%(filename)s” is empty. Choose the workbook that holds the roster."),
    "intake.wrong_type": _(
        "“%(filename)s” is not a spreadsheet. Save the roster as .xlsx, .xls or .csv and upload "
        "that."
    ),
    "intake.foreign_type": _(
        "“%(filename)s” is %(kind)s inside and not a spreadsheet. Open it in a spreadsheet "
        "program, save it as .xlsx and upload that."
    ),
    "intake.damaged": _(
        "“%(filename)s” is damaged and cannot be read. Open it in a spreadsheet program, save it "
        "as .xlsx and upload that."
    ),
    "intake.password": _(
        "“%(filename)s” is protected by a password. Remove the password and upload it again."
    ),
    "intake.too_large": _(
        "“%(filename)s” has %(size)s MB; at most %(limit)s MB can be read. Split it by unit."
    ),
    "intake.too_large_unpacked": _(
        "“%(filename)s” unpacks to more than a roster can hold (%(megabytes)s MB). Copy the table "
        "into a new workbook and upload that."
    ),
    "intake.too_many_rows": _(
        "“%(filename)s” has %(rows)s rows about people; at most %(limit)s can be read. Split it "
        "by unit."
    ),
    "intake.no_header": _(
        "No header row was found in “%(filename)s” (%(sheets)s). A row must name the column 姓名 "
        "and at least one of %(columns)s."
    ),
    "intake.no_rows": _(
        "There is a header in “%(filename)s” but nobody below it. Fill in the roster first."
    ),
    "intake.applied": _(
        "“%(filename)s” has already been applied. Nothing was done a second time; look at the list "
        "of people."
    ),
    "intake.forgotten": _(
        "“%(filename)s” is no longer kept here: files are forgotten after a week. Upload it again."
    ),
    "intake.busy": _(
        "“%(filename)s” is being read or applied, or was so a moment ago in another window. Wait, "
        "then look at its page again."
    ),
    "intake.stale": _(
        "Something was decided about “%(filename)s” that its verdicts do not know yet. Refresh the "
        "preview first."
    ),
    "intake.people_changed": _(
        "People changed since the preview of “%(filename)s”, and applying it would now do "
        "something else. Nothing was applied; look at the new preview."
    ),
    "intake.reading_broke_off": _(
        "Reading “%(filename)s” broke off. Start it again; if it breaks off again, save the file "
        "anew as .xlsx and upload that."
    ),
    "intake.applying_broke_off": _(
        "Applying “%(filename)s” broke off, and nothing of it was applied. Read the file again."
    ),
    "intake.column_unknown": _("There is no column “%(column)s”. Choose one of the list."),
    "intake.choice_unknown": _(
        "What was chosen for row %(where)s is no longer offered. Look at the row again."
    ),
    "intake.row_moved": _(
        "Row %(where)s is not a row about a person any more, since columns were read otherwise. "
        "Look at the preview again."
    ),
    "intake.gone_day_missing": _(
        "From which day on? Enter the day for %(name)s, or choose that nothing is done."
    ),
    "intake.not_applied": _("“%(filename)s” was not applied, so there is nothing to undo."),
    "intake.undone": _("“%(filename)s” has already been undone."),
    "intake.undo_over": _(
        "“%(filename)s” can no longer be undone: that is possible for %(days)s days. Correct the "
        "people one by one, or import a corrected list."
    ),
    "intake.undo_later_upload": _(
        "“%(filename)s” cannot be undone: “%(later)s” was applied to the same people afterwards. "
        "Undo that one first."
    ),
    "intake.undo_changed": _(
        "“%(filename)s” cannot be undone: of %(who)s, “%(what)s” was changed afterwards. Correct "
        "the people one by one."
    ),
    "intake.undo_held": _(
        "“%(filename)s” cannot be undone: %(who)s is needed elsewhere by now (%(what)s). Correct "
        "the people one by one."
    ),
    "intake.undo_raced": _(
        "“%(filename)s” was not undone: at the same moment something came to depend on it. Look at "
        "its page again."
    ),
    "intake.raced": _(
        "Another import changed the same people at the same moment. Nothing of “%(filename)s” was "
        "applied; start again with the preview."
    ),
    "intake.row_name_missing": _("The name is missing."),
    "intake.row_name": _("“%(value)s” is not a name. Enter the full name and nothing else."),
    "intake.row_name_lost": _(
        "A character of the name “%(value)s” was lost when the file was saved. Enter the name "
        "again and save the file as .xlsx."
    ),
    "intake.row_id_damaged": _(
        "The identity number was damaged by the spreadsheet, which keeps 15 digits of a number. "
        "Format the column as text and enter it again."
    ),
    "intake.row_id_format": _(
        "The identity number does not have 18 characters (or 15 of the old kind). Enter it again, "
        "or leave it empty."
    ),
    "intake.row_id_checksum": _(
        "The last character of the identity number does not fit the others: at least one of them "
        "is wrong. Compare it with the card."
    ),
    "intake.row_id_birth": _(
        "The identity number holds a date of birth that does not exist or has not come yet. "
        "Compare it with the card."
    ),
    "intake.row_sex_differs": _(
        "The sex column says %(given)s, the identity number says %(number)s. One of them is wrong."
    ),
    "intake.row_birth_differs": _(
        "The date of birth column says %(given)s, the identity number says %(number)s. One of them "
        "is wrong."
    ),
    "intake.row_name_differs": _(
        "This identity number belongs to %(held)s; the row says %(given)s. Correct whichever is "
        "wrong."
    ),
    "intake.row_key_name": _(
        "The number in 人员编号 belongs to %(held)s; the row says %(given)s. Say whether the name "
        "is to be changed. If the row is about somebody else, correct it and empty 人员编号."
    ),
    "intake.row_key_number": _(
        "%(name)s is on file with another identity number, or this one is on file with somebody "
        "else. Leave the number empty, or have it corrected on the page of the person."
    ),
    "intake.row_phone": _(
        "The telephone number is not a mobile number of 11 digits. Correct it or leave it empty."
    ),
    "intake.row_phone_differs": _(
        "%(unit)s already has a %(name)s with another mobile number. Enter the identity number, so "
        "that it is clear whether this is the same person."
    ),
    "intake.row_same_name": _(
        "%(unit)s has several people named %(name)s. Enter the identity number, the mobile number "
        "or the date of birth."
    ),
    "intake.row_unsettled": _(
        "The rows named %(name)s in this file can be shared out among people in more than one "
        "way. Enter the identity number in each of them."
    ),
    "intake.row_date": _(
        "%(column)s: “%(value)s” is not a date. Write it like 2021-03-15 or 2021年3月."
    ),
    "intake.row_date_month": _("%(column)s: “%(value)s” lacks the month. Write it like 2021年3月."),
    "intake.row_date_ambiguous": _(
        "%(column)s: %(value)s may be %(one)s or %(other)s, because the cell is a number. Format "
        "it as text and enter it again."
    ),
    "intake.row_word": _("%(column)s: “%(value)s” is not a word that is known here."),
    "intake.row_long": _("%(column)s has more than %(limit)s characters. Shorten it."),
    "intake.row_unit_missing": _(
        "The unit is missing. Fill in the unit column, or write 填报单位： above the table."
    ),
    "intake.row_unit_unknown": _(
        "The unit “%(unit)s” is not known. Add it as a unit or as another name of one; or add the "
        "column 单位性质 to this file."
    ),
    "intake.row_unit_unknown_near": _(
        "The unit “%(unit)s” is not known; the nearest are %(nearest)s. Correct it, or add it as "
        "another name of a unit; or add the column 单位性质 to this file."
    ),
    "intake.row_hired_missing": _("There is an intake or a probation but no date of hiring."),
    "intake.row_card_missing": _("There are facts of an enforcement card but no card number."),
    "intake.row_card_damaged": _(
        "The card number was damaged by the spreadsheet, which keeps 15 digits of a number. Format "
        "the column as text and enter it again."
    ),
    "intake.row_card_several": _(
        "There are several card numbers in one cell. Give each card a row of its own."
    ),
    "intake.row_card_long": _("The card number has more than 40 characters."),
    "intake.row_card_held": _(
        "The card %(number)s is already held by %(name)s. Correct whichever is wrong."
    ),
    "intake.row_id_other": _(
        "The number of this identity document is too short or too long, or has no digits. Compare "
        "it with the document."
    ),
    "intake.row_hours": _(
        "%(column)s: “%(value)s” is not a number of hours. Enter it like 60 or 60.5."
    ),
    "intake.row_elsewhere": _(
        "Somebody named %(name)s with the same birth is on file in another unit. Say whether this "
        "is the same person, or enter the identity number."
    ),
    "intake.row_elsewhere_unnumbered": _(
        "Somebody named %(name)s with the same birth is on file in another unit, without an "
        "identity number. Say whether this is the same person."
    ),
    "intake.row_not_your_unit": _(
        "A list of %(own)s only takes people of this unit and those below it, not of “%(unit)s”. "
        "Correct the unit, or leave the row out."
    ),
    "intake.row_not_yours": _(
        "This row cannot be taken from a unit's own list: the person may be on file otherwise. Ask "
        "the county's exam officers to check it."
    ),
    "intake.row_card_taken": _(
        "The card %(number)s cannot be taken from a unit's own list: it may be on file otherwise. "
        "Ask the county's exam officers to check it."
    ),
    "intake.row_contradicts": _(
        "%(column)s: this row says “%(value)s”, but %(where)s says “%(said)s” of the same person. "
        "Keep the right one."
    ),
}
