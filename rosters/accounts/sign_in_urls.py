"""The three of allauth's routes that are open. No sign-up, no e-mail, no reset by mail.

They keep allauth's names without a namespace, because allauth itself looks them up.
"""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
]
