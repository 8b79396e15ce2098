"""The real engine process: it answers, differences fit together, limits bite, nothing is left."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from engine_nursery import engine_processes

from spec_editor.core.document import read_document
from spec_editor.core.setup import Setup
from spec_editor.core.template import Template
from spec_editor.engine.client import Engine, EngineError
from spec_editor.engine.limits import Limits
from spec_editor.engine.process import engine_command
from spec_editor.engine.protocol import Request
from tests.engine.conftest import PATIENCE, wait_for_step

SPEC = "# Title\n\nfirst\n\n## One\n\nsecond\n\n## Two\n\n{left}\n"
MIB = 1024**2


@pytest.fixture(autouse=True)
def engines() -> None:
    """Have processes started as the program starts them."""


def update(text: str, revision: int = 0, *, full: bool = False) -> Request:
    return Request("update", "edited", text, revision, full=full)


def analyse(text: str, revision: int = 0, setup: Setup | None = None) -> Request:
    return Request("analyse", "files", text, revision, setup=setup or Setup())


def page_after(page: list[str], patch: Mapping[str, object]) -> list[str]:
    """Return the blocks' HTML after a patch."""
    start, removed = patch["start"], patch["removed"]
    inserted = [block["html"] for block in patch["inserted"]]
    return [*page[:start], *inserted, *page[start + removed :]]


def whole(engine: Engine, text: str) -> list[str]:
    return page_after([], engine.call(update(text, full=True)).patch)


# ---------------------------------------------------------------- answering


def test_the_first_answer_replaces_all_and_the_next_only_what_changed(engine: Engine) -> None:
    first = engine.call(update(SPEC, 1))
    assert first.patch["reset"] is True
    assert first.report.revision == 1
    page = page_after([], first.patch)
    second = engine.call(update(SPEC.replace("second", "changed"), 2))
    assert second.patch["reset"] is False
    assert len(second.patch["inserted"]) == second.patch["removed"] == 1
    assert "changed" in second.patch["inserted"][0]["html"]
    assert second.report.revision == 2
    assert page_after(page, second.patch) == whole(engine, SPEC.replace("second", "changed"))


def test_nothing_changed_is_an_empty_difference(engine: Engine) -> None:
    engine.call(update(SPEC))
    patch = engine.call(update(SPEC)).patch
    assert (patch["removed"], patch["inserted"], patch["reset"]) == (0, [], False)


def test_what_is_asked_for_as_a_whole_is_a_whole(engine: Engine) -> None:
    engine.call(update(SPEC))
    patch = engine.call(update(SPEC, full=True)).patch
    assert patch["reset"] is True
    assert len(patch["inserted"]) == 6


def test_a_chain_of_differences_ends_at_the_whole_page(engine: Engine, template_text: str) -> None:
    texts = [SPEC, "", template_text, template_text[:5000], template_text[3000:], "\n\n" + SPEC]
    page: list[str] = []
    for revision, text in enumerate(texts):
        patch = engine.call(update(text, revision)).patch
        page = page_after([] if patch["reset"] else page, patch)
    assert page == whole(engine, texts[-1])


def test_diagrams_come_once_and_again_with_a_whole_page(engine: Engine) -> None:
    text = "# T\n\n```mermaid\ngraph TD\nA-->B\n```\n"
    first = engine.call(update(text))
    assert len(first.diagrams) == 1
    again = engine.call(update(text + "\nmore\n")).diagrams
    assert again == dict.fromkeys(first.diagrams, "")
    assert engine.call(update(text, full=True)).diagrams == first.diagrams


def test_the_report_is_the_one_computed_in_process(
    engine: Engine, templates: tuple[Template, ...], setup: Setup, template_text: str
) -> None:
    for text in (template_text, SPEC, "", "no heading {x}", "# \ud800 half\n\n{a\udfff}\n"):
        expected = read_document(text, templates, revision=7).report
        assert engine.call(analyse(text, 7, setup)).report == expected


def test_a_chosen_template_is_used(engine: Engine, setup: Setup) -> None:
    chosen = replace(setup, chosen="technical-specification")
    assert engine.call(analyse(SPEC, 0, chosen)).report.template == "Technical specification"
    assert engine.call(analyse(SPEC, 0, setup)).report.template == ""


def test_a_page_stands_alone(engine: Engine) -> None:
    html = engine.call(Request("page", "files", SPEC, title="unused")).html
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>Title</title>" in html


def test_half_surrogate_pairs_are_shown_as_replacement_characters(engine: Engine) -> None:
    reply = engine.call(update("# A \ud83d title\n\ntext \udc00 {a \ud800}\n"))
    assert reply.report.title == "A \ufffd title"
    assert "\ufffd" in "".join(page_after([], reply.patch))


# ---------------------------------------------------------------- dying


def kill(process: psutil.Process, number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.wait(PATIENCE)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_worker_that_died_idle_is_replaced_without_a_word(engine: Engine, number: int) -> None:
    before = engine.call(update(SPEC, 1))
    for revision in range(2, 4):
        kill(engine_processes()[0], number)
        reply = engine.call(update(SPEC, revision))
        assert reply.patch == before.patch
        assert reply.report.revision == revision


# Four thousand characters for which the colouring of this language takes minutes.
HANG = "```systemd\n" + "a" + " \t" * 2000 + "\n```\n"
# Some half a second of cleaning, in one block.
LONG_TABLE = "| a | b |\n|---|---|\n" + "| c | d |\n" * 30_000
# Within all that is refused beforehand, and still more than a second of work.
SLOW = (
    "```mermaid\ngraph TD\n"
    + "".join(f"n{i}-->n{i + 1}\nn0-->n{i}\n" for i in range(248))
    + "```\n"
)


@contextmanager
def killed_at(engine: Engine, worker: psutil.Process, step: str) -> Iterator[None]:
    """Kill a worker at a step of the request that is made inside: earlier no part is to blame."""

    def wait_and_kill() -> None:
        wait_for_step(engine, step)
        worker.kill()

    thread = threading.Thread(target=wait_and_kill)
    thread.start()
    yield
    thread.join()


def test_a_worker_that_is_killed_at_work_is_replaced(engine: Engine) -> None:
    engine.warm_up()
    (worker,) = engine_processes()
    with killed_at(engine, worker, "code"):
        reply = engine.call(update(f"# T\n\n{HANG}\nafter\n"))
    page = "".join(page_after([], reply.patch))
    assert "after" in page
    assert reply.report.title == "T"
    assert engine.call(analyse(SPEC)).report.title == "Title"


def test_a_guilty_diagram_is_set_aside_and_the_rest_is_shown(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(Limits(diagram_seconds=0.5))
    engine.warm_up()
    text = f"# T\n\nbefore\n\n{SLOW}\n```mermaid\ngraph TD\nA-->B\n```\n\nafter\n"
    reply = engine.call(update(text))
    page = page_after([], reply.patch)
    joined = "".join(page)
    assert len(engine.quarantine) == 1
    assert "too long" in joined
    assert "n247--&gt;n248" in joined
    assert "before" in joined
    assert "after" in joined
    assert len(reply.diagrams) == 1
    # From now on it is known and costs nothing.
    (worker,) = engine_processes()
    again = engine.call(update(text + "\nmore\n"))
    assert engine_processes() == [worker]
    assert "more" in "".join(page_after(page, again.patch))


def test_a_guilty_block_is_set_aside_and_the_rest_is_shown(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(Limits(parse_seconds=30, block_seconds=0.2))
    engine.warm_up()
    reply = engine.call(update(f"# T\n\nbefore\n\n{LONG_TABLE}\n\nafter\n"))
    page = "".join(page_after([], reply.patch))
    assert len(engine.quarantine) == 1
    assert "too long" in page
    assert "before" in page
    assert "after" in page
    assert engine.call(analyse(SPEC)).report.title == "Title"


def test_a_document_that_is_slow_as_a_whole_is_given_up_in_time(
    make_engine: Callable[..., Engine],
) -> None:
    """Many quick steps, none of which is guilty; their messages leave no pause to look in."""
    engine = make_engine(Limits(total_seconds=0.5, parse_seconds=0.5))
    engine.warm_up()
    one = "".join(f"a{i}-->b{j}\n" for i in range(7) for j in range(7))
    text = "".join(f"```mermaid\ngraph TD\n{one}x-->y{n}\n```\n\n" for n in range(400))
    with pytest.raises(EngineError, match="too long"):
        engine.call(update(text))
    assert engine.quarantine == ()
    assert engine.call(analyse(SPEC)).report.title == "Title"


def font_bomb(count: int) -> str:
    """Return tags that a browser's parser would open anew in every paragraph."""
    return "".join(f"<font color={number}><p>" for number in range(count))


@pytest.mark.parametrize("hidden", [False, True])
def test_a_memory_bomb_is_answered_without_it(
    make_engine: Callable[..., Engine], hidden: bool
) -> None:
    engine = make_engine(Limits(memory_bytes=300 * MIB, block_seconds=10))
    bomb = font_bomb(4000)
    if hidden:
        # The same for the parser, but not for somebody who counts tags.
        bomb = "".join(f"<font color={n}><p></font x><font>" for n in range(4000))
    biggest = [0]
    done = threading.Event()

    def measure() -> None:
        while not done.wait(0.02):
            for worker in engine_processes():
                try:
                    biggest[0] = max(biggest[0], worker.memory_info().rss)
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=measure)
    watcher.start()
    try:
        reply = engine.call(update(f"# T\n\nbefore\n\n{bomb}\n\n## After\n\nafter\n"))
        page = "".join(page_after([], reply.patch))
        assert "before" in page
    except EngineError as error:
        assert "memory" in str(error) or "unexpectedly" in str(error)  # noqa: PT017
    finally:
        done.set()
        watcher.join()
    assert biggest[0] < 1500 * MIB
    assert engine.call(analyse(SPEC)).report.title == "Title"


def test_a_worker_above_its_memory_is_killed_and_the_reason_said(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(Limits(memory_bytes=1 * MIB))
    with pytest.raises(EngineError, match=r"memory|did not start"):
        engine.call(update(f"# T\n\n{HANG}"))
    assert engine_processes() == []


# ---------------------------------------------------------------- other programs in its place


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "import sys; sys.stdout.write('Traceback (most recent call last)')",
        "import sys; sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff garbage')",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2[]')",
        "import sys; sys.stdout.buffer.write((90000).to_bytes(4,'big') + b'[' * 90000)",
        "import time; time.sleep(60)",
    ],
)
def test_what_is_no_engine_is_given_up_with_a_clear_message(
    make_engine: Callable[..., Engine], code: str
) -> None:
    engine = make_engine(Limits(start_seconds=1.0), [sys.executable, "-c", code, "--engine-worker"])
    with pytest.raises(EngineError, match="did not start"):
        engine.call(analyse(SPEC))
    assert engine_processes() == []


def test_a_program_that_does_not_exist_is_given_up_with_a_clear_message(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(None, ["/nonexistent/engine"])
    engine.warm_up()
    with pytest.raises(EngineError, match="did not start"):
        engine.call(analyse(SPEC))


# ---------------------------------------------------------------- growing, closing


def test_a_worker_that_has_grown_is_replaced_when_idle(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(Limits(recycle_bytes=1 * MIB))
    engine.call(update(SPEC))
    (old,) = engine_processes()
    engine.recycle()
    (new,) = engine_processes()
    assert new.pid != old.pid
    assert engine.call(update(SPEC)).patch["reset"] is True


def test_a_worker_of_ordinary_size_stays(engine: Engine) -> None:
    engine.call(update(SPEC))
    before = engine_processes()
    engine.recycle()
    assert engine_processes() == before


def test_a_worker_ends_when_its_parent_is_killed() -> None:
    code = (
        "import os, signal\nfrom spec_editor.engine.client import Engine\n"
        "engine = Engine()\nengine.warm_up()\n"
        "print(engine._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )
    try:
        psutil.Process(int(done.stdout)).wait(PATIENCE)
    except psutil.NoSuchProcess:
        return


def test_the_worker_imports_nothing_from_the_current_folder(tmp_path: Path) -> None:
    """A folder of specifications may come from anybody."""
    trap = f"open({str(tmp_path / 'executed')!r}, 'w').close()\nraise SystemExit('trapped')\n"
    for name in ("json", "struct", "re", "markdown", "cmarkgfm", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(trap)
    (tmp_path / "spec_editor").mkdir()
    for name in ("__init__", "__main__", "resources"):
        (tmp_path / "spec_editor" / f"{name}.py").write_text(trap)
    code = (
        "import os, sys\nfrom spec_editor.engine.client import Engine\n"
        "from spec_editor.engine.protocol import Request\n"
        "os.chdir(sys.argv[1])\n"
        "engine = Engine()\n"
        "print(engine.call(Request('analyse', 'x', '# Heading')).report.title)\n"
        "engine.release()\n"
    )
    command = [sys.executable, "-P", "-c", code, str(tmp_path)]
    environment = {n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "Heading\n"
    assert done.stderr == ""
    assert not (tmp_path / "executed").exists()
    # The trap itself works: without our option Python walks into it.
    careless = [argument for argument in engine_command() if argument != "-P"]
    subprocess.run(careless, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (tmp_path / "executed").exists()
