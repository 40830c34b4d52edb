"""Addresses of who writes and publishes web notices."""

from django.urls import path

from guichet.notices.communications import views

_HERE = "notices/<slug:number>/"
urlpatterns = [
    path("notices/", views.web_notices, name="web_notices"),
    path("notices/write/", views.write, name="write_web_notice"),
    path(_HERE, views.web_notice, name="web_notice"),
    path(f"{_HERE}change/", views.change, name="change_web_notice"),
    path(f"{_HERE}publish/", views.publish, name="publish_web_notice"),
    path(f"{_HERE}solve/", views.solve, name="solve_web_notice"),
    path(f"{_HERE}withdraw/", views.withdraw, name="withdraw_web_notice"),
]
