"""E-mail addresses: which can be written to, how, and which were probably mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes


@pytest.mark.parametrize(
    ("text", "address", "wire"),
    [
        ("anna@example.org", "anna@example.org", "anna@example.org"),
        ("Anna+eta@EXAMPLE.org", "Anna+eta@example.org", "Anna+eta@example.org"),
        ("anna@exämple.org", "anna@exämple.org", "anna@xn--exmple-cua.org"),
        ("anna@xn--exmple-cua.org", "anna@exämple.org", "anna@xn--exmple-cua.org"),
        ("anna@straße.de", "anna@straße.de", "anna@xn--strae-oqa.de"),
        ("anna@例子.公司", "anna@例子.公司", "anna@xn--fsqu00a.xn--55qx5d"),
        ("anna@例子。公司", "anna@例子.公司", "anna@xn--fsqu00a.xn--55qx5d"),
        ("anna@пример.рф", "anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
        ("anna@مثال.إختبار", "anna@مثال.إختبار", "anna@xn--mgbh0fb.xn--kgbechtv"),
        ("anna@example.org.", "anna@example.org", "anna@example.org"),
        ("o'neil@example.museum", "o'neil@example.museum", "o'neil@example.museum"),
    ],
)
def test_it_takes_a_domain_of_any_script_and_writes_it_for_mail_servers(
    text: str, address: str, wire: str
) -> None:
    assert mailboxes.read(text) == address
    assert mailboxes.on_the_wire(address) == wire
    assert mailboxes.read(address) == address


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("anna.example.org", "email_without_at"),
        ("jlópez@example.org", "email_letters"),
        ("用户@例子.公司", "email_letters"),
        ("anna lee@example.org", "email_signs"),
        ('"anna"@example.org', "email_signs"),
        ("anna.@example.org", "email_signs"),
        ("an..na@example.org", "email_signs"),
        ("a@b@example.org", "email_signs"),
        ("@example.org", "email_signs"),
        ("a" * 65 + "@example.org", "email_signs"),
        ("anna@[127.0.0.1]", "email_domain"),
        ("anna@[IPv6:::1]", "email_domain"),
        ("anna@127.0.0.1", "email_domain"),
        ("anna@localhost", "email_domain"),
        ("anna@example", "email_domain"),
        ("anna@exa mple.org", "email_domain"),
        ("anna@-example.org", "email_domain"),
        ("anna@example..org", "email_domain"),
        ("anna@example.c", "email_domain"),
        ("anna@", "email_domain"),
        ("anna@" + "a" * 250 + ".org", "too_long"),
    ],
)
def test_it_says_why_an_address_cannot_be_written_to(text: str, code: str) -> None:
    with pytest.raises(Obstacle) as refusal:
        mailboxes.read(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("domain", "well_known"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("GMIAL.COM", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmal.fr", "hotmail.fr"),
        ("outlok.com", "outlook.com"),
        ("yahho.com", "yahoo.com"),
        ("yahoo.com.bt", ""),
        ("iclould.com", "icloud.com"),
        ("oragne.fr", "orange.fr"),
        ("gmail.com", ""),
        ("mail.com", ""),
        ("ymail.com", ""),
        ("hotmail.de", ""),
        ("gmx.ch", ""),
        ("gmail.company", ""),
        ("example.org", ""),
        ("aol.de", ""),
        ("qq.cn", ""),
    ],
)
def test_it_asks_about_a_slip_in_a_well_known_domain_only(domain: str, well_known: str) -> None:
    assert mailboxes.near_miss(f"anna@{domain}") == (f"anna@{well_known}" if well_known else "")


def test_it_suggests_nothing_that_it_would_ask_about_again() -> None:
    assert [mailboxes.near_miss(f"a@{domain}") for domain in mailboxes.WELL_KNOWN] == [""] * len(
        mailboxes.WELL_KNOWN
    )


@given(st.text(max_size=60) | st.from_regex(r".{0,12}@.{0,30}\.[a-z]{2,4}"))
def test_it_answers_whatever_is_typed(text: str) -> None:
    mailboxes.near_miss(text)
    try:
        address = mailboxes.read(text)
    except Obstacle:
        return
    assert mailboxes.read(address) == address
    assert mailboxes.on_the_wire(address).isascii()
