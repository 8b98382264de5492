"""Routes of the room."""

from django.urls import path

from rosters.people import views

app_name = "people"
PERSON = "<int:person_id>/"
POSTING = PERSON + "postings/<int:posting_id>/"
CARD = PERSON + "cards/<int:card_id>/"
PAIR = "compare/<int:one_id>/<int:other_id>/"
urlpatterns = [
    path("", views.person_list, name="list"),
    path("find/", views.person_find, name="find"),
    path("export/", views.person_export, name="export"),
    path("add/", views.person_add, name="add"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("merges/<int:merge_id>/undo/", views.merge_undo, name="merge_undo"),
    path(PAIR, views.comparison, name="compare"),
    path(PAIR + "merge/", views.merge, name="merge"),
    path(PAIR + "distinct/", views.distinct, name="distinct"),
    path(PAIR + "distinct/undo/", views.distinct_undo, name="distinct_undo"),
    path(PERSON, views.person_detail, name="detail"),
    path(PERSON + "edit/", views.person_edit, name="edit"),
    path(PERSON + "reveal/", views.person_reveal, name="reveal"),
    path(PERSON + "others/", views.others, name="others"),
    path(PERSON + "recruitment/", views.recruitment_edit, name="recruitment_edit"),
    path(PERSON + "recruitment/remove/", views.recruitment_remove, name="recruitment_remove"),
    path(PERSON + "statuses/add/", views.status_add, name="status_add"),
    path(PERSON + "statuses/<int:change_id>/remove/", views.status_remove, name="status_remove"),
    path(PERSON + "postings/add/", views.posting_add, name="posting_add"),
    path(PERSON + "cards/add/", views.card_add, name="card_add"),
    path(PERSON + "training/add/", views.training_add, name="training_add"),
    path(
        PERSON + "training/<int:training_id>/remove/", views.training_remove, name="training_remove"
    ),
    path(POSTING, views.posting_edit, name="posting_edit"),
    path(POSTING + "transfer/", views.posting_transfer, name="posting_transfer"),
    path(POSTING + "end/", views.posting_end, name="posting_end"),
    path(POSTING + "reopen/", views.posting_reopen, name="posting_reopen"),
    path(POSTING + "primary/", views.posting_primary, name="posting_primary"),
    path(POSTING + "remove/", views.posting_remove, name="posting_remove"),
    path(CARD, views.card_edit, name="card_edit"),
    path(CARD + "cancel/", views.card_cancel, name="card_cancel"),
    path(CARD + "restore/", views.card_restore, name="card_restore"),
]
