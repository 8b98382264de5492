"""Routes of the room."""

from django.urls import path

from rosters.accounts import views

app_name = "accounts"
urlpatterns = [
    path("large-type/", views.large_type, name="large_type"),
    path("activate/", views.activation, name="activate"),
    path("codes/", views.codes, name="codes"),
    path("notice/", views.notice, name="notice"),
    path("notice/read/", views.notice_read, name="notice_read"),
    path("notices/", views.notices, name="notices"),
    path("notices/new/", views.notice_issue, name="notice_issue"),
]
