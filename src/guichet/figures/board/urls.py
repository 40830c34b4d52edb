"""Addresses of the board of what people could not find."""

from django.urls import path

from guichet.figures.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/board.csv", views.board_file, name="board_file"),
]
