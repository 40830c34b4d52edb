"""E-mail addresses: one rule for whoever is to be written to, and what is often mistyped.

The part before the @ is of the letters that every mail server takes. The domain may be of any
script: it is kept as people read it, and `on_the_wire` writes it as mail servers do (IDNA 2008;
the older rule of Python's and Django's own codec makes another domain of straße.de).
"""

import re
from functools import lru_cache

import idna

from guichet.kernel.obstacles import Obstacle

LONGEST, LONGEST_BEFORE_AT = 254, 64  # RFC 5321
_BEFORE_AT = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.I)
_TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Where most people have their address, in the countries this site speaks with.
WELL_KNOWN = tuple(
    """
    gmail.com googlemail.com hotmail.com hotmail.fr hotmail.es hotmail.it hotmail.de
    hotmail.co.uk outlook.com outlook.fr outlook.es outlook.de outlook.it live.com live.fr
    msn.com yahoo.com yahoo.fr yahoo.es yahoo.de yahoo.it yahoo.co.uk yahoo.co.jp yahoo.co.in
    yahoo.com.br yahoo.com.mx yahoo.com.ph ymail.com icloud.com me.com mac.com aol.com
    comcast.net verizon.net att.net sbcglobal.net protonmail.com proton.me mail.com email.com
    gmx.de gmx.net gmx.at gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr
    laposte.net sfr.fr libero.it virgilio.it tiscali.it uol.com.br bol.com.br terra.com.br
    hotmail.com.br mail.ru yandex.ru yandex.com bk.ru inbox.ru list.ru rambler.ru wp.pl
    onet.pl o2.pl interia.pl gazeta.pl naver.com hanmail.net daum.net kakao.com nate.com
    qq.com foxmail.com 163.com 126.com sina.com sohu.com docomo.ne.jp ezweb.ne.jp
    softbank.ne.jp icloud.com.cn zoho.com fastmail.com hey.com pm.me
    """.split()
)
_SHORT = 5  # letters; a shorter name is one slip away from too many others


def read(text: str) -> str:
    """Return an address that mail can be sent to, or raise Obstacle with a code that says why not.

    The domain is in small letters and in its own script, whichever way it was typed.

    >>> read("Anna@EXÄMPLE.org"), read("anna@xn--exmple-cua.org")
    ('Anna@exämple.org', 'anna@exämple.org')
    """
    address = text.strip()
    name, at, domain = address.rpartition("@")
    if len(address) > LONGEST:
        raise Obstacle("too_long", most=LONGEST)
    if not at:
        raise Obstacle("email_without_at")
    if not name.isascii():
        raise Obstacle("email_letters")
    if not _BEFORE_AT.fullmatch(name) or len(name) > LONGEST_BEFORE_AT:
        raise Obstacle("email_signs")
    return f"{name}@{idna.decode(_domain(domain))}"


def on_the_wire(address: str) -> str:
    """Return an address as mail servers write it; one that `read` would refuse, unchanged.

    >>> on_the_wire("anna@straße.de")
    'anna@xn--strae-oqa.de'
    """
    name, _, domain = address.rpartition("@")
    try:
        return f"{name}@{_domain(domain)}"
    except Obstacle:
        return address


def near_miss(address: str) -> str:
    """Return the address that was probably meant; nothing where the domain is nobody's slip.

    One slip (a letter too many, too few, another one, two swapped) from a well-known domain.

    >>> near_miss("anna@gmial.com"), near_miss("anna@gmail.con"), near_miss("anna@mail.com")
    ('anna@gmail.com', 'anna@gmail.com', '')
    """
    name, _, domain = address.rpartition("@")
    domain_meant = _domain_meant(domain.lower()) if name else ""
    return f"{name}@{domain_meant}" if domain_meant else ""


def _domain(text: str) -> str:
    """Return a domain as mail servers write it; an address of numbers is none."""
    try:
        encoding = idna.encode(text.removesuffix("."), uts46=True, transitional=False)
        domain = encoding.decode().lower()
        idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        raise Obstacle("email_domain") from None
    labels = domain.split(".")
    fits = len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    if not fits or not _TOP_LEVEL.fullmatch(labels[-1]):
        raise Obstacle("email_domain")
    return domain


@lru_cache(maxsize=256)
def _domain_meant(domain: str) -> str:
    if domain in WELL_KNOWN:
        return ""
    return next((well_known for well_known in WELL_KNOWN if _is_slip_of(domain, well_known)), "")


def _is_slip_of(domain: str, well_known: str) -> bool:
    name, _, end = domain.partition(".")
    known_name, _, known_end = well_known.partition(".")
    if end == known_end:
        return len(known_name) >= _SHORT and _one_slip(name, known_name)
    # .con and .cmo are no ends of any domain; .co and .cm are those of countries.
    return name == known_name and _one_slip(end, known_end) and known_end in {"com", "net"}


def _one_slip(label: str, well_known: str) -> bool:
    """Tell whether one letter was added, left out, mistaken or swapped with its neighbor."""
    start = next(
        (
            at
            for at, (letter, other) in enumerate(zip(label, well_known, strict=False))
            if letter != other
        ),
        min(len(label), len(well_known)),
    )
    rest, target = label[start:], well_known[start:]
    return label != well_known and (
        rest[1:] == target
        or rest == target[1:]
        or rest[1:] == target[1:]
        or (rest[:2] == target[:2][::-1] and rest[2:] == target[2:])
    )
