"""The colours of diagrams in each theme, in tune with document.css."""

import re
from typing import Any

#: The colours that everything else is made of, by theme. ``soft`` fills carry text, ``strong``
#: ones stand for themselves and carry white, ``border`` frames the soft ones.
_LOOKS: dict[str, dict[str, str]] = {
    "light": {
        "page": "#ffffff",
        "text": "#1f2328",
        "muted": "#59636e",
        "line": "#59636e",
        "grid": "#d1d9e0",
        "raised": "#f6f8fa",
        "stripe": "#f3f7fc",
        "frame": "#c8d1da",
        "box": "#eaf3fe",
        "box_border": "#7aa7dd",
        "note": "#fff8dc",
        "note_border": "#dcc77a",
        "accent": "#2f6fc4",
        "task": "#3a76c2",
        "task_border": "#2d61a5",
        "active": "#a9cdf5",
        "done": "#d1d9e0",
        "done_border": "#9aa5b1",
        "critical": "#f4b6b0",
        "critical_border": "#cf4b40",
    },
    "dark": {
        "page": "#1b1f25",
        "text": "#e6edf3",
        "muted": "#9198a1",
        "line": "#9198a1",
        "grid": "#444c57",
        "raised": "#22272f",
        "stripe": "#151f2e",
        "frame": "#444c57",
        "box": "#16283f",
        "box_border": "#4a7fbf",
        "note": "#3a3217",
        "note_border": "#87742f",
        "accent": "#6aa3e8",
        "task": "#2f63a3",
        "task_border": "#4a7fbf",
        "active": "#1d4170",
        "done": "#30363d",
        "done_border": "#59636e",
        "critical": "#6b211c",
        "critical_border": "#e5645a",
    },
}

#: Twelve hues for what is told apart by colour: blue, green, amber, red, violet, teal, pink, grey,
#: lime, orange, indigo, brown.
_STRONG = {
    "light": """#3f78c4 #3d8a55 #a5751b #c2554a #7d63bd #2f8791 #ac5f92 #66717d #6c8728 #b36c2b
        #5b70bd #8a7252""",
    "dark": """#3c6db3 #3f8a57 #9b7423 #b0524a #7761b3 #2f8791 #9c5f8a #66707b #6b842f #a86d33
        #5a6fb3 #84705a""",
}
_SOFT = {
    "light": """#cfe3fb #cdebd4 #f8e3b0 #f7cfcb #ddd3f5 #c5e7ea #f2d3e6 #dde3e9 #deebbd #f8d9bc
        #d3dbf7 #e6d9c8""",
    "dark": """#1f4470 #1f5133 #5c4714 #6b2b26 #43356b #1b4c52 #5a3350 #3a424c #44541f #633f1b
        #33406f #4f4334""",
}
_BORDER = {
    "light": """#7aa7dd #82bd92 #d8b659 #dd9189 #a893dc #76bcc3 #d79ac0 #aeb8c2 #adc46c #dda877
        #95a5e0 #c0aa8c""",
    "dark": """#4a7fbf #3f8a57 #97772b #b0524a #7761b3 #2f8791 #9c5f8a #66707b #75903a #a86d33
        #5a6fb3 #8a7660""",
}

#: The colours of each family of diagrams: Mermaid's names for the values above.
_NAMES: dict[str, str] = {
    "background": "page",
    "primaryColor": "box",
    "primaryTextColor": "text",
    "primaryBorderColor": "box_border",
    "secondaryTextColor": "text",
    "tertiaryColor": "raised",
    "tertiaryTextColor": "text",
    "tertiaryBorderColor": "frame",
    "noteBkgColor": "note",
    "noteTextColor": "text",
    "noteBorderColor": "note_border",
    "lineColor": "line",
    "arrowheadColor": "line",
    "textColor": "text",
    "mainBkg": "box",
    "nodeBorder": "box_border",
    "clusterBkg": "raised",
    "clusterBorder": "grid",
    "titleColor": "text",
    "edgeLabelBackground": "page",
    "nodeTextColor": "text",
    "classText": "text",
    "rowOdd": "page",
    "rowEven": "stripe",
    "attributeBackgroundColorOdd": "page",
    "attributeBackgroundColorEven": "stripe",
    # Sequence
    "actorBkg": "box",
    "actorBorder": "box_border",
    "actorTextColor": "text",
    "actorLineColor": "line",
    "signalColor": "line",
    "signalTextColor": "text",
    "labelBoxBkgColor": "box",
    "labelBoxBorderColor": "box_border",
    "labelTextColor": "text",
    "loopTextColor": "text",
    "activationBkgColor": "done",
    "activationBorderColor": "done_border",
    "sequenceNumberColor": "page",
    # Gantt
    "sectionBkgColor": "stripe",
    "sectionBkgColor2": "stripe",
    "altSectionBkgColor": "page",
    "excludeBkgColor": "raised",
    "taskBkgColor": "task",
    "taskBorderColor": "task_border",
    "taskTextDarkColor": "text",
    "taskTextOutsideColor": "text",
    "taskTextClickableColor": "text",
    "activeTaskBkgColor": "active",
    "activeTaskBorderColor": "task_border",
    "doneTaskBkgColor": "done",
    "doneTaskBorderColor": "done_border",
    "critBkgColor": "critical",
    "critBorderColor": "critical_border",
    "gridColor": "grid",
    "todayLineColor": "critical_border",
    "vertLineColor": "accent",
    # State
    "labelColor": "text",
    "transitionColor": "line",
    "transitionLabelColor": "text",
    "stateBkg": "box",
    "stateLabelColor": "text",
    "compositeBackground": "page",
    "compositeTitleBackground": "box",
    "compositeBorder": "box_border",
    "altBackground": "raised",
    "innerEndBackground": "box_border",
    "specialStateColor": "line",
    # Pie
    "pieTitleTextColor": "text",
    "pieLegendTextColor": "text",
    "pieStrokeColor": "page",
    # Quadrant
    "quadrant1Fill": "box",
    "quadrant2Fill": "stripe",
    "quadrant3Fill": "page",
    "quadrant4Fill": "stripe",
    "quadrant1TextFill": "text",
    "quadrant2TextFill": "text",
    "quadrant3TextFill": "text",
    "quadrant4TextFill": "text",
    "quadrantPointFill": "accent",
    "quadrantPointTextFill": "text",
    "quadrantXAxisTextFill": "text",
    "quadrantYAxisTextFill": "text",
    "quadrantTitleFill": "text",
    "quadrantInternalBorderStrokeFill": "frame",
    "quadrantExternalBorderStrokeFill": "box_border",
    # Git
    "commitLabelColor": "text",
    "commitLabelBackground": "raised",
    "tagLabelColor": "text",
    "tagLabelBackground": "box",
    "tagLabelBorder": "box_border",
    # Requirements
    "requirementBackground": "box",
    "requirementBorderColor": "box_border",
    "requirementTextColor": "text",
    "relationColor": "line",
    "relationLabelBackground": "page",
    "relationLabelColor": "text",
    # C4
    "personBorder": "box_border",
    "personBkg": "task",
    # Architecture
    "archEdgeColor": "line",
    "archEdgeArrowColor": "line",
    "archGroupBorderColor": "frame",
}


def strong_colors(theme: str) -> list[str]:
    """Return the colours that tell things apart and can carry white text, the best first."""
    return _STRONG[theme].split()


def variables(theme: str) -> dict[str, Any]:
    """Return the colours by Mermaid's names."""
    look = _LOOKS[theme]
    strong, soft, border = (group[theme].split() for group in (_STRONG, _SOFT, _BORDER))
    result: dict[str, Any] = {name: look[value] for name, value in _NAMES.items()}
    result |= {"secondaryColor": soft[1], "secondaryBorderColor": border[1]}
    result |= {"taskTextColor": "#ffffff", "taskTextLightColor": "#ffffff"}
    result |= {"pieSectionTextColor": "#ffffff", "pieOpacity": "1", "pieStrokeWidth": "1.5px"}
    result |= {"pieOuterStrokeWidth": "0px", "pieTitleTextSize": "18px"}
    result |= {"pieLegendTextSize": "15px"}
    for i in range(12):
        result |= {f"pie{i + 1}": strong[i], f"cScale{i}": soft[i], f"cScalePeer{i}": border[i]}
        result |= {f"cScaleLabel{i}": look["text"], f"cScaleInv{i}": border[i]}
    for i in range(8):
        result |= {f"git{i}": strong[i], f"gitInv{i}": border[6], f"fillType{i}": soft[i]}
        result[f"gitBranchLabel{i}"] = "#ffffff"
    result["xyChart"] = _chart(look, strong)
    result["radar"] = {"axisColor": look["muted"], "graticuleColor": look["muted"]}
    result["packet"] = _packet(look)
    return result | ({"darkMode": True} if theme == "dark" else {})


def _chart(look: dict[str, str], strong: list[str]) -> dict[str, str]:
    names = "title xAxisLabel xAxisTitle xAxisTick xAxisLine yAxisLabel yAxisTitle yAxisTick"
    chart = {f"{name}Color": look["text"] for name in [*names.split(), "yAxisLine"]}
    chart |= {f"{axis}Axis{part}Color": look["muted"] for axis in "xy" for part in ("Tick", "Line")}
    palette = ",".join([strong[0], strong[3], strong[1], *strong[4:]])
    return {**chart, "backgroundColor": look["page"], "plotColorPalette": palette}


def _packet(look: dict[str, str]) -> dict[str, str]:
    text = {f"{name}Color": look["text"] for name in ("label", "title")}
    text |= {f"{name}ByteColor": look["muted"] for name in ("start", "end")}
    return {**text, "blockStrokeColor": look["box_border"], "blockFillColor": look["box"]}


#: Rules for what no variable reaches, by the kind of a picture (its aria-roledescription).
#: Names behind an @ are colours; every selector is put below the picture's own id.
_RULES: dict[str, str] = {
    "architecture": """
        .node-bkg{stroke:@frame;}
        .architecture-services text,.architecture-groups text{fill:@text;}
        .edge{stroke:@line;} .arrow{fill:@line;}""",
    "block": ".arrowheadPath,.arrowMarkerPath{fill:@line;stroke:@line;}",
    "c4": """
        g > text[dominant-baseline=middle]{paint-order:stroke;stroke:@page;stroke-width:4px;}
        marker path{fill:@line;stroke:@line;}""",
    "er": """
        .labelBkg{background-color:@page;}
        [id*=zeroOrOne] circle,[id*=zeroOrMore] circle{fill:@page;}""",
    "gantt": """
        .exclude-range{fill:@grid;opacity:.35;}
        .section{opacity:.7;}
        .taskText{fill:#fff;}
        .activeText0,.activeText1,.activeText2,.activeText3,.doneText0,.doneText1,.doneText2,
        .doneText3,.critText0,.critText1,.critText2,.critText3,.activeCritText0,.activeCritText1,
        .activeCritText2,.activeCritText3,.doneCritText0,.doneCritText1,.doneCritText2,
        .doneCritText3{fill:@text!important;}""",
    "gitGraph": """
        .commit-label{fill:@text;} .commit-label-bkg{fill:@page;opacity:.85;}
        .branch{stroke:@muted;} .tag-hole{fill:@muted;}
        circle.commit-cherry-pick:not([fill]){fill:@accent;stroke:@accent;}""",
    "journey": """
        .face{fill:@note;stroke:@note_border;} .mouth{fill:@text;stroke:@text;}
        circle[fill="#666"]{fill:@text;stroke:@text;}
        .task-line{stroke:@muted;} rect.task,rect.journey-section{stroke:@frame;}
        line[stroke="black"]{stroke:@muted;} .legend{fill:@text;}
        .label{font-size:14px;line-height:1.1;color:@text;}
        text[fill="black"],text[font-weight=bold]{fill:@text;}
        [id$=arrowhead] path{fill:@muted;}""",
    "kanban": """
        .nodeLabel:not(.markdown-node-label){color:@muted;}
        .node rect.label-container{fill:@page;stroke:@frame;}
        .sections .cluster > rect{fill:@raised;stroke:@grid;}
        .cluster-label .nodeLabel{color:@text;}
        line[stroke="lightblue"]{stroke:@box_border;}""",
    "mindmap": ".section-root rect,.section-root path,.section-root circle,.section-root polygon"
    "{fill:@task;} .section-root text{fill:#fff;} .section-root span{color:#fff;}",
    "packet": """
        .packetBlock{fill:@box;stroke:@box_border;} .packetLabel,.packetTitle{fill:@text;}
        .packetByte.start,.packetByte.end{fill:@muted;}""",
    "quadrantChart": ".data-point text{paint-order:stroke;stroke:@page;stroke-width:3px;}",
    "radar": """
        .radarGraticule{fill:@muted;fill-opacity:.06;stroke:@grid;}
        .radarAxisLine{stroke:@muted;} .radarAxisLabel,.radarLegendText,.radarTitle{fill:@text;}
        """
    + "".join(
        f".radarCurve-{i}{{fill:@strong{i};fill-opacity:.2;stroke:@strong{i};}}"
        f".radarLegendBox-{i}{{fill:@strong{i};fill-opacity:.6;stroke:@strong{i};}}"
        for i in range(12)
    ),
    "requirement": ".labelBkg{background-color:@page;}",
    "sankey": """
        .node-labels text{paint-order:stroke;stroke:@page;stroke-width:3px;stroke-opacity:.75;
        stroke-linejoin:round;} .link{mix-blend-mode:normal!important;}""",
    "sequence": """
        .note{fill:@note;stroke:@note_border;} rect.actor-top,rect.actor-bottom{stroke:@box_border;}
        .sequenceNumber{fill:@page;}
        [id$=sequencenumber] circle{fill:@line;}
        .activation0,.activation1,.activation2{fill:@done;stroke:@done_border;}
        .labelBox{fill:@box;stroke:@box_border;}
        .loopLine{stroke:@box_border;} .actor-line{stroke:@grid;}
        rect.rect[fill="transparent"]{stroke:@frame;}""",
    "stateDiagram": ".edgeLabel .label rect{fill:@page;} .edgeLabel p{background-color:@page;}",
    "timeline": """
        line[stroke="black"]{stroke:@muted;} [id$=arrowhead] path{fill:@muted;}
        .eventWrapper{filter:none;} text[font-weight=bold]{fill:@text;}""",
    "treemap": """
        .treemapSectionLabel,.treemapSectionValue,.treemapLabel,.treemapValue{fill:@text!important;}
        .treemapLeaf{fill-opacity:.9;stroke:@page;}""",
    "xychart": "",
    "zenuml": """
        .frame-border-outer{fill:@grid;} .frame-border-inner,.frame-header-bg{fill:@page;}
        .frame-header-line,.lifeline,.fragment-border,.fragment-separator{stroke:@grid;}
        .frame-title,.participant-label,.message-label,.return-label,.fragment-label,
        .fragment-condition,.fragment-section-label{fill:@text;}
        .participant-box{fill:@box;stroke:@box_border;} .participant-icon{color:@text;fill:none;}
        .participant-icon [fill=currentColor]:not([stroke]){fill:@text;}
        .message-line,.return-line,.return-arrow{stroke:@line;}
        .arrow-head{fill:@line;stroke:@line;}
        .occurrence{fill:@done;stroke:@done_border;} .fragment-header{fill:@raised;}
        .fragment-section-label ~ rect,g > rect[fill="#fff"]{fill:@page;}
        .fragment-icon{color:@text;}""",
}

#: Colours that the engine writes into the picture itself, where no rule reaches them.
_REPLACED: dict[str, dict[str, str]] = {
    "c4": {
        "#444444": "@muted",
        "#999999": "#6b7480",
        "#8A8A8A": "#565e69",
    },
}


def style_rules(kind: str, theme: str, root: str) -> str:
    """Return our own CSS rules for a picture of a kind whose root element has the id ``root``."""
    rules = _with_colors(_RULES.get(kind, ""), theme)
    result = []
    for rule in rules.split("}"):
        selectors, brace, body = rule.partition("{")
        if brace:
            scoped = ",".join(f"#{root} {selector.strip()}" for selector in selectors.split(","))
            result.append(f"{scoped}{{{' '.join(body.split())}}}")
    return "".join(result)


def _with_colors(text: str, theme: str) -> str:
    names = dict(_LOOKS[theme])
    names |= {f"strong{i}": color for i, color in enumerate(strong_colors(theme))}
    return re.sub(r"@(\w+)", lambda name: names[name[1]], text)


def recolor(svg: str, kind: str, theme: str) -> str:
    """Return a picture with the colours that stand in its elements brought into the theme."""
    # The ends of relations are hollow: filled with the page's colour, whatever it is.
    svg = svg.replace(' fill="white"', f' fill="{_LOOKS[theme]["page"]}"')
    for color, ours in _REPLACED.get(kind, {}).items():
        svg = svg.replace(color, _with_colors(ours, theme))
    return svg


def page_color(theme: str) -> str:
    """Return the colour that a picture stands on, as ``#rrggbb``."""
    return _LOOKS[theme]["page"]
