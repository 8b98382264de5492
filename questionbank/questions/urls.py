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
    path("<int:pk>/decide/", views.question_decide, name="decide"),
    path("<int:pk>/relate/", views.question_relate, name="relate"),
    path("<int:pk>/compare/<int:old>/<int:new>/", views.question_compare, name="compare"),
    path("review/", views.review_next, name="review"),
    path("review/approve/", views.approve_many, name="approve_many"),
    path("review/<int:pk>/", views.review_one, name="review_one"),
    path("currency/", views.currency_overview, name="currency"),
    path("currency/check/", views.currency_check, name="check_currency"),
    path("currency/<int:law_id>/", views.currency_law, name="currency_law"),
    path("currency/<int:law_id>/move/", views.currency_move, name="move_citations"),
]
