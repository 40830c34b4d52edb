"""Addresses of the board of what people report."""

from django.urls import path

from guichet.feedback import board

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/<int:report>/", board.settle, name="settle_feedback"),
]
