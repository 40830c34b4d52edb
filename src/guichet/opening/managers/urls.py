"""Addresses of those who open and close offices: the office, and its closures."""

from django.urls import path

from guichet.opening.managers import views, views_closures, views_hours, views_releases

_HERE = "opening/<str:office>/"
_CLOSURE = f"{_HERE}closures/<int:closure>/"
_SERVICE = f"{_HERE}hours/<str:service>/"
urlpatterns = [
    path("opening/", views.openings, name="openings"),
    path(_HERE, views.opening, name="opening"),
    path(f"{_HERE}closures/preview/", views_closures.preview, name="preview_closure"),
    path(f"{_HERE}closures/", views_closures.close, name="close_office"),
    path(_CLOSURE, views_closures.closure, name="closure"),
    path(f"{_CLOSURE}people/<int:outcome>/reached/", views_closures.reached, name="reached_person"),
    path(f"{_CLOSURE}take-back/", views_closures.take_back, name="take_back_closure"),
    path(f"{_HERE}release/", views_releases.release, name="release"),
    path(f"{_HERE}release/change/", views_releases.change_release, name="change_release"),
    path(f"{_HERE}hours/", views_hours.hours, name="hours"),
    path(f"{_HERE}hours/change/", views_hours.change, name="change_hours"),
    path(f"{_SERVICE}week/", views_hours.week, name="week_hours"),
    path(f"{_SERVICE}day/", views_hours.day, name="day_hours"),
    path(f"{_SERVICE}drop/<str:kind>/<str:first>/", views_hours.drop, name="drop_hours"),
]
