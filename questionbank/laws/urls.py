"""Routes of the room."""

from django.urls import path

from questionbank.laws import views

app_name = "laws"
urlpatterns = [
    path("", views.laws, name="list"),
    path("import/", views.law_import, name="import"),
    path("<int:pk>/", views.law, name="detail"),
    path("<int:pk>/compare/", views.law_compare, name="compare"),
    path("<int:pk>/edit/", views.law_edit, name="edit"),
]
