"""Addresses of call-backs, under every language."""

from django.urls import path

from guichet.contact.call_backs.pages import views

app_name = "call_backs"
urlpatterns = [
    path("call-back/", views.call_back, name="call_back"),
    path("call-back/<slug:token>/", views.own, name="own"),
]
