"""Addresses below /<language>/eta/ of begin, go on, one page for each step, check and sign."""

from django.urls import URLPattern, path

from guichet.applications.apply import views, views_home, views_review

of_one: list[URLPattern] = [
    path("apply/number/", views.number, name="number"),
    path("apply/go-on/", views.go_on, name="go_on"),
    path("apply/passport-lines/", views.zone, name="zone"),
    path("apply/steps/<str:section>/", views.step, name="step"),
    path("apply/review/", views_review.review, name="review"),
    path("apply/change/", views_review.revise, name="revise"),
    path("apply/next-person/", views_review.next_person, name="next_person"),
]
urlpatterns: list[URLPattern] = [
    path("", views_home.home, name="home"),
    path("apply/", views.apply, name="apply"),
    path("apply/resume/", views.resume, name="resume"),
    path("yours/", views.yours, name="yours"),
]
