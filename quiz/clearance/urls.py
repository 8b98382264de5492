"""Routes of the room."""

from django.urls import path

from quiz.clearance import views

app_name = "clearance"
urlpatterns = [
    path("", views.work_list, name="list"),
    path("export/", views.export, name="export"),
    path("keep/", views.keep, name="keep"),
    path("reopen/", views.reopen, name="reopen"),
    path("put/", views.put, name="put"),
    path("parameters/", views.parameters, name="parameters"),
    path("lists/", views.lists, name="lists"),
    path("lists/<int:list_id>/", views.one_list, name="one"),
    path("lists/<int:list_id>/take-off/", views.take_off, name="take_off"),
    path("lists/<int:list_id>/discard/", views.discard, name="discard"),
    path("lists/<int:list_id>/announce/", views.announce, name="announce"),
    path("lists/<int:list_id>/list.pdf", views.list_pdf, name="pdf"),
    path("lists/<int:list_id>/list.xlsx", views.list_xlsx, name="xlsx"),
]
