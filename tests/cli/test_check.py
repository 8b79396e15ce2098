"""``check``: what it finds, what it prints, how it exits."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.cli.conftest import Run

SECTION_KEYS = {
    "title",
    "path",
    "level",
    "line",
    "state",
    "completeness",
    "placeholders",
    "placeholders_total",
}
FINDING_KEYS = {
    "rule",
    "severity",
    "line",
    "column",
    "end_line",
    "end_column",
    "message",
    "section",
    "fixable",
}
STATES = {
    "missing",
    "empty",
    "example",
    "placeholders",
    "filled",
    "confirmed",
    "not-applicable",
}
PERFECT = "# Title\n\nWritten.\n"
EMPTY_SECTION = "# Title\n\ntext\n\n## Nothing\n"


def one_file(result: dict[str, Any]) -> dict[str, Any]:
    (file,) = result["files"]
    return file


# ---------------------------------------------------------------- the documents


def test_the_untouched_template_is_nothing_at_all(run: Run, template_file: Path) -> None:
    done = run("check", template_file, "--format", "json")
    assert done.code == 1
    file = one_file(done.json)
    assert file["completeness"] == 0.0
    assert file["template"] == "Technical specification"
    sections = file["sections"]
    assert len(sections) == 119
    assert [s["title"] for s in sections if s["state"] == "filled"] == ["Table of Contents"]
    chapters = [s for s in sections if s["level"] == 2]
    assert len(chapters) == 18
    assert all(chapter["completeness"] < 1 for chapter in chapters)
    # What counts placeholders only calls these finished.
    without = [c for c in chapters if not any_placeholder(c, sections)]
    assert len(without) >= 8
    assert all(c["state"] == "example" for c in without if c["title"] != "Table of Contents")


def any_placeholder(chapter: dict[str, Any], sections: list[dict[str, Any]]) -> bool:
    title = chapter["title"]
    return any(s["placeholders_total"] for s in sections if s["path"][:1] == [title])


def test_the_template_s_outline_has_its_119_headings(run: Run, template_file: Path) -> None:
    file = run("outline", template_file, "--format", "json").json
    assert len(file["sections"]) == 119
    text = template_file.read_text(encoding="utf-8").split("\n")
    for section in file["sections"]:
        assert text[section["line"] - 1].startswith("#" * section["level"] + " ")


def test_the_complete_example_is_complete(run: Run, examples: Path) -> None:
    path = examples / "payment-gateway.md"
    done = run("check", path, "--format", "json", "--fail-on", "warning", "--min-completeness", "1")
    assert done.code == 0
    file = one_file(done.json)
    assert file["completeness"] == 1.0
    assert file["findings"] == []
    assert run("check", path).out.endswith(
        "100 % complete, no findings (template “Technical specification”)\n"
    )


def test_the_half_done_example_is_in_between(run: Run, examples: Path) -> None:
    file = one_file(run("check", examples / "fleet-telemetry.md", "--format", "json").json)
    assert 0.2 < file["completeness"] < 0.95
    states = {section["state"] for section in file["sections"]}
    assert {"filled", "example", "placeholders", "missing", "not-applicable"} <= states
    assert all((s["line"] is None) == (s["state"] == "missing") for s in file["sections"])


def body_of(text: str, heading: str) -> str:
    """Return what stands between a heading line and the next one."""
    match = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#)", text, re.MULTILINE | re.DOTALL)
    assert match is not None, heading
    return match[1]


@pytest.mark.parametrize(
    "heading", ["### Purpose", "### Design Patterns", "### References", "### Compliance"]
)
def test_a_section_put_back_to_the_template_s_text_is_named(
    run: Run, tmp_path: Path, examples: Path, template_text: str, heading: str
) -> None:
    text = (examples / "payment-gateway.md").read_text(encoding="utf-8")
    spoilt = text.replace(body_of(text, heading), body_of(template_text, heading))
    assert spoilt != text
    (tmp_path / "spoilt.md").write_text(spoilt, encoding="utf-8")
    done = run("check", "spoilt.md", "--format", "json")
    file = one_file(done.json)
    assert done.code == 1
    assert file["completeness"] < 1
    # It is approved as well, which it may no longer be.
    errors = [finding for finding in file["findings"] if finding["severity"] == "error"]
    named = {found["section"] for found in errors if found["rule"] != "approved-with-blockers"}
    assert named == {heading.strip("# ")}
    assert heading.strip("# ") in run("check", "spoilt.md").out


# ---------------------------------------------------------------- JSON


def test_json_has_exactly_the_keys_of_the_contract(run: Run, examples: Path) -> None:
    result = run("check", examples, "--format", "json").json
    assert set(result) == {"version", "files"}
    assert result["version"] == 1
    assert len(result["files"]) == 3
    for file in result["files"]:
        assert set(file) == {"path", "template", "completeness", "sections", "findings"}
        assert isinstance(file["completeness"], float)
        lines = Path(file["path"]).read_text(encoding="utf-8").split("\n")
        for section in file["sections"]:
            assert set(section) == SECTION_KEYS
            assert section["state"] in STATES
            assert section["path"][-1] == section["title"]
            assert 0 <= section["completeness"] <= 1
            assert 0 <= section["placeholders"] <= section["placeholders_total"]
            assert section["line"] is None or 1 <= section["line"] <= len(lines)
        for finding in file["findings"]:
            assert set(finding) == FINDING_KEYS
            assert finding["severity"] in {"error", "warning", "info"}
            start = (finding["line"], finding["column"])
            end = (finding["end_line"], finding["end_column"])
            assert (1, 1) <= start <= end
            assert finding["end_column"] <= len(lines[finding["end_line"] - 1]) + 1


def test_outline_json_is_one_file_without_findings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(EMPTY_SECTION)
    outline = run("outline", "a.md", "--format", "json").json
    checked = one_file(run("check", "a.md", "--format", "json").json)
    del checked["findings"]
    assert outline == checked


def test_columns_count_code_points(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n🙂 e\u0301 {x\ny}\n", encoding="utf-8")
    (finding,) = one_file(run("check", "a.md", "--format", "json").json)["findings"]
    assert [finding[key] for key in ("line", "column", "end_line", "end_column")] == [3, 6, 4, 3]


# ---------------------------------------------------------------- other formats


def test_text_has_a_line_for_each_finding_and_each_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\n{one} and {A|B}\n")
    (tmp_path / "b.md").write_text(PERFECT)
    done = run("check", "a.md", "b.md")
    assert done.out.split("\n") == [
        "a.md:3:1: error[placeholder-left] The placeholder {one} has not been replaced. (in “T”)",
        "a.md:3:11: error[choice-not-made] Choose one of A, B. (in “T”)",
        "a.md: 0 % complete, 2 placeholders left, 2 findings (no template fits)",
        "b.md: 100 % complete, no findings (no template fits)",
        "",
    ]


def test_sarif_has_the_shape_that_services_read(run: Run, tmp_path: Path) -> None:
    names = ["a b%#?.md", "ü:x.md", os_name(b"bad\xff.md")]
    absolute = tmp_path / "c %.md"
    for path in (*names, absolute):
        (tmp_path / path).write_text(EMPTY_SECTION)
    (tmp_path / "good.md").write_text(PERFECT)
    done = run("check", *names, tmp_path / "good.md", absolute, "--format", "sarif")
    sarif = done.json
    assert sarif["version"] == "2.1.0"
    assert sarif["$schema"].endswith("sarif-2.1.0.json")
    (results,) = (sarif_run["results"] for sarif_run in sarif["runs"])
    (driver,) = (sarif_run["tool"]["driver"] for sarif_run in sarif["runs"])
    known = {rule["id"] for rule in driver["rules"]}
    for rule in driver["rules"]:
        texts = [rule[name]["text"] for name in ("shortDescription", "fullDescription", "help")]
        assert all(texts)
        assert rule["help"]["markdown"] == rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    uris = []
    for result in results:
        assert result["ruleId"] in known
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert min(region.values()) >= 1
        uris.append(location["physicalLocation"]["artifactLocation"]["uri"])
    assert uris[:2] == ["a%20b%25%23%3F.md", "%C3%BC%3Ax.md"]
    assert [unquote(uri, errors="surrogateescape") for uri in uris[:3]] == names
    assert uris[3] == absolute.as_uri()


def os_name(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def test_sarif_without_findings_is_still_a_whole_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    done = run("check", "a.md", "--format", "sarif")
    assert done.code == 0
    assert done.json["runs"][0]["results"] == []


def test_github_commands_are_escaped(run: Run, tmp_path: Path) -> None:
    name = "a,b:c%.md"
    (tmp_path / name).write_text("# T\n\nx\n\n## 50 %0A ::error::\n")
    done = run("check", name, "--format", "github")
    assert done.out == (
        "::error file=a%2Cb%3Ac%25.md,line=5,endLine=5,col=1,title=empty-section"
        "::Section “50 %250A ::error::” is empty.\n"
    )
    (tmp_path / "good.md").write_text(PERFECT)
    assert run("check", "good.md", "--format", "github").out == ""


def test_no_text_of_a_document_becomes_a_command_of_its_own(run: Run, tmp_path: Path) -> None:
    for name in ("x\n::error::name.md", "y\r::error::name.md"):
        (tmp_path / name).write_text("# T\n\n{a\r\n::error::b}\n\n## &#10;::error::c\n")
    done = run("check", ".", "--format", "github")
    lines = re.split("[\r\n]", done.out)
    assert len(lines) == 5
    assert all(line.startswith("::error file=") for line in lines[:-1])


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (PERFECT, [], 0),
        (EMPTY_SECTION, [], 1),
        (EMPTY_SECTION, ["--fail-on", "error"], 1),
        (EMPTY_SECTION, ["--fail-on", "warning"], 1),
        (EMPTY_SECTION, ["--fail-on", "never"], 0),
        (EMPTY_SECTION, ["--fail-on", "never", "--min-completeness", "0.5"], 0),
        (EMPTY_SECTION, ["--fail-on", "never", "--min-completeness", "50"], 0),
        (EMPTY_SECTION, ["--fail-on", "never", "--min-completeness", "0.51"], 1),
        (EMPTY_SECTION, ["--fail-on", "never", "--min-completeness", "51"], 1),
        (EMPTY_SECTION, ["--fail-on", "never", "--min-completeness", "0"], 0),
        (PERFECT, ["--min-completeness", "100"], 0),
        (PERFECT, ["--min-completeness", "1"], 0),
        ("", [], 1),
        ("no heading\n", [], 1),
        ("", ["--fail-on", "never"], 0),
    ],
)
def test_exit_code(run: Run, tmp_path: Path, text: str, options: list[str], code: int) -> None:
    (tmp_path / "a.md").write_text(text)
    done = run("check", "a.md", *options)
    assert (done.code, done.problems) == (code, [])


def test_two_thirds_reach_two_thirds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n\n## A\n\nx\n\n## B\n")
    share = one_file(run("check", "a.md", "--format", "json").json)["completeness"]
    options = ["--fail-on", "never", "--min-completeness", repr(share)]
    assert run("check", "a.md", *options).code == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "The document is empty"), (" \n\n", "is empty"), ("x {y}\n", "has no heading")],
)
def test_a_document_without_headings_says_so(
    run: Run, tmp_path: Path, text: str, what: str
) -> None:
    (tmp_path / "a.md").write_text(text)
    done = run("check", "a.md")
    assert f"error[no-heading] {what}" in done.out or what in done.out
    assert run("outline", "a.md").code == 0


# ---------------------------------------------------------------- templates


def test_a_template_can_be_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("# T\n\n## Must\n\nexample\n")
    (tmp_path / "a.md").write_text("# Mine\n\n## Must\n\nexample\n")
    done = run("check", "a.md", "--template", "own.md", "--format", "json")
    file = one_file(done.json)
    assert (file["template"], file["completeness"]) == ("own", 0.0)
    named = run("check", "a.md", "--template", "technical-specification", "--format", "json")
    assert one_file(named.json)["template"] == "Technical specification"
    assert len(one_file(named.json)["sections"]) > 100


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.md", None, "no such file"),
        ("bad.md", b"\xff", "UTF-8"),
        ("empty.md", b"", "no heading"),
        ("folder.md", "folder", "folder"),
        ("nobody", None, "known are: "),
    ],
)
@pytest.mark.parametrize("command", ["check", "outline", "new"])
def test_a_template_that_cannot_be_used(
    run: Run, tmp_path: Path, command: str, name: str, content: bytes | str | None, reason: str
) -> None:
    if content == "folder":
        (tmp_path / name).mkdir()
    elif isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    if command != "new":
        (tmp_path / "a.md").write_text(PERFECT)
    done = run(command, "a.md", "--template", name)
    assert done.code == 2
    assert done.out == ""
    (problem,) = done.problems
    assert problem.startswith(f"{name}: ")
    assert reason in problem
    assert command != "new" or not (tmp_path / "a.md").exists()


def test_json_is_plain_ascii_for_any_pipe(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ä.md").write_text("# ü\n\n## é\n", encoding="utf-8")
    for command in (["check", "ä.md", "--format", "json"], ["outline", "ä.md", "--format", "json"]):
        out = run(*command).out
        assert out.isascii()
        assert "ä.md" in json.dumps(json.loads(out), ensure_ascii=False)
