"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "add_cohort": _("Cohort added"),
    "change_cohort": _("Cohort changed"),
    "add_rank": _("Rank added: %(name)s"),
    "change_rank": _("Rank changed: %(name)s"),
    "remove_rank": _("Rank removed: %(name)s"),
    "add_rank_alias": _("Other word added: %(alias)s"),
    "remove_rank_alias": _("Other word removed: %(alias)s"),
    "freeze_roster": _("Frozen with %(entries)s people, %(exempt)s of them exempt by rule"),
    "release_entry": _("Decision on the duty recorded, effective on %(effective_on)s"),
    "add_late_arrival": _("Added after freezing as number %(number)s"),
    "request_release": _("Release asked for"),
    "withdraw_request": _("Request withdrawn"),
    "grant_request": _("Request granted"),
    "refuse_request": _("Request refused"),
    "open_attachment": _("Attachment downloaded"),
}

MESSAGES = {
    "cohorts.empty_roster": _(
        "Nobody belongs to the chosen cohorts on that day. Import people first, or choose another "
        "day or cohort."
    ),
    "cohorts.count_changed": _(
        "The people on file, or the rules, have changed since the roster was counted. It has been "
        "counted again: check the numbers below, then freeze."
    ),
    "cohorts.cohort_taken": _("A cohort named “%(name)s” exists already. Choose another name."),
    "cohorts.rank_unnamed": _("A rank needs a name. Enter it."),
    "cohorts.rank_known": _(
        "“%(name)s” means the rank “%(rank)s” already. Take it away there first."
    ),
    "cohorts.rank_alias_gone": _("“%(name)s” is no other word for “%(rank)s” any more."),
    "cohorts.name_taken": _("A roster named “%(name)s” exists already. Choose another name."),
    "cohorts.without_unit": _(
        "%(count)s people must sit but have no unit on that day: %(names)s. Import their units, "
        "then freeze the roster."
    ),
    "cohorts.basis_missing": _(
        "State the basis on which %(name)s is released: the document, or who decided and why."
    ),
    "cohorts.already_released": _(
        "%(name)s has been released already. A decision is not changed: put the person back on the "
        "list first, then decide anew."
    ),
    "cohorts.not_released": _(
        "%(name)s is not released, so nothing can be taken back. Reload the page."
    ),
    "cohorts.not_listed_twice": _(
        "No other entry of this roster is about the same person as that of %(name)s. Merge the two "
        "people first, or choose another decision."
    ),
    "cohorts.own_release": _(
        "Nobody decides on their own duty. Let another officer of the county decide."
    ),
    "cohorts.as_of_far": _("%(day)s is more than a year ahead. Check the year of the day."),
    "cohorts.effective_far": _(
        "%(day)s is more than a year ahead. Check the year of the first day."
    ),
    "cohorts.cannot_expire": _(
        "Only exemptions and deferrals have a last day. Leave it empty for this decision."
    ),
    "cohorts.expires_before": _(
        "The last day %(last)s lies before the first day %(first)s. Correct one of them."
    ),
    "cohorts.bulk_basis_missing": _(
        "State the basis of these decisions: the document, or who decided and why."
    ),
    "cohorts.request_waits": _(
        "A request about %(name)s waits for a decision. It has to be granted, refused or withdrawn "
        "first."
    ),
    "cohorts.request_closed": _(
        "The request about %(name)s was decided or withdrawn before. Nothing was changed."
    ),
    "cohorts.request_own": _(
        "You asked for %(name)s yourself. Another officer of the county has to decide."
    ),
    "cohorts.reason_missing": _("Say why the request is refused. The unit reads it."),
    "cohorts.cannot_ask": _(
        "This cannot be asked for. Choose a deferral, an exemption, a transfer or a departure."
    ),
    "cohorts.deferral_endless": _("A deferral needs a last day. Enter it."),
    "cohorts.attachment_large": _(
        "The attachment is larger than %(megabytes)s MB. Send a smaller one."
    ),
    "cohorts.attachment_kind": _(
        "“%(filename)s” is no PDF, image (PNG, JPEG) or Word document without macros. Save it as "
        "one of these and attach it again."
    ),
    "cohorts.late_basis_missing": _(
        "State the basis on which %(name)s is added: the document, or who decided and why."
    ),
    "cohorts.late_without_cohort": _("Say to which cohort %(name)s belongs."),
    "cohorts.late_without_unit": _(
        "%(name)s has no unit on %(day)s. Record the posting first, then add the person."
    ),
    "cohorts.late_ahead": _("%(day)s has not come yet. Add the person when they have arrived."),
    "cohorts.late_gone": _(
        "%(name)s no longer serves by the records. Correct the status first if that is wrong."
    ),
    "cohorts.late_listed": _("%(name)s is on “%(roster)s” already."),
}
