"""Migrations for an empty database, in a quarter of the time: what a test makes tables by.

Django keeps a class for every model as it was, and makes those of all related models anew after
each step, though a step looks at its own model alone. `test_two_nodes` holds that the tables are
those that the migrations make without this.
"""

from typing import Any

from django.db.migrations.state import ProjectState


def render_each_alone() -> None:
    """Make after each step the class of its model alone; Python that a migration runs gets all."""
    state: Any = ProjectState
    state.reload_model = _reload_alone


def _reload_alone(self: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" in self.__dict__:  # as Django asks whether there are classes yet
        self.is_delayed = True  # so that RunPython has them all made anew
        self._reload({(app_label, model_name)})
