"""Addresses of the figures of offices, for staff."""

from django.urls import path

from guichet.figures.managers import views

_HERE = "figures/<str:office>/"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path(_HERE, views.office_figures, name="office_figures"),
    path(f"{_HERE}period.csv", views.period_figures, name="period_figures"),
    path(f"{_HERE}<str:day>.csv", views.day_counts, name="day_counts"),
]
