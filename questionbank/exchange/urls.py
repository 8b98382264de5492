"""Routes of the room."""

from django.urls import path

from questionbank.exchange import views
from questionbank.exchange.exporting.views import export

app_name = "exchange"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("export/", export, name="export"),
    path("<int:pk>/", views.preview, name="preview"),
    path("<int:pk>/items/<int:item_id>/", views.item, name="item"),
    path("<int:pk>/lines/", views.lines, name="lines"),
    path("<int:pk>/compare/", views.compare, name="compare"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/rejected.xlsx", views.rejected, name="rejected"),
    path("<int:pk>/apply/", views.apply, name="apply"),
]
