"""Addresses of practice: stories, runs, scores."""

from django.urls import path

from guichet.contact.practice import views

urlpatterns = [
    path("contact/practice/", views.practice, name="practice"),
    path("contact/practice/scores/", views.practice_scores, name="practice_scores"),
    path("contact/practice/<int:run>/", views.practice_run, name="practice_run"),
    path("contact/practice/<slug:story>/begin/", views.begin_practice, name="begin_practice"),
]
