"""Addresses below /staff/ that every account has; the site adds those of the features."""

from django.urls import path

from guichet.staff.frame import views
from guichet.staff.sessions import views as views_sessions

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("account/sessions/", views_sessions.sessions, name="sessions"),
    path("account/sessions/<int:session>/end/", views_sessions.end_session, name="end_session"),
    path("account/sessions/end/", views_sessions.end_everywhere, name="end_everywhere"),
    path("account/sessions/left/", views_sessions.session_left, name="session_left"),
    path("awake/", views.awake, name="awake"),
    path("kept/", views.kept, name="kept"),
    path("language/", views.speak, name="speak"),
]
