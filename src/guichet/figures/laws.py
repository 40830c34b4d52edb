"""What must be true of the figures of days, each a query that lists what breaks it.

The counts of a day and its figures are made by two statements, of one instant where they were
written together: what is wrong in one is not in the other.
"""

_SUMS = """
  SELECT whole.id, format('%s %s: {name} %s, by {by} %s',
                          whole.office_id, whole.date, whole.{name}, sum(part.{name}))
    FROM figures_dayfigures AS whole JOIN figures_dayfigures AS part
      ON part.office_id = whole.office_id AND part.date = whole.date AND part.by = '{by}'
   WHERE whole.by = 'all'
   GROUP BY whole.id HAVING whole.{name} {wrong} sum(part.{name})"""
# Whom a closure moved to another day has no hour of this one: by hour a sum may be less.
_PARTS = [
    *(
        (name, by, "<>")
        for name in ("booked", "walk_ins", "served")
        for by in ("service", "language")
    ),
    ("supply", "service", "<>"),
    ("supply", "hour", "<>"),
    ("walk_ins", "hour", "<>"),
    ("booked", "hour", "<"),
]
# How the counts of a day say what the figures of all say.
_SAME = {
    "booked": "booked",
    "walk_ins": "walk_ins",
    "cancelled": "cancelled",
    "moved_or_cancelled_by_closure": "closed",
    "no_show": "missed + figures.walk_ins_missed",
    "finished": "served",
    "left": "left",
    "turned_away": "turned_away",
}
_DIFFERENT = " OR ".join(
    f"(counted.counts ->> '{name}')::int <> figures.{figure}" for name, figure in _SAME.items()
)
LAWS = {
    "the figures of a day do not add up": " UNION ALL ".join(
        _SUMS.format(name=name, by=by, wrong=wrong) for name, by, wrong in _PARTS
    ),
    "the figures of a day are not its counts": f"""
        SELECT figures.id, format('%s %s', figures.office_id, figures.date)
          FROM figures_dayfigures AS figures JOIN figures_daycounts AS counted
            ON counted.office_id = figures.office_id AND counted.date = figures.date
           AND counted.counted_at = figures.counted_at
         WHERE figures.by = 'all' AND ({_DIFFERENT})""",  # noqa: S608 - all of it is ours
    "more people waited than were called": """
        SELECT figures.id, format('%s %s', figures.office_id, figures.date)
          FROM figures_dayfigures AS figures JOIN figures_daycounts AS counted
            ON counted.office_id = figures.office_id AND counted.date = figures.date
           AND counted.counted_at = figures.counted_at
         WHERE figures.by = 'all'
           AND (SELECT coalesce(sum(people::int), 0)
                  FROM jsonb_array_elements_text(figures.waits) AS people)
               > (counted.counts ->> 'called')::int""",
}
