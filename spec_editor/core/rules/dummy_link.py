"""A link whose address nobody has filled in."""

import re
from collections.abc import Iterator

from spec_editor.core.facts import LEFT_OUT, Link
from spec_editor.core.findings import Severity
from spec_editor.core.link_targets import link_targets
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule

_DUMMY = re.compile(
    r"|#|\.{3}|…|x{3,}|\?+|tbd|todo|tba|fixme|placeholder"
    r"|link|url|uri|href|(?:your|the|insert|add)[-_ ]?(?:link|url)(?:[-_ ]?here)?"
    r"|(?:link|url)[-_ ]?here|#?(?:link|url|todo|tbd)"
    r"|https?://(?:www\.)?example\.(?:com|org|net)(?:/.*)?|https?://(?:link|url|\.{3}|…)?"
)

_SHOWN = 60


def is_dummy(target: str) -> bool:
    """Say whether an address only keeps the place of one."""
    # Most alternatives are left at their first letter, but not if its case has to be ignored.
    return len(target) <= 100 and _DUMMY.fullmatch(target.lower()) is not None


def named(link: Link) -> str:
    """Return what to call a link in a message."""
    kind = "image" if link.is_image else "link"
    if not link.text:
        return f"{kind} without text"
    shown = link.text if len(link.text) <= _SHOWN else f"{link.text[: _SHOWN - 1]}…"
    return f"{kind} “{shown}”"


def dummy_link(view: SectionView) -> Iterator[Remark]:
    """Find links to “link”, “#”, “example.com” and their like; bare addresses are examples."""
    targets = view.passage.fact(link_targets)
    if not any(is_dummy(target) or LEFT_OUT.match(target) for target in targets):
        return
    for link in view.passage.links:
        if is_dummy(link.target) and link.text != link.target:
            where = f"leads to “{link.target}”, which is no address" if link.target else "is empty"
            yield Remark(link.span, f"The {named(link)} {where}; fill it in.")
        elif LEFT_OUT.match(link.target):
            scheme = link.target.partition(":")[0].lower()
            yield Remark(
                link.span,
                f"The {named(link)} has an address “{scheme}:”, which is left out wherever the "
                "document is shown; write another one.",
            )


RULE = SectionRule(
    "dummy-link",
    Severity.ERROR,
    "Every link has a real address.",
    "Templates write `[Name](link)` to show where an address belongs. Left as it is, it leads to "
    "nothing, and nobody notices before clicking; an address such as `javascript:` or `file:` is "
    "left out wherever the document is shown. Put in the address, or remove the link and keep "
    "its text.",
    dummy_link,
    when=lambda signs: signs.links,
)
