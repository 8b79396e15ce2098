"""The attack strings of the project: techniques in files, and what is combined from lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "attacks"

_HANDLER_NAMES = """abort afterprint afterscriptexecute animationcancel animationend
animationiteration animationstart auxclick beforecopy beforecut beforeinput beforematch
beforepaste beforeprint beforescriptexecute beforetoggle beforeunload begin blur bounce cancel
canplay canplaythrough change click close command contentvisibilityautostatechange contextmenu
contextlost copy cuechange cut dblclick drag dragend dragenter dragleave dragover dragstart drop
durationchange emptied end ended error finish focus focusin focusout formdata fullscreenchange
gotpointercapture hashchange input invalid keydown keypress keyup languagechange load loadeddata
loadedmetadata loadend loadstart lostpointercapture message mousedown mouseenter mouseleave
mousemove mouseout mouseover mouseup mousewheel offline online pagehide pageshow paste pause play
playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover
pointerrawupdate pointerup popstate progress propertychange ratechange readystatechange repeat
reset resize scroll scrollend scrollsnapchange search securitypolicyviolation seeked seeking
select selectionchange selectstart show slotchange stalled start storage submit suspend timeupdate
toggle touchcancel touchend touchmove touchstart transitioncancel transitionend transitionrun
transitionstart unload unhandledrejection volumechange waiting webkitanimationend
webkitanimationstart webkitmouseforceup webkittransitionend wheel"""
HANDLERS = tuple(_HANDLER_NAMES.split())

# A handler is tried on one of these, in turn: what is allowed, what is not, and what is unknown.
_CARRIERS = (
    "<b {} tabindex=0 autofocus>x</b>",
    "<a href=# {}>x</a>",
    "<img src=x.png {}>",
    "<details open {}><summary>x</summary>y</details>",
    "<svg {}><rect /></svg>",
    "<input type=checkbox {} autofocus>",
    "<x-y/{}>x</x-y>",
    "<td {}>x</td>",
    "<body {}>",
)
_WRITTEN = ("on{}=RUN", "ON{}='RUN'", 'On{}="RUN"', "on{}\t=\nRUN", "on{}=`RUN`;RUN", "/on{}=RUN/")


@dataclass(frozen=True, slots=True)
class Attack:
    """One string; ``kind`` is ``text`` (Markdown or HTML) or ``mermaid`` (a diagram's source).

    RUN in it stands for the call that must never happen, NET for an address that must never be
    asked; see `aimed`.
    """

    name: str
    source: str
    kind: str = "text"

    def aimed(self, call: str, address: str) -> str:
        """Return the string with a call and an address in it."""
        return self.source.replace("RUN", call).replace("NET", address)


def read_attacks() -> tuple[Attack, ...]:
    """Return all of them, each different from the others."""
    attacks = [*_from_files(), *_handlers()]
    assert len({attack.source for attack in attacks}) == len(attacks)
    return tuple(attacks)


def _from_files() -> Iterator[Attack]:
    for path in sorted(CASES.glob("*.txt")):
        kind = "mermaid" if path.stem.startswith("mermaid") else "text"
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("%% "):
                source = line.replace("⏎", "\n").replace("\\0", "\0").replace("\\u0000", "\0")
                yield Attack(f"{path.name}:{number}", source, kind)


def _handlers() -> Iterator[Attack]:
    carriers, written = cycle(_CARRIERS), cycle(_WRITTEN)
    for handler in HANDLERS:
        source = next(carriers).format(next(written).format(handler))
        yield Attack(f"on{handler}", source)


def _in_one_line(text: str) -> str:
    return text.replace("\n", " ")


def placed(attack: Attack, text: str) -> Mapping[str, str]:
    """Return documents that have the attack's ``text`` in one place each, by the place's name."""
    if attack.kind == "mermaid":
        return {
            "diagram": f"```mermaid\n{text}\n```\n",
            "diagram in a list": "- x\n\n" + _indented(f"```mermaid\n{text}\n```") + "\n",
            "text": text + "\n",
        }
    line = _in_one_line(text)
    return {
        "body": f"before\n\n{text}\n\nafter\n",
        "inline": f"before {line} after\n",
        "heading": f"# {line}\n\n## {line} x\n\n[toc](#{line})\n",
        "cell": f"| {line} | b |\n| --- | --- |\n| x | {line} |\n",
        "list": f"- {line}\n  1. {line}\n- [ ] {line}\n",
        "quote": f"> [!NOTE]\n> {line}\n\n> {line}\n",
        "footnote": f"x[^1] y[^{line}]\n\n[^1]: {line}\n[^{line}]: z\n",
        "front matter": f"---\ntitle: {line}\n{line}: x\n---\n\ntext\n",
        "fence": f"```{line}\nx\n```\n\n```html\n{text}\n```\n",
        "image": f'![{line}](x.png)\n\n![x]({line})\n\n![x](x.png "{line}")\n',
        "link": f'[{line}](x.md)\n\n[x](<{line}>)\n\n[x](x.md "{line}")\n\n[r]: {line}\n\n[r]\n',
        "attribute": f"<p title=\"{line}\">x</p>\n\n<p title='{line}' id={line}>x</p>\n",
        "element": f"<div>\n\n{text}\n\n</div>\n\n<details><summary>{line}</summary>\n\n{text}\n\n",
        "math": f"$ {line} $\n\n$$\n{line}\n$$\n",
    }


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
