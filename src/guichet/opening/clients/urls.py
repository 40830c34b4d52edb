"""The address of a place that is kept: short, for it stands in text messages."""

from django.urls import path

from guichet.opening.clients import views

urlpatterns = [path("k/<str:token>/", views.kept_place, name="kept_place")]
