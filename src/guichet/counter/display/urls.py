"""Addresses of a screen in the waiting room."""

from django.urls import path

from guichet.counter.display import views

app_name = "display"
urlpatterns = [
    path("<str:office>/", views.display, name="display"),
]
