from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

WAITS = Q(done_at__isnull=True)
SORTED = {
    "tasks_by_kind": ["kind", "due_at"],
    "tasks_by_name": ["family_name", "given_names"],
    "tasks_by_nationality": ["nationality", "due_at"],
    "tasks_by_travel": ["travel_on"],
    "tasks_by_reason": ["reason", "due_at"],
    "tasks_by_age": ["created_at"],
    "tasks_by_officer": ["officer", "due_at"],
    "tasks_by_team": ["team", "due_at"],
}
FOUND = {
    "tasks_beside_a_case": ("about", Q(about__isnull=False)),
    "tasks_of_enquiries": ("enquiry", Q(enquiry__isnull=False)),
    "tasks_to_fill": ("id", WAITS & Q(is_filled=False)),
}


def index(name: str, fields: list[str], condition: Q) -> AddIndexConcurrently:
    return AddIndexConcurrently(
        "officertask", models.Index(fields=fields, condition=condition, name=name)
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("applications", "0017_tasks_are_counted_and_emptied")]
    operations = [
        *(index(name, [*fields, "id"], WAITS) for name, fields in SORTED.items()),
        *(index(name, [field], condition) for name, (field, condition) in FOUND.items()),
    ]
