"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "rotate_keys": _("Identity numbers sealed by another key"),
    "add_person": _("Added by hand"),
    "edit_person": _("What is on file was changed by hand"),
    "set_recruitment": _("First recruitment recorded"),
    "remove_recruitment": _("First recruitment taken back"),
    "record_status": _("A status was recorded that begins on %(since)s"),
    "remove_status": _("A status that began on %(since)s was taken back"),
    "settle_status": _("The status of %(since)s took effect"),
    "add_posting": _("Posting added"),
    "edit_posting": _("Posting changed"),
    "end_posting": _("Posting ended on %(ended_on)s"),
    "reopen_posting": _("The end of a posting was taken back"),
    "make_primary": _("Another posting was made the primary one"),
    "remove_posting": _("A posting recorded by mistake was deleted"),
    "transfer_person": _("Transferred to another unit on %(on)s"),
    "add_credential": _("Enforcement card added"),
    "edit_credential": _("Enforcement card changed"),
    "cancel_credential": _("Enforcement card cancelled as of %(on)s"),
    "cancel_credentials": _("Enforcement cards cancelled as of %(day)s under %(basis)s"),
    "restore_credential": _("The cancellation of a card was taken back"),
    "set_training": _("Hours of training recorded for %(year)s: %(hours)s"),
    "remove_training": _("Hours of training taken back for %(year)s"),
    "merge_people": _("Another row was merged into this one"),
    "undo_merge": _("A merge was undone"),
    "declare_distinct": _("Found to be another person than a similar one"),
    "reconsider_distinct": _("The finding that two are two people was taken back"),
}

MESSAGES = {
    "people.card_not_valid": _(
        "A card that was to be cancelled is no longer valid. Nothing was cancelled. Look again at "
        "which cards are meant."
    ),
    "people.number_format": _(
        "This is not the number of a resident identity card: 18 characters, the last of which may "
        "be X. Check the digits, or choose another kind of document."
    ),
    "people.number_checksum": _(
        "The check character of the number does not fit its digits. At least one was mistyped; "
        "compare it with the card."
    ),
    "people.number_birth": _(
        "The number holds a date of birth that cannot be. Compare it with the card."
    ),
    "people.number_of_other_kind": _(
        "The number on file belongs to another kind of document. Enter the number of this one, or "
        "tick that no number is to be kept."
    ),
    "people.birth_differs": _(
        "According to the identity number the person was born on %(number)s. Correct one of them."
    ),
    "people.sex_differs": _(
        "The identity number says otherwise about the sex of the person. Correct one of them."
    ),
    "people.number_taken": _(
        "This number is already on file: it belongs to %(name)s. Open that person; if it is the "
        "same one, change what is on file there."
    ),
    "people.number_elsewhere": _(
        "This number is already on file with somebody whom you do not administer. Ask the exam "
        "officers of the county to compare the two."
    ),
    "people.number_unreadable": _(
        "The identity number of %(name)s cannot be read: the key it was sealed with is not there."
    ),
    "people.probation_before_hiring": _(
        "The probation would end before the day of hiring. Correct one of the two days."
    ),
    "people.status_known": _("This status is already recorded for %(day)s."),
    "people.unit_dissolved": _("%(unit)s has been dissolved. Choose the unit that succeeded it."),
    "people.serves_there": _(
        "%(name)s already has a posting in %(unit)s. Change that one, or end it first."
    ),
    "people.posting_ended": _("The posting in %(unit)s has already ended."),
    "people.end_before_begin": _(
        "The posting only began on %(day)s. Enter that day or a later one."
    ),
    "people.end_to_come": _("This day is still to come. Enter the day when it has come."),
    "people.transfer_nowhere": _(
        "The person already serves in %(unit)s. Choose the unit that they moved to."
    ),
    "people.card_cancelled": _("Card %(number)s has already been cancelled."),
    "people.card_taken": _(
        "Card number %(number)s is already on file with %(name)s. A card belongs to one person."
    ),
    "people.card_elsewhere": _(
        "Card number %(number)s is already on file with somebody whom you do not administer. Ask "
        "the exam officers of the county."
    ),
    "people.cancel_to_come": _(
        "The day of cancellation is still to come. Cancel the card when it has come."
    ),
    "people.cancel_before_issue": _(
        "The card was only issued on %(day)s. Enter that day or a later one."
    ),
    "people.basis_missing": _("The basis is empty. Write down how it was found out."),
    "people.merge_itself": _("%(name)s is one row only. Choose two people to compare."),
    "people.merged_already": _(
        "%(name)s was merged into another person in the meantime. Go on with that person."
    ),
    "people.two_numbers": _(
        "Each has a resident identity number of their own (%(one)s, %(other)s): these are two "
        "people. If one number was mistyped, correct or remove it on that person's page first."
    ),
    "people.found_distinct": _(
        "%(name)s and %(other)s were found to be two people. To merge them, take that decision "
        "back first."
    ),
    "people.merge_changed": _(
        "What is on file about %(name)s has changed since this page was opened. Nothing was "
        "merged; look at the comparison again."
    ),
    "people.merge_undone": _("The merge of %(name)s has already been undone."),
    "people.kept_merged_since": _(
        "%(name)s was merged into another person since. Undo that merge first."
    ),
}
