"""Addresses of policy writers: scenarios, their drafts and versions."""

from django.urls import path

from guichet.guidance.writers import views

_ONE = "scenarios/<slug:scenario>/"
_VERSION = f"{_ONE}<int:version>/"
_PROPOSAL = f"{_ONE}proposals/<int:proposal>/"
urlpatterns = [
    path("scenarios/", views.scenarios, name="scenarios"),
    path(_ONE, views.scenario, name="scenario"),
    path(f"{_ONE}propose/", views.propose_scenario, name="propose_scenario"),
    path(f"{_PROPOSAL}publish/", views.approve_scenario, name="approve_scenario"),
    path(f"{_PROPOSAL}give-back/", views.give_back_scenario, name="give_back_scenario"),
    path(f"{_VERSION}preview/", views.scenario_preview, name="scenario_preview"),
    path(f"{_VERSION}dialogue/", views.scenario_dialogue, name="scenario_dialogue"),
    path(f"{_VERSION}picture.svg", views.scenario_picture, name="scenario_picture"),
]
