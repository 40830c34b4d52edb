"""Models called in the words of content/, in the language of the page that is being made."""

from functools import partial
from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language

from guichet.web.languages import of_django
from guichet.web.words import texts


def name_in_words(topic: str, *kinds: type[models.Model]) -> None:
    """Have pages call models and their fields in the language that each page is in.

    `<model>.one` and `<model>.many` of content/<topic>/ are the names of a model, `field.<name>`
    that of a field; a field without such words keeps its own name.
    """
    later = lazy(partial(_sentence, topic), str)
    for model in kinds:
        of_model: Any = model._meta
        of_model.verbose_name = later(f"{of_model.model_name}.one")
        of_model.verbose_name_plural = later(f"{of_model.model_name}.many")
        for field in (*of_model.concrete_fields, *of_model.many_to_many):
            if (key := f"field.{field.name}") in texts(topic):
                field.verbose_name = later(key)


def _sentence(topic: str, key: str) -> str:
    return texts(topic).get(key, of_django(get_language())).text
