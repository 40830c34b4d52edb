"""Each routine link has a scenario of its own, made of one tree and one set of words."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guichet.guidance.scenarios import checking, families, snapshots
from guichet.guidance.scenarios.drafts import FOLDER, Draft, MemberDraft, drafts
from guichet.guidance.scenarios.families import Member
from guichet.guidance.testing import publish_shipped
from guichet.web.links import Link, labels, links_of

FAMILY = "routine"
CONTENT = Draft(FAMILY, FOLDER / FAMILY).content
LINK = Link("forms", "https://forms.example/", "1-800-555-0100", "+18005550100", ())


def member(link: Link = LINK, programme: str = "appointments") -> MemberDraft:
    family = Draft(FAMILY, FOLDER / FAMILY)
    return MemberDraft("routine_forms", family.folder, family, Member(programme, link))


def test_every_link_that_there_is_has_a_scenario() -> None:
    every = {f"{FAMILY}_{label}" for label in labels()}
    assert {name for name in drafts() if name.startswith(f"{FAMILY}_")} == every
    assert FAMILY not in drafts()


@pytest.mark.parametrize(
    ("link", "programme", "outcomes"),
    [
        (LINK, "appointments", ["open", "call", "come", "stuck"]),
        (Link("forms", "https://forms.example/", "", "", ()), "eta", ["open", "reach", "centre"]),
        (Link("forms", "", "1-800-555-0100", "+18005550100", ()), "eta", ["call", "centre"]),
    ],
)
def test_it_has_the_outcomes_of_its_link_and_is_whole(
    link: Link, programme: str, outcomes: list[str]
) -> None:
    draft = member(link, programme)
    assert list(draft.tree.outcomes) == [*dict.fromkeys([*outcomes, "stuck"])]
    assert checking.faults(draft) == []


def test_it_says_the_words_and_the_number_of_its_link() -> None:
    words = snapshots.texts_of(snapshots.of(member()).words)
    assert words["fr"]["title"].text == "Trouver et télécharger des formulaires"
    assert "“Find and download forms”" in words["en"]["open.say.telephone"].text
    assert words["ja"]["call.say.web"].text.startswith("番号は 1-800-555-0100 です。")
    assert "\u20681-800-555-0100\u2069" in words["ar"]["call.say.telephone"].text
    assert not [key for key in words["en"] if key.startswith(("reach", "centre", "way.ask_us"))]
    assert not [text for texts in words.values() for text in texts.values() if "%(" in text.text]


def test_a_slip_in_the_tree_of_a_family_is_a_fault_of_its_members(tmp_path: Path) -> None:
    def faults(**changes: Any) -> list[str]:
        text = (FOLDER / FAMILY / "tree.toml").read_text(encoding="utf-8")
        for old, new in changes.values():
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "tree.toml").write_text(text, encoding="utf-8")
        family = Draft(FAMILY, tmp_path)
        return checking.faults(MemberDraft("routine_x", tmp_path, family, Member("eta", LINK)))

    slips = {
        "outcome open: nobody reads 'only'": ('only = "page"', 'only = "fax"'),
        "outcome stuck: it must be a table": ('{ action = "contact" }', '"contact"'),
        "question no is a dead end": ('start = "way"', 'start = "way"\nquestion.no = {}'),
        "there is no outcome": ("outcome.", "outcomes."),
        "tree.toml is not TOML": ("version = 1", "version = "),
    }
    wrong = [s for s, slip in slips.items() if not any(s in f for f in faults(slip=slip))]
    assert wrong == []


@pytest.mark.django_db
def test_programs_play_each_and_what_it_offers_leads_there(client: Client) -> None:
    publish_shipped()
    scenarios = {s["id"]: s for s in client.get("/api/v1/scenarios").json()["scenarios"]}
    wrong = []
    for programme in ("appointments", "eta"):
        for label, link in links_of(programme, "en").items():
            name = f"{FAMILY}_{label}"
            entry = scenarios[name]
            assert (entry["programme"], len(entry["languages"]["web"])) == (programme, 16)
            step = client.get(f"/api/v1/scenarios/{name}", {"lang": "en"}).json()
            answers = [choice["code"] for choice in step["choices"]]
            outcomes = {code: _outcome(client, name, code) for code in answers}
            expected = {"online": link.url, "phone": f"tel:{link.e164}"}
            wrong += [
                f"{name} {code}: {outcome['action']}"
                for code, outcome in outcomes.items()
                if not outcome["action"]
                or expected.get(code, outcome["action"]["url"]) != outcome["action"]["url"]
            ]
            assert len(outcomes) >= 3
    assert wrong == []


def _outcome(client: Client, name: str, answer: str) -> Any:
    return client.get(f"/api/v1/scenarios/{name}", {"lang": "en", "answers": answer}).json()


def test_members_are_the_links_of_the_agency() -> None:
    assert {m.link.key for m in families.members()} == labels()
