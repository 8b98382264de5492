"""Routes of the room."""

from django.urls import path

from questionbank.questions import views
from questionbank.questions.views import likeness

app_name = "questions"
urlpatterns = [
    path("", views.question_list, name="list"),
    path("new/", views.question_new, name="new"),
    path("preview/", views.question_preview, name="preview"),
    path("cases/<int:case_id>/", views.case_edit, name="case"),
    path("similar/", likeness.similar_list, name="similar"),
    path("similar/find/", likeness.similar_find, name="find_similar"),
    path("similar/<int:pair_id>/", likeness.similar_rule, name="rule_on_pair"),
    path("<int:pk>/", views.question_detail, name="detail"),
    path("<int:pk>/v<int:number>/", views.question_detail, name="version"),
    path("<int:pk>/edit/", views.question_edit, name="edit"),
    path("<int:pk>/retire/", views.question_retire, name="retire"),
]
