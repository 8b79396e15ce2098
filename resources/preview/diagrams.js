// Diagrams: the bar over each, and the line of the document in which a mistake is.

// The buttons of a bar: what Python is told, and what they are called.
const DIAGRAM_ACTIONS = [
  ["open", "Open diagram"],
  ["copy", "Copy diagram as picture"],
  ["save", "Save diagram"],
];

// Elements of the blocks that hold a mistake; one stays the same while what is in it changes.
const mistaken = new Set();

// The nearest element with source lines that an element stands in, or null: then the whole block.
function placedAround(element) {
  return element.closest("[data-sourcepos]");
}

// The 1-based lines of the document that an element stands for; its own count from its block's.
function linesOf(element) {
  const entry = blockOf(element);
  const placed = placedAround(element);
  if (!placed) {
    return [entry.first, entry.last];
  }
  const [first, last] = placed.dataset.sourcepos.split("-").map((part) => parseInt(part, 10));
  return [entry.first + first - 1, entry.first + last - 1];
}

// Which of the diagrams in the same lines one is, from 0.
function numberOf(pre) {
  const around = placedAround(pre) || pre.closest(".block");
  const all = [...around.querySelectorAll("pre.diagram, .mistake + pre")];
  return Math.max(0, all.indexOf(pre));
}

function askForDiagram(action, pre) {
  const name = pre.querySelector("img").getAttribute("src").replace(/^.*\//u, "");
  const [first, last] = linesOf(pre);
  bridge.report_diagram(action, name.replace(/\.svg$/u, ""), first, last, numberOf(pre));
}

function diagramBar(pre) {
  const bar = document.createElement("div");
  bar.className = "diagram-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", pre.querySelector("img").alt);
  for (const [action, label] of DIAGRAM_ACTIONS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `diagram-${action}`;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => askForDiagram(action, button.closest("pre")));
    bar.append(button);
  }
  return bar;
}

// A line typed above shifts a mistake and makes no new block, so its line is said here.
function nameLines() {
  for (const block of mistaken) {
    const notices = block.isConnected ? block.querySelectorAll(".mistake[data-sourcepos]") : [];
    if (notices.length === 0) {
      mistaken.delete(block);
    }
    for (const notice of notices) {
      const [line] = linesOf(notice);
      const column = parseInt(notice.dataset.sourcepos.split(":")[1], 10);
      const place = column > 1 ? `Line ${line}, column ${column}` : `Line ${line}`;
      notice.querySelector("button").textContent = place;
    }
  }
}

function nameMistake(notice) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mistake-line";
  button.title = "Go to this line in the text";
  button.addEventListener("click", () => bridge.report_line(linesOf(notice)[0]));
  // What stands there before the colon counts lines from the start of the diagram.
  const text = notice.firstChild;
  if (text instanceof Text) {
    text.data = text.data.replace(/^[^:]*/u, "");
  }
  notice.prepend(button);
}

preparations.push((content) => {
  // The page holds alone, too: a block that was not cleaned may have the class and no picture.
  for (const pre of content.querySelectorAll("pre.diagram:has(img)")) {
    pre.append(diagramBar(pre));
  }
});

afterChange.push((added) => {
  for (const entry of added) {
    const notices = entry.element.querySelectorAll(".mistake[data-sourcepos]");
    notices.forEach(nameMistake);
    if (notices.length > 0) {
      mistaken.add(entry.element);
    }
  }
  nameLines();
});

// Before anything else hears of it: a double click elsewhere goes to the line in the text.
document.addEventListener(
  "dblclick",
  (event) => {
    const pre = event.target.closest("pre.diagram:has(img)");
    if (pre && bridge) {
      event.stopImmediatePropagation();
      if (!event.target.closest("button")) {
        askForDiagram("open", pre);
      }
    }
  },
  true,
);
