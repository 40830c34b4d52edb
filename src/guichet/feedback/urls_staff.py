"""Addresses of the board of what people report."""

from django.urls import path

from guichet.feedback import board

urlpatterns = [
    path("board/pages/", board.board, name="page_reports"),
    path("board/pages/<int:report>/", board.settle, name="settle_feedback"),
]
