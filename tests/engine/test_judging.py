"""The real engine process judges as a setup says, tells the template's text, and makes edits."""

from dataclasses import replace

import pytest
from engine_nursery import engine_processes

from spec_editor.core.actions import Action, ActionError, edits_for
from spec_editor.core.document import reader_for
from spec_editor.core.edits import apply_edits
from spec_editor.core.findings import Severity
from spec_editor.core.report import Guidance
from spec_editor.core.setup import Setup, TemplateSource
from spec_editor.engine.client import Engine, EngineError, RefusedError
from spec_editor.engine.protocol import Page, Request
from tests.engine.test_engine import SPEC, analyse, kill, update

OWN = TemplateSource(
    "own",
    "# {Title}\n\nAbout.\n\n## Aims\n\nSay why.\n\n## Scope of it\n\n## Who pays\n\n"
    "## Risks\n\nNone.\n",
)
OTHER = TemplateSource("other", "# {Title}\n\n## Cost\n\n## Time\n\n## People\n\n## Places\n")
AIMS = "# Mine\n\nx\n\n## Aims\n\nBig.\n\n## Scope of it\n\nAll.\n\n## Who pays\n\nWe.\n"
COST = "# Mine\n\n## Cost\n\n## Time\n\n## People\n\n## Places\n"


def spied_on(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return the list that says for each request whether the setup went with it."""
    sent: list[bool] = []
    real = Request.to_message

    def spy(request: Request, *, with_setup: bool, known: str = "") -> dict[str, object]:
        sent.append(with_setup)
        return real(request, with_setup=with_setup, known=known)

    monkeypatch.setattr(Request, "to_message", spy)
    return sent


def test_the_setup_is_sent_only_to_a_process_that_has_another_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = spied_on(monkeypatch)
    first, second = Setup((OWN,)), Setup((OWN, OTHER), chosen="other")
    for setup in (Setup(), first, Setup((OWN,)), second, second, first):
        reply = engine.call(analyse(AIMS, setup=setup))
        assert reply.report.template == (setup.chosen or ("own" if setup.templates else ""))
    assert sent == [False, True, False, True, False, True]
    kill(engine_processes()[0])
    assert engine.call(analyse(AIMS, setup=first)).report.template == "own"
    # The one that died took it, its successor knew nothing.
    assert sent[6:] in ([False, True], [True])


def test_severities_of_the_setup_hold(engine: Engine) -> None:
    def severities(setup: Setup) -> set[Severity]:
        findings = engine.call(analyse(SPEC, setup=setup)).report.findings
        return {finding.severity for finding in findings if finding.rule == "placeholder-left"}

    assert severities(Setup()) == {Severity.ERROR}
    assert severities(Setup(severities=(("placeholder-left", Severity.INFO),))) == {Severity.INFO}
    assert severities(Setup(severities=(("placeholder-left", None),))) == set()


@pytest.mark.parametrize(
    ("setup", "message"),
    [
        (Setup(chosen="nobody"), "there is no template nobody"),
        (Setup((OWN,), chosen="Own"), "there is no template Own"),
        (Setup((TemplateSource("flat", "no heading"),)), "template flat: it has no heading"),
        (Setup((TemplateSource("bad", "# T\n", "version = 2\n"),)), "manifest of template bad"),
    ],
)
def test_a_setup_that_cannot_be_used_is_told_each_time_and_harms_nothing(
    engine: Engine, setup: Setup, message: str
) -> None:
    for _ in range(2):
        with pytest.raises(EngineError) as caught:
            engine.call(analyse(SPEC, setup=setup))
        assert str(caught.value).startswith(message)
        assert not isinstance(caught.value, RefusedError)
    (worker,) = engine_processes()
    assert engine.call(analyse(SPEC)).report.title == "Title"
    assert engine_processes() == [worker]


def test_guidance_comes_when_the_template_is_another_one_or_all_is_asked_for(
    engine: Engine,
) -> None:
    def guidance(text: str, *, full: bool = False) -> Guidance | None:
        setup = Setup((OWN, OTHER))
        return engine.call(Request("update", "edited", text, full=full, setup=setup)).guidance

    own = guidance(AIMS)
    assert own is not None
    assert own.template == "own"
    assert [text.strip() for text in own.texts] == ["About.", "Say why.", "", "", "None."]
    assert guidance(AIMS + "more\n") is None
    assert guidance(AIMS, full=True) == own
    other = guidance(COST)
    assert other is not None
    assert other.template == "other"
    assert guidance("nothing\n") == Guidance("", ())
    assert guidance("still nothing\n") is None
    assert guidance(AIMS) == own


def test_sections_point_at_their_guidance(engine: Engine) -> None:
    reply = engine.call(Request("update", "edited", AIMS, setup=Setup((OWN,))))
    assert reply.guidance is not None
    pointed = {s.title: s.template_section for s in reply.report.sections}
    assert pointed == {"Mine": 0, "Aims": 1, "Scope of it": 2, "Who pays": 3, "Risks": 4}


def test_only_an_update_carries_guidance(engine: Engine) -> None:
    for kind in ("analyse", "page"):
        assert engine.call(Request(kind, "x", AIMS, setup=Setup((OWN,)))).guidance is None


def test_what_is_only_to_find_carries_no_sections(engine: Engine) -> None:
    found = engine.call(Request("find", "x", AIMS, setup=Setup((OWN,)))).report
    report = engine.call(Request("analyse", "x", AIMS, setup=Setup((OWN,)))).report
    assert report.sections
    assert report.findings
    assert found == replace(report, sections=())


# ---------------------------------------------------------------- actions


def act(text: str, action: Action | None) -> Request:
    return Request("edits", "action", text, 3, setup=Setup((OWN,)), action=action)


def test_an_action_is_answered_with_edits(engine: Engine) -> None:
    missing = engine.call(analyse(AIMS, setup=Setup((OWN,)))).report.sections[-1]
    assert (missing.title, missing.line) == ("Risks", None)
    reply = engine.call(act(AIMS, Action("insert-missing", missing.key)))
    assert reply.report.revision == 3
    after = apply_edits(AIMS, reply.edits)
    assert after.startswith(AIMS)
    assert "## Risks\n\nNone.\n" in after
    report = engine.call(analyse(after, setup=Setup((OWN,)))).report
    assert all(section.line is not None for section in report.sections)


def test_an_action_does_not_change_what_the_page_shows(engine: Engine) -> None:
    engine.call(update(AIMS))
    engine.call(act(AIMS, Action("confirm", "aims")))
    patch = engine.call(update(AIMS)).patch
    assert (patch["removed"], patch["inserted"], patch["reset"]) == (0, [], False)


def test_why_an_action_cannot_be_carried_out_is_told_word_for_word(engine: Engine) -> None:
    document = reader_for(Setup((OWN,))).read(AIMS)
    action = Action("confirm", "there-is-no-such-key")
    with pytest.raises(ActionError) as expected:
        edits_for(document, action)
    with pytest.raises(RefusedError) as caught:
        engine.call(act(AIMS, action))
    assert str(caught.value) == str(expected.value)
    assert engine.call(analyse(SPEC)).report.title == "Title"


def test_a_request_for_edits_without_an_action_is_refused(engine: Engine) -> None:
    with pytest.raises(EngineError, match="no action"):
        engine.call(act(AIMS, None))


def test_what_was_asked_for_as_a_whole_and_failed_comes_as_a_whole_afterwards(
    engine: Engine,
) -> None:
    """Another document whose template is missing: its page must not be a difference to the last."""
    engine.call(update("# First\n\nof the first\n"))
    missing = Setup((OWN,), chosen="nobody")
    with pytest.raises(EngineError):
        engine.call(replace(update(AIMS, full=True), setup=missing))
    pages: list[Page] = []
    reply = engine.call(replace(update(AIMS), setup=Setup((OWN,))), pages.append)
    assert [page.patch["reset"] for page in pages] == [True]
    assert "Mine" in str(pages[0].patch["inserted"])
    assert reply.guidance is not None
    assert reply.guidance.template == "own"


def test_guidance_that_was_asked_for_in_vain_comes_afterwards_also_without_a_template(
    engine: Engine,
) -> None:
    engine.call(update("# First\n"))
    with pytest.raises(EngineError):
        engine.call(replace(update("# Second\n", full=True), setup=Setup(chosen="nobody")))
    assert engine.call(update("# Second\n")).guidance == Guidance("", ())
