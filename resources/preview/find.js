// Finding text in the page. The engine's own search would scroll whenever it looks again, and it
// has to look again after each change of the page.

// Places found from which on nobody counts.
const MOST_PLACES = 10_000;
// Of the window's height, where a place stands that was brought into sight.
const SIGHT = 0.3;
const NOT_SEARCHED = "button, style, [hidden], annotation, annotation-xml";
const PARAGRAPHS =
  "p, li, td, th, dt, dd, pre, blockquote, div, summary, figcaption, h1, h2, h3, h4, h5, h6";
// Stands between two paragraphs: what is looked for cannot contain it.
const BORDER = "\uffff";

// What is looked for, as an expression, or null; and its places in each block, when known.
let wanted = null;
let placesOf = new WeakMap();
// The text of each block, with the nodes that it is made of, kept while one searches.
let textOf = new WeakMap();
// All places in the page's order: {element, number, range}, the number within its block.
let places = [];
// Index of the place that one is at, or -1.
let chosen = -1;
// The place that is being brought into sight, until the reader scrolls.
let revealed = null;
// The block in which the search began, or at which one was last.
let searchStart = null;

function readText(block) {
  const nodes = [];
  const starts = [];
  let text = "";
  let paragraph = null;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(NOT_SEARCHED)) {
      continue;
    }
    const around = parent.closest(PARAGRAPHS);
    text += around === paragraph ? "" : BORDER;
    paragraph = around;
    nodes.push(node);
    starts.push(text.length);
    text += node.data;
  }
  return { text, nodes, starts };
}

function rangeIn(read, start, end) {
  const first = lastWhere(read.starts, (each) => each <= start);
  const last = lastWhere(read.starts, (each) => each < end);
  const range = document.createRange();
  range.setStart(read.nodes[first], start - read.starts[first]);
  range.setEnd(read.nodes[last], end - read.starts[last]);
  return range;
}

function findIn(block) {
  let found = placesOf.get(block);
  if (!found) {
    let read = textOf.get(block);
    if (!read) {
      read = readText(block);
      textOf.set(block, read);
    }
    found = [];
    for (const match of read.text.matchAll(wanted)) {
      const range = rangeIn(read, match.index, match.index + match[0].length);
      found.push({ element: block, number: found.length, range });
    }
    placesOf.set(block, found);
  }
  return found;
}

function collectPlaces() {
  places = [];
  for (const block of wanted ? blocks : []) {
    places.push(...findIn(block.element));
    if (places.length > MOST_PLACES) {
      places.length = MOST_PLACES + 1;
      break;
    }
  }
}

function showPlaces() {
  CSS.highlights.clear();
  if (places.length > 0) {
    CSS.highlights.set("found", new Highlight(...places.map((place) => place.range)));
  }
  if (chosen >= 0) {
    const mark = new Highlight(places[chosen].range);
    mark.priority = 1;
    CSS.highlights.set("found-here", mark);
  }
  if (bridge) {
    const more = places.length > MOST_PLACES;
    bridge.report_found(chosen + 1, Math.min(places.length, MOST_PLACES), more);
  }
}

function openAround(node) {
  for (let around = node.parentElement; around; around = around.parentElement) {
    if (around.localName === "details") {
      around.open = true;
      turned.add(around);
    }
  }
}

// Scroll what scrolls by itself inside the page, such as wide tables and code.
function scrollSideways(range) {
  let around = range.startContainer.parentElement;
  while (around && around !== page) {
    if (around.scrollWidth > around.clientWidth) {
      const place = range.getBoundingClientRect();
      const frame = around.getBoundingClientRect();
      if (place.left < frame.left || place.right > frame.right) {
        around.scrollLeft += place.left - frame.left - frame.width * SIGHT;
      }
    }
    around = around.parentElement;
  }
}

// Bring a place into sight. What comes into sight has its real height only then, so look again.
function reveal(place, frames) {
  if (place !== revealed || !place.range.startContainer.isConnected) {
    return;
  }
  openAround(place.range.startContainer);
  scrollSideways(place.range);
  const { top, bottom } = place.range.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) {
    window.scrollBy({ top: top - window.innerHeight * SIGHT, behavior: "instant" });
  }
  if (frames > 1) {
    window.requestAnimationFrame(() => reveal(place, frames - 1));
  }
}

function choose(index) {
  chosen = index;
  if (chosen >= 0) {
    aim = null;
    revealed = places[chosen];
    reveal(revealed, 4);
  }
  showPlaces();
}

// Index of the first place that is not before the block where the search began.
function firstPlace() {
  const start = blocks.findIndex((block) => block.element === searchStart);
  const order = new Map(blocks.map((block, index) => [block.element, index]));
  const found = places.findIndex((place) => order.get(place.element) >= start);
  return found < 0 && places.length > 0 ? 0 : found;
}

function startHere() {
  const here = blocks[Math.max(0, indexAt(1))];
  searchStart = here ? here.element : null;
}

for (const kind of ["wheel", "pointerdown", "keydown"]) {
  const stop = () => {
    revealed = null;
  };
  window.addEventListener(kind, stop, { capture: true, passive: true });
}

// The blocks have changed: the place that one is at stays, and nothing scrolls.
afterChange.push((added) => {
  for (const block of added) {
    placesOf.delete(block.element);
    textOf.delete(block.element);
  }
  if (wanted === null) {
    return;
  }
  const before = chosen >= 0 ? places[chosen] : null;
  const index = chosen;
  collectPlaces();
  if (before) {
    chosen = places.findIndex((p) => p.element === before.element && p.number === before.number);
    // Its block is another one now: most likely the place is still there.
    chosen = chosen < 0 ? Math.min(index, places.length - 1) : chosen;
  }
  showPlaces();
});

Object.assign(specPreview, {
  // Look for a text; with `move` the first place from where the search began is brought into sight.
  find(text, matchCase, wholeWords, move) {
    const literal = text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&").replace(/\s+/gu, "\\s+");
    const letter = "[\\p{L}\\p{N}_]";
    const pattern = wholeWords ? `(?<!${letter})${literal}(?!${letter})` : literal;
    if (wanted === null) {
      startHere();
    }
    wanted = text === "" ? null : new RegExp(pattern, matchCase ? "gu" : "giu");
    placesOf = new WeakMap();
    collectPlaces();
    if (move || chosen >= places.length) {
      choose(move ? firstPlace() : -1);
    } else {
      showPlaces();
    }
  },

  // Go to the next place, or to the one before for -1; behind the last comes the first.
  findStep(step) {
    if (places.length === 0) {
      return;
    }
    const most = Math.min(places.length, MOST_PLACES);
    const next = chosen < 0 ? firstPlace() : chosen + step;
    choose((next + most) % most);
    searchStart = places[chosen].element;
  },

  // End the search; the place that one is at becomes the selection.
  endFind() {
    if (chosen >= 0) {
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(places[chosen].range);
    }
    wanted = null;
    textOf = new WeakMap();
    chosen = -1;
    collectPlaces();
    showPlaces();
  },
});
