"""The production server, in a process of its own as `make run` starts it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.config import ROOT
from app.demo.pictures import bench_photo
from tests.databases import own_database
from tests.lint import HTML
from tests.today.making import tree

TRIES = 6000
"""How often to look whether the server answers, a twentieth of a second apart."""
SMALL = {"ETABLI_SECRET_KEY": "k" * 32, "ETABLI_CONTENT": str(ROOT / "tests" / "content")}
"""A school that starts quickly."""
FINISHING = "Marius Esquisse"
"""The one of the demonstration school whom one sign-off separates from the certificate."""
ENDED = "/?show=closed"
"""Where staff find cohorts after their last week."""
MADE_ONCE = pytest.mark.lane("sqlite")
"""On the database that `make run` takes: the browser tests walk through a served demonstration school on both."""

pytestmark = pytest.mark.database


class Ended(NamedTuple):
    """A process that ended: its exit code and what it said."""

    code: int
    said: str


class Server(NamedTuple):
    """A running server, its address, its folder, its settings, and the file that holds what it says."""

    process: subprocess.Popen[bytes]
    address: str
    folder: Path
    settings: Mapping[str, str]
    log: Path

    @property
    def lines(self) -> list[str]:
        """What it has said so far."""
        return self.log.read_text().splitlines()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Nothing of this process' own settings, and these."""
    return {"PATH": os.environ["PATH"], "ETABLI_INSTANCE": str(folder), **settings}


def run(settings: Mapping[str, str], *words: str) -> Ended:
    """`python -m app.serve` to its end."""
    ended = subprocess.run(
        [sys.executable, "-m", "app.serve", *words],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout)


@contextmanager
def serving(folder: Path, *words: str, **settings: str) -> Iterator[Server]:
    """A server that answers; ended with the block if it didn't end before."""
    bind = f"127.0.0.1:{free_port()}"
    log = folder / "said"
    settings = own_database(folder) | settings
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.serve", *words],
            cwd=ROOT,
            env=environment(folder, ETABLI_BIND=bind, ETABLI_PUBLIC_URL=f"http://{bind}", **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, f"http://{bind}/health", log)
        yield Server(process, f"http://{bind}", folder, settings, log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(TRIES):
        try:
            urllib.request.urlopen(address).close()
        except URLError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        else:
            return
    raise AssertionError(log.read_text())


class Browser:
    """Somebody at the running school: cookies, links and forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> bytes:
        """What lies at that address, wherever it leads."""
        with self._opener.open(self.address + path, timeout=30) as answer:
            body: bytes = answer.read()
            return body

    def page(self, path: str) -> str:
        """The page there."""
        return self.get(path).decode()

    def link(self, path: str, words: str) -> str:
        """Where the link with these words leads on that page."""
        for each in tree(self.page(path)).iter(f"{HTML}a"):
            if " ".join("".join(each.itertext()).split()) == words:
                return each.get("href") or ""
        raise AssertionError(f"no link “{words}” on {path}")

    def submit(self, path: str, action: str, **given: object) -> str:
        """Fill the form of that page that goes to `action`; returns the page that comes then."""
        forms = [form for form in tree(self.page(path)).iter(f"{HTML}form") if form.get("action", path) == action]
        hidden = {each.get("name"): each.get("value") for form in forms for each in form.iter(f"{HTML}input")}
        kept = {name: value for name, value in hidden.items() if name and value and name not in given}
        return self.send(action, kept | given)

    def send(self, action: str, values: Mapping[str, object]) -> str:
        """Post these values there."""
        boundary, body = encode_multipart(values)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        request = urllib.request.Request(self.address + action, body, headers)
        with self._opener.open(request, timeout=60) as answer:
            page: bytes = answer.read()
            return page.decode()

    def sign_in(self, email: str, password: str) -> Browser:
        """The same, signed in and speaking English."""
        self.submit("/sign-in", "/sign-in", email=email, password=password)
        self.submit("/", "/language", language="en")
        return self


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration school, served as `make run` does."""
    with serving(tmp_path_factory.mktemp("school"), "--demo") as server:
        yield server


@pytest.fixture(scope="module")
def password(school: Server) -> str:
    """Everybody's there."""
    lines = (school.folder / "demonstration-sign-ins").read_text().splitlines()
    return lines[0].rpartition(" ")[2]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"ETABLI_WORKERS": "many", "ETABLI_SECRET_KEY": "k" * 32},
            "Établi: ETABLI_WORKERS is “many”: write a whole number above 0.\n",
        ),
        (
            {"ETABLI_DATABASE_URL": "oracle://school", "ETABLI_SECRET_KEY": "k" * 32},
            "Établi: ETABLI_DATABASE_URL starts with “oracle”: use sqlite:///path or postgresql://user@host/name.\n",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_ends_with_a_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    assert run(environment(tmp_path, **settings)) == (1, sentence)


def test_without_a_secret_nothing_is_served(tmp_path: Path) -> None:
    ended = run(environment(tmp_path))
    assert ended.code == 1
    assert ended.said.startswith(
        "Établi: ETABLI_SECRET_KEY has 0 characters, and sessions need a secret of at least 32"
    )
    assert ended.said.count("\n") == 1


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run(environment(tmp_path, ETABLI_BIND=bind, ETABLI_SECRET_KEY="k" * 32))
    sentence = f"can't listen on {bind} (Address already in use). Stop what listens there, or choose another with"
    assert ended == (1, f"Établi: {sentence} ETABLI_BIND=127.0.0.1:8001.\n")


def test_what_cannot_be_prepared_is_not_served(tmp_path: Path) -> None:
    content = tmp_path / "content" / "mobile" / "broken"
    content.mkdir(parents=True)
    (content / "course.md").write_text("no front matter\n")
    settings = {"ETABLI_CONTENT": str(tmp_path / "content"), "ETABLI_SECRET_KEY": "k" * 32}
    ended = run(environment(tmp_path, ETABLI_BIND=f"127.0.0.1:{free_port()}", **settings))
    assert ended.code == 1
    assert ended.said.endswith("Établi: could not prepare what the server needs; the reason stands above.\n")


ANSWER = """
from pathlib import Path
import flask_migrate
from app import create_app
from app.db import db, writing
from tests.cast import assemble
from tests.quizzes.sittings import RIGHT, begin, finish

app = create_app()
with app.app_context():
    flask_migrate.upgrade()
    with writing():
        quiz = assemble(app.extensions["settings"].content).item("safety-quiz")
        finish(begin(quiz), quiz, RIGHT)
        db.session.commit()
"""
"""A school in which somebody has answered a quiz."""


def test_a_start_keeps_the_revision_whose_questions_would_mean_something_else_and_serves(tmp_path: Path) -> None:
    content = shutil.copytree(ROOT / "tests" / "content", tmp_path / "content")
    settings = {**own_database(tmp_path), **SMALL, "ETABLI_CONTENT": str(content)}
    run_with = environment(tmp_path, **settings, ETABLI_MODE="testing")
    subprocess.run([sys.executable, "-c", ANSWER], cwd=ROOT, env=run_with, check=True)
    quiz = content / "mobile" / "tiny-phone-repair" / "week-01" / "80-safety-quiz.md"
    quiz.write_text(quiz.read_text().replace("= 19.25", "= 19.3"))
    with serving(tmp_path, **settings) as server:
        said = server.lines
    told = next(place for place, line in enumerate(said) if " keeps its revision, " in line)
    assert said[told].startswith("Établi: mobile/tiny-phone-repair keeps its revision, since questions")
    assert said[told + 1].startswith(f"Établi: {quiz}:")
    assert "People have answered ‘energy’, and now other answers are right" in said[told + 1]
    assert said[told + 2].endswith("flask content publish mobile/tiny-phone-repair --knowingly")
    assert [line for line in said if " published " in line] == []


def test_a_sigterm_ends_it_and_all_its_processes(tmp_path: Path) -> None:
    with serving(tmp_path, ETABLI_SECRET_KEY="k" * 32) as server:
        children = _children(server.process.pid)
        assert len(children) >= 2
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", int(server.address.rpartition(":")[2])))
    assert [line for line in server.lines if "Traceback" in line] == []


def test_a_worker_beside_it_delivers_at_once_and_is_replaced_when_it_dies(tmp_path: Path) -> None:
    first, second = "first@school.example", "second@school.example"
    with serving(tmp_path, **SMALL) as server:
        for email in (first, second):
            _add(server, email)
        _ask_for_a_letter(server, first)
        assert _letters(tmp_path, 1) == [first]
        worker = _worker(server)
        os.kill(worker, signal.SIGKILL)
        _ask_for_a_letter(server, second)
        assert _letters(tmp_path, 2) == [first, second]
        replaced = _worker(server)
        assert replaced != worker
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert Path(f"/proc/{replaced}").exists() is False
    assert "the worker ended by itself (-9); another one begins" in server.lines
    assert [line for line in server.lines if "Traceback" in line] == []


def test_without_an_embedded_worker_none_is_started(tmp_path: Path) -> None:
    with serving(tmp_path, **SMALL, ETABLI_WORKER="separate") as server:
        assert _grandchildren(server) == []


def test_when_the_server_is_killed_its_worker_ends_too(tmp_path: Path) -> None:
    with serving(tmp_path, **SMALL) as server:
        worker = Path(f"/proc/{_worker(server)}")
        server.process.kill()
        _until(lambda: not worker.exists())


def _worker(server: Server) -> int:
    """The id of the worker's process: the only one that a child of the server has."""
    _until(lambda: _grandchildren(server) != [])
    return _grandchildren(server)[0]


def _grandchildren(server: Server) -> list[int]:
    return [below for each in _children(server.process.pid) for below in _children(each)]


def _add(server: Server, email: str) -> None:
    """Add somebody to the staff."""
    words = ["people", "invite", "Nina Nouvelle", "--role", "author", "--email", email]
    flask = [sys.executable, "-m", "flask", "--app", "app", *words]
    settings = environment(server.folder, **server.settings)
    subprocess.run(flask, cwd=ROOT, env=settings, check=True, timeout=60, capture_output=True)


def _ask_for_a_letter(server: Server, email: str) -> None:
    Browser(server.address).submit("/password-reset", "/password-reset", email=email)


def _letters(folder: Path, number: int) -> list[str]:
    """Who got a letter, once there are as many."""
    mail = folder / "mail"
    _until(lambda: len(list(mail.glob("*.eml"))) == number)
    return sorted(re.findall(r"^To: .*<(.*)>", file.read_text(), re.MULTILINE)[0] for file in mail.glob("*.eml"))


def _until(happens: Callable[[], bool]) -> None:
    for _ in range(TRIES):
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


def _children(pid: int) -> list[int]:
    """The ids of the processes that this one started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in listed.split()]


@MADE_ONCE
def test_it_says_what_it_does_and_the_sign_ins(school: Server) -> None:
    kept = (school.folder / "demonstration-sign-ins").read_text().splitlines()
    assert [line for line in school.lines if not line.startswith("Établi: published ")] == [
        f"Établi: made a secret key and keep it in {school.folder}/secret-key",
        "Établi: bringing the database up to date",
        "Établi: publishing the curricula",
        f"Établi: the keys that certificates are signed with are in {school.folder}/keys; keep a copy of it",
        "Établi: making the demonstration school",
        *kept,
        f"Établi: serving on {school.address}",
    ]
    assert len(kept) == 8


@MADE_ONCE
def test_the_secret_is_long_and_for_its_owner_alone(school: Server) -> None:
    file = school.folder / "secret-key"
    assert re.fullmatch(r"[0-9a-f]{64}", file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600


@MADE_ONCE
def test_it_answers(school: Server) -> None:
    assert Browser(school.address).get("/health").strip() == b'{"status":"ok"}'


@MADE_ONCE
def test_everything_is_made_once_however_often_it_starts(school: Server, password: str) -> None:
    second = Path(school.folder / "second")
    second.mkdir()
    settings = {
        "ETABLI_DATABASE_URL": f"sqlite:///{school.folder}/etabli.sqlite3",
        "ETABLI_FILES_URL": f"file://{school.folder}/files",
    }
    with serving(second, "--demo", **{**settings, **school.settings}) as again:
        assert [line for line in again.lines if "demonstration" in line or "published" in line] == []
        page = Browser(again.address).sign_in("jeanne.maquette@etabli.example", password).page("/")
    assert "Jeanne Maquette" in page


@MADE_ONCE
def test_the_school_makes_a_certificate_on_the_running_server(school: Server, password: str) -> None:
    """Photos are read in processes that were forked off, and a PDF is drawn by the worker beside them."""
    instructor = Browser(school.address).sign_in("ines.tournevis@etabli.example", password)
    form = instructor.link(ENDED, FINISHING)
    levels = _best_levels(instructor.page(form))
    photo = {"photos": FileStorage(BytesIO(bench_photo(FINISHING)), "bench.jpg", content_type="image/jpeg")}
    signed = instructor.submit(
        form, form.removesuffix("/new"), device_brand="Exemplia", device_model="One", decision="as_judged",
        **levels, **photo,
    )  # fmt: skip
    assert "Competent" in signed
    (evidence,) = re.findall(r'src="(/evidence/[^"]+)"', signed)[:1]
    with Image.open(BytesIO(instructor.get(evidence))) as kept:
        assert kept.size == (800, 600)
    coordinator = Browser(school.address).sign_in("claire.exemple@etabli.example", password)
    certificates = coordinator.link(coordinator.link(ENDED, "Appliances · summer"), "Certificates")
    asked = coordinator.submit(certificates, certificates.replace("/certificates", "/issuing-runs"))
    assert "Issuing certificates" in asked
    trainee = Browser(school.address).sign_in("marius.esquisse@etabli.example", password)
    _until(lambda: "Download the certificate" in trainee.page("/"))  # the worker issues it
    assert trainee.get(trainee.link("/", "Download the certificate")).startswith(b"%PDF-")


def _best_levels(form: str) -> dict[str, str]:
    """The best that each criterion of the form offers."""
    best: dict[str, str] = {}
    for each in tree(form).iter(f"{HTML}input"):
        name, value = each.get("name") or "", each.get("value") or ""
        if name.startswith("criterion-") and value not in ("not_met", "not_observed"):
            best[name] = value
    return best


@MADE_ONCE
def test_every_process_hands_out_certificates_and_drawings(school: Server, password: str) -> None:
    trainee = Browser(school.address).sign_in("jeanne.maquette@etabli.example", password)
    document = trainee.link("/", "Download the certificate")
    assert {trainee.get(document)[:5] for _ in range(6)} == {b"%PDF-"}
    reader = Browser(school.address).sign_in("amina.fictive@etabli.example", password)
    course = reader.page(reader.link("/", "The whole course, and what is missing"))
    lesson = re.findall(r'href="(/enrolments/[^"]+/items/the-safe-bench)"', course)[0]
    drawings = re.findall(r'src="(/images/[^"]+\.svg)"', reader.page(lesson))
    assert len(drawings) > 0
    assert all(b"<svg" in reader.get(drawing) for drawing in drawings)


@MADE_ONCE
def test_nothing_went_wrong_on_the_way(school: Server) -> None:
    assert school.process.poll() is None
    assert [line for line in school.lines if "Traceback" in line or "failed" in line] == []
