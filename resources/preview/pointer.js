// What the reader does with the mouse: links, check boxes, and the way back to the source.

// The element that a fragment names, or nothing.
function targetOf(fragment) {
  const names = [fragment];
  try {
    names.push(decodeURIComponent(fragment));
  } catch {
    // Not an encoded name: it was tried as it stands.
  }
  return names.map((name) => document.getElementById(name)).find((found) => found);
}

function goToFragment(fragment) {
  aim = null;
  const target = targetOf(fragment);
  if (target) {
    for (let around = target; around; around = around.parentElement) {
      if (around.localName === "details") {
        around.open = true;
        turned.add(around);
      }
    }
    // What has just been opened has its height in the next frame only.
    window.requestAnimationFrame(() => {
      target.scrollIntoView({ block: "start", behavior: "instant" });
    });
  } else if (fragment === "" || fragment === "top") {
    window.scrollTo({ top: 0, behavior: "instant" });
  }
}

// Characters of a task that are read out with its box.
const LONGEST_LABEL = 200;

// The boxes of a task list can be ticked; others that a document has stay as they are.
preparations.push((content) => {
  for (const box of content.querySelectorAll("li[data-sourcepos] > input:first-child")) {
    box.removeAttribute("disabled");
    const item = box.parentElement.textContent.trim().split("\n")[0];
    box.setAttribute("aria-label", item.slice(0, LONGEST_LABEL) || "Task");
  }
});

// Where an element stands in the document's source: the lines, and bytes of UTF-8 in them as
// columns; all of them from 1.
function sourceOf(element, block) {
  const position = (element.dataset.sourcepos ?? "").match(/^(\d+):(\d+)-(\d+):(\d+)$/u);
  if (!position) {
    return { first: block.first, column: 1, last: block.last, end: 0 };
  }
  const [first, column, last, end] = position.slice(1).map(Number);
  const shift = block.first - 1;
  return { first: first + shift, column, last: last + shift, end };
}

const NOTE = /^user-content-fn[-:]/u;

// The item of the footnote that an element stands in, or nothing.
function noteAround(element) {
  const item = element.closest("li[id^='user-content-fn-'], li[id^='user-content-fn:']");
  return item && item.parentElement.parentElement.matches(".footnotes, .mkdocs-footnote")
    ? item
    : null;
}

// The label that a footnote has in the source.
function labelOf(note) {
  const name = note.id.replace(NOTE, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function blockOf(node) {
  const inside = node instanceof Element ? node : node.parentElement;
  const element = inside ? inside.closest(".block") : null;
  return element ? blocks[indexOf(element)] : null;
}

function tick(box) {
  const block = blockOf(box);
  if (bridge && block) {
    const { first, column } = sourceOf(box.parentElement, block);
    // By now the box shows what it would be; the text says what becomes of it.
    bridge.report_tick(first, column, box.checked);
  }
}

// What has a use of its own for clicks.
const NOT_FOR_SOURCE = "a, area, input, summary, button";
// Longer texts are not sent to find a place in them; the line is enough then.
const LONGEST_TEXT = 200_000;

// Ask for the place in the source of what was clicked at: its element, and the text in it before
// and behind the click.
function askForSource(event) {
  const isOurs = event.target instanceof Element && event.target.closest(NOT_FOR_SOURCE);
  const caret = document.caretRangeFromPoint(event.clientX, event.clientY);
  const block = caret ? blockOf(caret.startContainer) : null;
  if (isOurs || !bridge || blocks.length === 0) {
    return;
  }
  const line = Math.max(1, Math.floor(lineAt(event.clientY)));
  if (!block) {
    bridge.report_spot({ first: line, column: 1, last: line, end: 0, before: "", after: "" });
    return;
  }
  const node = caret.startContainer;
  const inside = node instanceof Element ? node : node.parentElement;
  const positioned = inside.closest("[data-sourcepos]");
  const note = noteAround(inside);
  const around = note ?? block.element;
  const element = positioned && around.contains(positioned) ? positioned : around;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, caret.startOffset);
  const after = document.createRange();
  after.setStart(node, caret.startOffset);
  after.setEnd(element, element.childNodes.length);
  const spot = { ...sourceOf(element, block), before: before.toString(), after: after.toString() };
  if (element === note) {
    Object.assign(spot, { column: 1, end: 0, note: labelOf(note) });
  }
  const length = spot.before.length + spot.after.length;
  if (length === 0 || length > LONGEST_TEXT) {
    Object.assign(spot, { first: line, column: 1, last: line, end: 0, before: "", after: "" });
  }
  bridge.report_spot(spot);
}

function onClick(event) {
  const start = event.target instanceof Element ? event.target : null;
  if (!start || !start.closest("summary") || start.closest("a, area")) {
    event.preventDefault();
  } else {
    turned.add(start.closest("summary").parentElement);
  }
  const link = start ? start.closest("a[href], area[href]") : null;
  if (event.button > 1) {
    return;
  }
  if (start && start.matches("li > input") && event.button === 0) {
    tick(start);
  } else if (link && link.getAttribute("href").startsWith("#")) {
    goToFragment(link.getAttribute("href").slice(1));
  } else if (link && bridge) {
    bridge.report_link(link.getAttribute("href"));
  } else if (event.button === 0 && (event.ctrlKey || event.metaKey)) {
    askForSource(event);
  }
}
