"""Routes of the room."""

from django.urls import path

from rosters.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("", views.roster_list, name="list"),
    path("freeze/", views.freeze, name="freeze"),
    path("cohorts/", views.cohort_list, name="cohorts"),
    path("cohorts/add/", views.cohort_add, name="cohort_add"),
    path("cohorts/count/", views.cohort_count, name="cohort_count"),
    path("cohorts/<int:cohort_id>/", views.cohort_edit, name="cohort"),
    path("cohorts/<int:cohort_id>/people/", views.cohort_people, name="cohort_people"),
    path("cohorts/<int:cohort_id>/compare/", views.cohort_compare, name="cohort_compare"),
    path("cohorts/why/<int:person_id>/", views.why, name="why"),
    path("ranks/", views.rank_list, name="ranks"),
    path("ranks/add/", views.rank_add, name="rank_add"),
    path("ranks/name/", views.rank_name, name="rank_name"),
    path("ranks/<int:rank_id>/", views.rank_edit, name="rank"),
    path("ranks/<int:rank_id>/alias/", views.rank_alias, name="rank_alias"),
    path("ranks/<int:rank_id>/unalias/", views.rank_unalias, name="rank_unalias"),
    path("ranks/<int:rank_id>/remove/", views.rank_remove, name="rank_remove"),
    path("<int:roster_id>/", views.roster, name="roster"),
    path("<int:roster_id>/codes/", views.codes, name="codes"),
    path("<int:roster_id>/export/", views.export, name="export"),
    path("<int:roster_id>/verify/", views.verify, name="verify"),
    path("<int:roster_id>/later/", views.later, name="later"),
    path("<int:roster_id>/late/", views.late, name="late"),
    path("<int:roster_id>/entries/<int:number>/", views.entry, name="entry"),
    path("requests/", views.request_list, name="requests"),
    path("requests/people/", views.own_entries, name="own_entries"),
    path("requests/people/<int:entry_id>/", views.ask, name="ask"),
    path("requests/<int:request_id>/", views.request_page, name="request"),
    path("requests/<int:request_id>/decide/", views.decide, name="decide"),
    path("requests/<int:request_id>/withdraw/", views.withdraw, name="withdraw"),
    path("requests/<int:request_id>/attachment/", views.attachment, name="attachment"),
]
