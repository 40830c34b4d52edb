"""What must be true of the figures of days, each a query that lists what breaks it.

The counts of a day and its figures are made by two statements, of one instant where they were
written together: what is wrong in one is not in the other.
"""

# What is the same by service, by language and by hour as it is of all. Whom a closure moved to
# another day has no hour of this one: of the booked, a sum by hour may be less.
_PARTS = [
    *(
        (name, by, "<>")
        for name in ("booked", "walk_ins", "served")
        for by in ("service", "language")
    ),
    ("supply", "service", "<>"),
    ("supply", "hour", "<>"),
    ("walk_ins", "hour", "<>"),
    ("booked", "hour", ">"),
]
_WRONG = ", ".join(
    f"""
               CASE WHEN coalesce(sum({name}) FILTER (WHERE by = '{by}'), 0)
                         {wrong} coalesce(sum({name}) FILTER (WHERE by = 'all'), 0)
                    THEN '{name} by {by}' END"""
    for name, by, wrong in _PARTS
)
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
_TOGETHER = """
        SELECT figures.id, format('%s %s', figures.office_id, figures.date)
          FROM figures_dayfigures AS figures JOIN figures_daycounts AS counted
            ON counted.office_id = figures.office_id AND counted.date = figures.date
           AND counted.counted_at = figures.counted_at
         WHERE figures.by = 'all' AND """
LAWS = {
    "the figures of a day do not add up": f"""
        SELECT * FROM (
          SELECT min(id), concat_ws(', ', format('%s %s', office_id, date), {_WRONG})
            FROM figures_dayfigures GROUP BY office_id, date) AS day (id, how)
         WHERE how LIKE '%, %'""",  # noqa: S608 - all of it is ours
    "the figures of a day are not its counts": f"{_TOGETHER} ({_DIFFERENT})",
    "more people waited than were called": f"""{_TOGETHER}
           (SELECT coalesce(sum(people::int), 0)
              FROM jsonb_array_elements_text(figures.waits) AS people)
           > (counted.counts ->> 'called')::int""",  # noqa: S608
}
