"""Links and images that lead to a file which is not there."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from spec_editor.core.findings import Severity
from spec_editor.core.link_targets import link_targets
from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.dummy_link import is_dummy, named
from spec_editor.core.rules.rule import DocumentRule

# Addresses with a scheme, of another host, of the place itself, and those still to be filled in.
_NO_FILE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|.*(?:\{|%7B)")


def dead_file(view: DocumentView) -> Iterator[Remark]:
    """Find relative links to files that do not exist."""
    yield from _missing(view, is_image=False)


def image_missing(view: DocumentView) -> Iterator[Remark]:
    """Find images whose files do not exist."""
    yield from _missing(view, is_image=True)


def _missing(view: DocumentView, *, is_image: bool) -> Iterator[Remark]:
    for passage, lines, missing in view.once("missing files", partial(_not_there, view)):
        for link in passage.links:
            if link.target in missing and link.is_image is is_image:
                yield Remark(
                    link.span.shifted(lines),
                    f"The {named(link)} leads to “{link.target}”, but there is no such file; "
                    "correct the path.",
                )


def _not_there(view: DocumentView) -> Sequence[tuple[Passage, int, set[str]]]:
    """Return the passages that lead to files which do not exist, their place and these files."""
    there_is = view.services.file_exists
    found = (
        (passage, lines, {target for target in passage.fact(_files) if there_is(target) is False})
        for passage, lines in view.linking()
    )
    return [each for each in found if each[2]]


def _files(passage: Passage) -> frozenset[str]:
    """Return the files that the links and images of a passage may lead to."""
    return frozenset(
        target
        for target in passage.fact(link_targets)
        if not _NO_FILE.match(target) and not is_dummy(target)
    )


RULE = DocumentRule(
    "dead-file",
    Severity.ERROR,
    "Every relative link leads to a file.",
    "A link to a file that was moved, renamed or never added leads nowhere once the document is "
    "published. The path counts from the document's own folder; upper and lower case matter.",
    dead_file,
    reads=("links", "files"),
)
IMAGE_RULE = DocumentRule(
    "image-missing",
    Severity.ERROR,
    "Every image is there.",
    "Where the file of an image is missing readers see a broken picture, and exports have a hole. "
    "The path counts from the document's own folder; upper and lower case matter.",
    image_missing,
    reads=("links", "files"),
)
