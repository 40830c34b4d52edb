"""Addresses below /staff/: the officers' list, a person's file, and every deed."""

from django.urls import path

from guichet.casework.deeds.table import DEEDS
from guichet.casework.enquiries import views as views_enquiries
from guichet.casework.escalations import views as views_escalations
from guichet.casework.file import views as views_file
from guichet.casework.file import views_deeds, views_papers
from guichet.casework.finding import views as views_finding
from guichet.casework.notes import views as views_notes
from guichet.casework.presence import views as views_presence
from guichet.casework.record import urls as record
from guichet.casework.relisting import views as views_relisting
from guichet.casework.worklist import views, views_kept, views_tasks

urlpatterns = [
    *record.urlpatterns,
    path("relisting/", views_relisting.relisting, name="relisting"),
    path("enquiries/", views_enquiries.enquiries_waiting, name="enquiries"),
    path("enquiries/<str:number>/", views_enquiries.enquiry, name="enquiry"),
    path(
        "enquiries/<str:number>/presence/",
        views_presence.presence_in_question,
        name="question_presence",
    ),
    path("cases/", views.cases, name="cases"),
    path("cases/find/", views.find, name="find"),
    path("cases/search/", views_finding.search, name="search"),
    path("cases/work/", views.work, name="work"),
    path("cases/views/keep/", views_kept.keep_view, name="keep_view"),
    path("cases/views/<int:view>/forget/", views_kept.forget_view, name="forget_view"),
    path("cases/tasks/", views_tasks.give_many, name="give_many"),
    path("cases/tasks/<int:task>/take/", views_tasks.take, name="take"),
    path("cases/tasks/<int:task>/give-back/", views_tasks.give_back, name="give_back"),
    path("cases/<str:number>/", views_file.case, name="case"),
    path("cases/<str:number>/letters/<int:letter>/", views_file.letter, name="letter"),
    path("cases/<str:number>/presence/", views_presence.presence_in_file, name="presence"),
    path("cases/<str:number>/papers/<int:paper>/", views_papers.paper, name="paper"),
    path(
        "cases/<str:number>/papers/<int:paper>/picture/",
        views_papers.paper_picture,
        name="paper_picture",
    ),
    path(
        "cases/<str:number>/papers/<int:paper>/pages/<int:page>/<int:zoom>/",
        views_papers.paper_page,
        name="paper_page",
    ),
    path(
        "cases/<str:number>/escalations/<int:about>/settle/",
        views_escalations.settle_escalation,
        name="settle_escalation",
    ),
    path("cases/<str:number>/note/", views_notes.note, name="note"),
    path("cases/<str:number>/mentions/<int:about>/read/", views_notes.read_note, name="read_note"),
    *(
        path(f"cases/<str:number>/{deed.path}/", views_deeds.view_of(deed), name=deed.verb)
        for deed in DEEDS
        if deed.find is None
    ),
    *(
        path(
            f"cases/<str:number>/{deed.path}/<int:about>/",
            views_deeds.view_of(deed),
            name=deed.verb,
        )
        for deed in DEEDS
        if deed.find is not None
    ),
]
