"""Routes of the room."""

from django.urls import path

from rosters.units import views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="list"),
    path("add/", views.unit_add, name="add"),
    path("order/", views.unit_order, name="order"),
    path("<int:unit_id>/", views.unit_detail, name="detail"),
    path("<int:unit_id>/rename/", views.unit_rename, name="rename"),
    path("<int:unit_id>/place/", views.unit_place, name="place"),
    path("<int:unit_id>/alias/", views.unit_alias, name="alias"),
    path("<int:unit_id>/alias/remove/", views.unit_unalias, name="unalias"),
]
