"""A translation has the placeholders and the markup of its English, or it is told in what not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from guichet.kernel.content.placeholders import (
    placeholders,
    sentence_with,
    stray_percent,
    tags,
    unlike,
)

ENGLISH = "%(name)s, come at <b>%(time)s</b>."
PLACEHOLDERS, PERCENT = "other placeholders than %(name)s, %(time)s", "a lone percent sign"
MARKUP = "other markup than the English"


@given(st.lists(st.from_regex(r"[a-z_]{1,8}", fullmatch=True)), st.text("a %(é)\n"))
def test_it_knows_each_placeholder_wherever_it_stands(names: list[str], words: str) -> None:
    between = words.replace("%", "").replace(")", "")
    text = between.join(f"%({name})s" for name in names)
    assert placeholders(text) == frozenset(names)
    assert not stray_percent(text)


@pytest.mark.parametrize(
    ("sentence", "time", "text"),
    [
        ("At %(time)s.", "3:30 p. m.", "At 3:30 p. m."),
        ("At %(time)s.", "3:30 PM", "At 3:30 PM."),
        ("At %(time)s. Come.", "\u20683:30 p. m.\u2069", "At \u20683:30 p. m.\u2069 Come."),
        ("At %(time)s, or later.", "3:30 p. m.", "At 3:30 p. m., or later."),
        ("Loading %(time)s...", "etc.", "Loading etc...."),
        (Markup("At <b>%(time)s</b>."), "3 p. m.", "At <b>3 p. m.</b>"),
        (Markup("At %(time)s."), Markup("<bdi>3 p. m.</bdi>"), "At <bdi>3 p. m.</bdi>"),
        (Markup("At %(time)s."), "<b>", "At &lt;b&gt;."),
    ],
)
def test_a_sentence_ends_in_one_stop(sentence: str, time: str, text: str) -> None:
    assert sentence_with(sentence, {"time": time}) == text
    assert type(sentence_with(sentence, {"time": time})) is type(sentence)


@pytest.mark.parametrize(
    ("sentence", "value", "text"),
    [
        ("%(value)s 更改了您的预约", "迈阿密地方办事处", "迈阿密地方办事处更改了您的预约"),
        ("%(value)s 更改了您的预约", "Miami", "Miami 更改了您的预约"),
        ("请提前 %(value)s 到达", "20分钟", "请提前20分钟到达"),
        ("号码 %(value)s 在等候", "101", "号码 101 在等候"),
        ("在 %(value)s 之内答复", "72 小时", "在 72 小时之内答复"),
        ("Number %(value)s", "王芳", "Number 王芳"),
        (Markup("本日は <b>%(value)s</b> に"), "午前9:00", "本日は<b>午前9:00</b>に"),
        (Markup("到 %(value)s 办理"), Markup("<bdi>三号窗口</bdi>"), "到<bdi>三号窗口</bdi>办理"),
    ],
)
def test_no_space_stands_between_words_that_are_written_without(
    sentence: str, value: str, text: str
) -> None:
    assert sentence_with(sentence, {"value": value}) == text


@pytest.mark.parametrize(
    "text", ["", "name", "%(name)d", "%s", "%(name)", "%(na me)s", "% (name)s", "{name}"]
)
def test_what_fills_in_nothing_is_no_placeholder(text: str) -> None:
    assert placeholders(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "is_stray"),
    [
        ("100 %", True),
        ("100 %% %(rate)s", False),
        ("100 %%% %(rate)s", True),
        ("%(rate)s%", True),
        ("%(rate)s%%", False),
        ("٪ is no percent sign to Python", False),
    ],
)
def test_it_sees_a_percent_sign_that_python_would_stumble_over(text: str, is_stray: bool) -> None:
    assert stray_percent(text) is is_stray


def test_it_counts_each_tag() -> None:
    text = '<a href="%(url)s">x</a> <b>y</b> <b>z</b> 3 < 4 <3'
    assert tags(text) == {'<a href="%(url)s">': 1, "</a>": 1, "<b>": 2, "</b>": 2}


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("<b>%(time)s</b>, %(name)s", []),
        ("<b>%(time)s</b>, %(name)s, %(name)s", []),
        ("<b>%(time)s</b>", [PLACEHOLDERS]),
        ("<b>%(time)s</b>, %(nom)s", [PLACEHOLDERS]),
        ("<b>%(time)s</b>, %(name)s, %(day)s", [PLACEHOLDERS]),
        ("<b>%(time)s</b>, %(name)s: 5 %", [PERCENT]),
        ("<b>%(time)s</b>, %(name)s: 5 %%", []),
        ("<i>%(time)s</i>, %(name)s", [MARKUP]),
        ("<b>%(time)s<b>, %(name)s", [MARKUP]),
        ("%(nom)s %", [PLACEHOLDERS, PERCENT, MARKUP]),
    ],
)
def test_it_tells_in_what_a_translation_is_unlike(text: str, reasons: list[str]) -> None:
    assert list(unlike([ENGLISH], [text])) == reasons


def test_a_percent_sign_is_alone_only_where_something_is_filled_in() -> None:
    assert list(unlike(["Half of 50%"], ["La moitié de 50 %"])) == []


def test_a_form_of_the_plural_may_leave_out_the_count_and_nothing_else() -> None:
    originals = ["One place at %(time)s", "%(count)s places at %(time)s"]
    assert list(unlike(originals, ["Une place à %(time)s", "%(count)s places à %(time)s"])) == []
    assert list(unlike(originals, ["Une place"])) == ["other placeholders than %(count)s, %(time)s"]
    assert list(unlike(["%(count)s places"], ["Des places"])) == [
        "other placeholders than %(count)s"
    ]


def test_each_form_is_looked_at() -> None:
    texts = ["%(count)s place", "%(count)s placez %", "%(count)s place"]
    assert list(unlike(["One place", "%(count)s places"], texts)) == [PERCENT]
