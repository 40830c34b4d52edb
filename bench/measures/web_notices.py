"""A web notice is published and solved: how soon pages show it, and what it costs each of them."""

import time

from bench.browser import Browser
from bench.figures import Figure
from bench.figures import milliseconds as processor_time
from bench.stage import Stage
from bench.statements import Statements
from guichet.kernel import clock
from guichet.notices import actions, rules
from guichet.notices.testing import ANNE, make_deed, make_published, make_words
from guichet.notices.values import Notice

ROUNDS, VIEWS, BROWSERS = 5, 300, 4
PATHS = ("/en/", "/ar/", "/fr/privacy/", "/ko/nothing-here/")
WITHIN, NEVER, PAUSE, SETTLED = 2.0, 10.0, 0.05, 2.0  # seconds


def measure(stage: Stage) -> list[Figure]:
    browsers, waits = stage.browsers(BROWSERS), list[float]()
    for browser in browsers * 3:  # a process compiles the pages of a language when it makes one
        for path in PATHS:
            browser.get(path)
    for _round in range(ROUNDS):
        notice = make_published(now=clock.now(), words=make_words(now=clock.now()))
        waits.append(until(browsers, notice, is_there=True))
        if _round < ROUNDS - 1:
            end(notice)
            waits.append(until(browsers, notice, is_there=False))
    time.sleep(SETTLED)  # what was published is read by each machine once
    statements, views = Statements(stage.link), stage.times(VIEWS)
    with stage.measured() as usage:
        for _view in range(views):
            browsers[0].get(PATHS[0])
    counted = statements.per(views)
    end(notice)
    return [
        Figure(
            what="A web notice reaches pages of four kinds and languages, and is gone from them",
            figure=f"at the latest after {max(waits):.2f} s, over {len(waits)} changes",
            statements=f"{counted} a page",
            processor=processor_time(web=usage.milliseconds("web", views)),
            target=f"within {WITHIN:.0f} s, no statement a page",
            met=max(waits) < WITHIN and counted in {"0", "not counted"},
        )
    ]


def until(browsers: list[Browser], notice: Notice, *, is_there: bool) -> float:
    """Return after how many seconds each page is as it should be, in each of several browsers."""
    start, mark = time.monotonic(), f'data-notice="{notice.id}"'
    for browser in browsers:
        for path in PATHS:
            while (mark in browser.get(path).text) != is_there:
                if time.monotonic() - start > NEVER:
                    return NEVER
                time.sleep(PAUSE)
    return time.monotonic() - start


def end(notice: Notice) -> None:
    """Say that it is over."""
    now = clock.now()
    actions.do(make_deed(rules.SOLVE, notice.id, by=ANNE, now=now), now=now)
