"""What a chart draws is to scale, and stays within it."""

from guichet.figures.managers import charts
from guichet.figures.managers.charts import Column, Reach, Row


def test_parts_of_bars_lie_behind_each_other_to_scale() -> None:
    chart = charts.bars(
        [Row("Ada", {"came": 30, "missed": 10}, "40"), Row("Bob", {"came": 10}, "10")]
    )
    came, missed, other = chart.parts
    assert missed.x == came.width
    assert came.width == 3 * missed.width == 3 * other.width
    assert all(part.x + part.width <= charts.WIDTH for part in chart.parts)
    assert all(part.y + part.height <= chart.height for part in chart.parts)
    assert [label.text for label in chart.labels] == ["Ada", "40", "Bob", "10"]


def test_a_reach_has_a_bar_to_half_and_a_line_to_nine_in_ten() -> None:
    chart = charts.reaches([Reach("Ada", 10, 40, "10 · 40")])
    (bar,), (line, end) = chart.parts, chart.lines
    assert (line.x1, line.x2) == (bar.width, 4 * bar.width)
    assert end.x1 == end.x2 == line.x2 <= charts.WIDTH


def test_columns_stand_on_the_grid_below_what_there_was_room_for() -> None:
    row = [Column(f"day {n}", {"came": n, "closed": 2}, 2 * n) for n in range(1, 29)]
    chart = charts.columns(row, numbers={value: str(value) for value in charts.grid(56)})
    grid = [line for line in chart.lines if line.kind == "grid"]
    base, top = max(line.y1 for line in grid), min(line.y1 for line in grid)
    assert all(top <= part.y and part.y + part.height <= base + 0.2 for part in chart.parts)
    limits = [line for line in chart.lines if line.kind == "limit"]
    assert len(limits) == 28 and limits[0].y1 > limits[-1].y1 >= top
    days = [label for label in chart.labels if label.text.startswith("day")]
    assert len(days) == 4


def test_an_empty_chart_is_one() -> None:
    assert charts.bars([]).height == 0
    assert charts.columns([], numbers={0: "0"}).parts == []
