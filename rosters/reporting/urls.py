"""Routes of the room."""

from django.urls import path

from rosters.reporting.views import liaisons, own, rounds

app_name = "reporting"
urlpatterns = [
    path("", rounds.round_list, name="list"),
    path("open/", rounds.open_round, name="open"),
    path("mine/", own.mine, name="mine"),
    path("liaisons/", liaisons.liaison_list, name="liaisons"),
    path("liaisons/<int:unit_id>/", liaisons.appoint, name="appoint"),
    path("liaisons/<int:unit_id>/<int:grant_id>/dismiss/", liaisons.dismiss, name="dismiss"),
    path("<int:collection_id>/", rounds.round_page, name="round"),
    path("<int:collection_id>/remind/", rounds.remind, name="remind"),
    path("<int:collection_id>/close/", rounds.close, name="close"),
    path("<int:collection_id>/notice.pdf", rounds.notice, name="notice"),
    path("<int:collection_id>/units/<int:unit_id>/", own.unit_page, name="unit"),
    path("<int:collection_id>/units/<int:unit_id>/template.xlsx", own.template, name="template"),
    path("<int:collection_id>/units/<int:unit_id>/confirm/", own.confirm, name="confirm"),
]
