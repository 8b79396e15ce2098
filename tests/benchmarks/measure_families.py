"""Is the right template chosen, and are its sections found, in documents of other people?

Run: .venv/bin/python tests/benchmarks/measure_families.py FOLDER [--details [FAMILY]]

The folder holds families as FAMILY/template.md and FAMILY/documents/*.md. A family without a
template is one of documents that are written to none: there, none is right. Earlier versions of
a family's template may stand beside it as template-YEAR.md: to choose one of them is right, too.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spec_editor.core.best_template import best_template
from spec_editor.core.document import read_document
from spec_editor.core.matching import Matching, match_sections
from spec_editor.core.sections import Section
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template
from spec_editor.core.template_index import index_of
from spec_editor.storage.templates import load_builtin_templates

NONE = "(none)"


@dataclass(frozen=True)
class Family:
    name: str
    template: Template | None
    earlier: tuple[Template, ...]
    documents: tuple[Path, ...]

    @property
    def own(self) -> list[Template]:
        return [self.template, *self.earlier] if self.template else []


@dataclass(frozen=True)
class Judged:
    """One document: the template chosen among all, among its own and the shipped, the fit."""

    path: Path
    sections: tuple[Section, ...]
    among_all: str
    among_own: str
    alike: bool
    matching: Matching | None


def families_in(folder: Path) -> Iterator[Family]:
    for path in sorted(folder.iterdir()):
        documents = tuple(sorted((path / "documents").glob("*.md")))
        source = path / "template.md"
        template = template_in(source, path.name) if source.exists() else None
        earlier = [template_in(other, path.name) for other in sorted(path.glob("template-*.md"))]
        if documents:
            yield Family(path.name, template, tuple(reversed(earlier)), documents)


def template_in(path: Path, name: str) -> Template:
    return read_template(TemplateSource(name, path.read_text(encoding="utf-8")))


def judge(family: Family, templates: list[Template], shipped: list[Template]) -> Iterator[Judged]:
    own = [*family.own, *shipped]
    outlines = [outline_of(template) for template in family.own]
    for path in family.documents:
        text = path.read_text(encoding="utf-8", errors="replace")
        sections = read_document(text, []).sections
        matching = match_sections(sections, family.template) if family.template else None
        among_all, among_own = best_template(sections, templates), best_template(sections, own)
        alike = among_all is not None and outline_of(among_all[0]) in outlines
        first, second = (best[0].name if best else NONE for best in (among_all, among_own))
        yield Judged(path, sections, first, second, alike, matching)


def outline_of(template: Template) -> set[str]:
    """Return all titles below the document's own: templates with the same ones are one."""
    return set(index_of(template).by_title)


def counts_of(judged: Judged) -> Counter[str]:
    counts: Counter[str] = Counter(documents=1, headings=len(judged.sections))
    if judged.matching:
        matches = judged.matching.by_section.values()
        counts["matched"] = len(matches)
        counts["moved"] = sum(match.moved for match in matches)
        counts["renamed"] = sum(match.renamed for match in matches)
        counts["level"] = sum(match.level_change != 0 for match in matches)
        counts["missing"] = len(judged.matching.missing)
        counts["extra"] = len(judged.sections) - len(matches)
    return counts


def show_document(judged: Judged, template: Template | None) -> None:
    counts = counts_of(judged)
    print(f"\n{judged.path.name}: {judged.among_all}; {dict(counts)}")
    if template is None or judged.matching is None:
        return
    for number, section in enumerate(judged.sections):
        match = judged.matching.by_section.get(number)
        line = f"  {section.heading.line:>5} {'#' * section.level:<6} {section.title}"
        if match:
            marks = [name for name in ("moved", "renamed") if getattr(match, name)]
            marks += [f"level {match.level_change:+d}"] if match.level_change else []
            title = template.sections[match.template].title
            line += f"  ->  {title}  [{', '.join(marks) or 'in place'}] {match.why}"
        print(line)
    for item in judged.matching.missing:
        print(f"    missing  {' / '.join(template.sections[item].path)}")


def show_family(name: str, judged: list[Judged]) -> Counter[str]:
    right = NONE if judged[0].matching is None else name
    total: Counter[str] = Counter()
    for one in judged:
        total += counts_of(one)
    total["right among all"] = sum(one.among_all == right for one in judged)
    total["alike"] = sum(one.among_all == right or one.alike for one in judged)
    total["right among own"] = sum(one.among_own == right for one in judged)
    total["none"] = sum(one.among_all == NONE for one in judged)
    total["none among own"] = sum(one.among_own == NONE for one in judged)
    show_row(name, total)
    wrong = Counter(one.among_all for one in judged if one.among_all not in (right, NONE))
    if wrong:
        print(f"{'':<24}    taken for: {', '.join(f'{n} {c}' for n, c in wrong.most_common())}")
    return total


def show_row(name: str, total: Counter[str]) -> None:
    documents = total["documents"]
    names = ("right among all", "alike", "none", "right among own", "none among own")
    shares = [total[name] for name in names]
    numbers = [total[key] for key in ("matched", "moved", "renamed", "level", "missing", "extra")]
    print(
        f"{name:<24} {documents:>9} "
        + " ".join(f"{100 * share / documents:>7.1f} %" for share in shares)
        + " "
        + " ".join(f"{number:>8}" for number in numbers)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--details", nargs="?", const="", metavar="FAMILY")
    parser.add_argument("--every", type=int, default=1, help="take every n-th document only")
    arguments = parser.parse_args()
    shipped = list(load_builtin_templates())
    families = list(families_in(arguments.folder))
    templates = [template for family in families for template in family.own] + shipped
    shares = ("right", "or alike", "none", "own:right", "own:none")
    counts = ("matched", "moved", "renamed", "level", "missing", "extra")
    print(f"{'family':<24} {'documents':>9} " + " ".join(f"{name:>9}" for name in shares), end=" ")
    print(" ".join(f"{name:>8}" for name in counts))
    total: Counter[str] = Counter()
    for family in families:
        some = replace(family, documents=family.documents[:: arguments.every])
        judged = list(judge(some, templates, shipped))
        total += show_family(family.name, judged)
        if arguments.details is not None and arguments.details in family.name:
            for one in judged:
                show_document(one, family.template)
    show_row("all", total)


if __name__ == "__main__":
    main()
