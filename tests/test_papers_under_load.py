"""One person sends heavy files to a real site: everybody else's pages come as fast as before."""

import http.cookiejar
import io
import re
import threading
import time
import urllib.request
import uuid
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from guichet.applications.papers.tests import files
from guichet.kernel.running.supervisor import answers
from tests.patience import PATIENCE
from tests.sites import RUN, Site

pytestmark = pytest.mark.slow
WATCHED = 5.0  # seconds after the files have come
SLOWEST = 1.0
WORLD = """
from guichet.applications import testing, tokens
from guichet.kernel import clock
application = testing.make_asked(now=clock.now())
print("KEYS", application.number, tokens.pin_of(application))
"""


def pictures(count: int) -> list[bytes]:
    """Return PNGs of 64 million pixels in 200 kB; each has a note that no other has."""
    buffer = io.BytesIO()
    Image.new("RGB", (8000, 8000), (200, 10, 0)).save(buffer, "PNG")
    content, head = buffer.getvalue(), 33  # its signature, and the first chunk
    return [content[:head] + note(f"Title\0{number}") + content[head:] for number in range(count)]


def note(words: str) -> bytes:
    """Return words as a chunk of a PNG."""
    chunk = b"tEXt" + words.encode()
    return (len(chunk) - 4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)


class Sender:
    """A browser that has opened an application and sends files to a question."""

    def __init__(self, site: Site, number: str, pin: str) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.url = site.url
        page = self.ask("/en/eta/apply/resume/")
        self.ask("/en/eta/apply/resume/", self.hidden(page) | {"number": number, "pin": pin})
        papers = self.ask("/en/eta/yours/papers/")
        link = re.search(r'href="([^"]*/papers/\d+/)"', papers)
        assert link, papers
        self.path = link[1]
        self.form = self.hidden(self.ask(self.path))

    def hidden(self, page: str) -> dict[str, str]:
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        return dict(fields)

    def ask(
        self, path: str, form: dict[str, str] | None = None, file: tuple[str, bytes] | None = None
    ) -> str:
        """Return the page that comes in the end."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        request = urllib.request.Request(self.url + path)
        if form is not None:
            boundary = uuid.uuid4().hex
            request.data = body(boundary, form, file)
            request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        with opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())

    def send(self, file: tuple[str, bytes]) -> float:
        """Send a file and return how long it took, with the page that follows."""
        start = time.monotonic()
        page = self.ask(self.path, self.form | {"do": "add", "words": "", "end": "1"}, file)
        assert "We are looking at your file" in page or "added and checked" in page
        return time.monotonic() - start


def body(boundary: str, form: dict[str, str], file: tuple[str, bytes] | None) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
        if name != "end"
    ]
    if file:
        head = f'Content-Disposition: form-data; name="paper"; filename="{file[0]}"'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + file[1] + b"\r\n")
    if "end" in form:
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n'.encode()
        )
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


class Visitor:
    """Somebody else, who only wants a page, again and again."""

    def __init__(self, site: Site) -> None:
        self.url = f"{site.url}/en/"
        self.took: list[float] = []
        self.over = threading.Event()

    def look(self) -> None:
        while not self.over.wait(0.05):
            start = time.monotonic()
            with urllib.request.urlopen(self.url, timeout=60) as answer:
                assert answer.status == 200
            self.took.append(time.monotonic() - start)


def states(site: Site) -> dict[str, int]:
    with site.connect() as link:
        rows = link.execute("SELECT state, count(*) FROM applications_paper GROUP BY state")
        return {str(state): int(count) for state, count in rows.fetchall()}


def settled(counts: dict[str, int]) -> int:
    return counts.get("ready", 0) + counts.get("refused", 0)


def test_a_page_stays_under_a_second_while_somebody_sends_heavy_files(clamd: str) -> None:
    heavy = [(f"{number}.png", content) for number, content in enumerate(pictures(9))]
    heavy.append(("bomb.pdf", files.bomb_of_many_streams()))
    with Site(settings={"CLAMD": clamd}) as site:
        site.prepare()
        number, pin = site.command("shell", "-c", WORLD).stdout.split("KEYS ")[1].split()
        site.start("site", RUN)
        site.wait_until(lambda: answers(f"{site.url}/health/ready"), "the first answer")
        sender, visitor = Sender(site, number, pin), Visitor(site)
        visitor_thread = threading.Thread(target=visitor.look)
        visitor_thread.start()
        try:
            with ThreadPoolExecutor(len(heavy)) as together:
                took = list(together.map(sender.send, heavy))
            come_at, counts = time.monotonic(), states(site)
            while time.monotonic() < come_at + (WATCHED if settled(counts) > 1 else PATIENCE):
                time.sleep(0.2)
                counts = states(site)
        finally:
            visitor.over.set()
            visitor_thread.join()
    assert max(visitor.took) < SLOWEST, sorted(visitor.took)[-5:]
    assert max(took) < 10 * SLOWEST, took  # ten at once, the largest of 3 MB
    assert sum(counts.values()) == len(heavy)
    assert settled(counts) > 1, counts  # and they are worked on, meanwhile
