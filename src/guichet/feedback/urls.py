"""Addresses of reports about pages, under every language."""

from django.urls import path

from guichet.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/", views.thanks, name="thanks"),
]
