"""Addresses of what everybody may read of web notices, under every language."""

from django.urls import path

from guichet.notices.public import views

app_name = "notices"
urlpatterns = [
    path("web-notices/", views.notices, name="notices"),
    path("web-notices/now/", views.now, name="now"),
    path("web-notices/<slug:number>/", views.notice, name="notice"),
]
