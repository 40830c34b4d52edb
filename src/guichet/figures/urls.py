"""Addresses of the figures of an office, for staff."""

from django.urls import path

from guichet.figures import views

urlpatterns = [path("figures/<str:office>/<str:day>.csv", views.day_counts, name="day_counts")]
