"""Addresses of policy writers: policies and their drafts."""

from django.urls import path

from guichet.guidance.policies import writers

_ONE = "policies/<slug:policy>/"
urlpatterns = [
    path("policies/", writers.policies, name="policies"),
    path("policies/new/", writers.begin_policy, name="begin_policy"),
    path(_ONE, writers.policy, name="policy"),
    path(f"{_ONE}write/", writers.write_policy, name="write_policy"),
    path(f"{_ONE}propose/", writers.propose_policy, name="propose_policy"),
    path(f"{_ONE}approve/", writers.approve_policy, name="approve_policy"),
    path(f"{_ONE}give-back/", writers.give_back_policy, name="give_back_policy"),
    path(f"{_ONE}discard/", writers.discard_policy, name="discard_policy"),
]
