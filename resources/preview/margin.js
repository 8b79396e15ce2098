// The margin: problems at the right of what they are about, and at the left a line along sections
// that are still to be written. Nothing of it takes room in the page.

// What was found and the sections, both in the order of the text: {line, told, …} with 1-based
// lines, as they are now and as they were in the newest report. An entry of `blocks` keeps under
// `remarks` what is shown beside it.
const remarks = [];
const sections = [];
const SEVERITIES = ["error", "warning", "info"];
const SEVERITY_WORDS = { error: "Error", warning: "Warning", info: "Note" };
const MOST_IN_TIP = 4;
const MOST_IN_BLOCK = 300;
const MOST_READ_OUT = 10;
// Names tie a mark to the element that it stands beside; each is used once.
let lastAnchor = 0;

// Problems

// What was found in a block by the item, row or paragraph that it stands in. Where there would be
// too many marks, all of it stands at the top.
function remarksByPart(block) {
  const parts = [...block.element.querySelectorAll(":is(li, tr, p, pre)[data-sourcepos]")];
  const firstLine = (part) => parseInt(part.dataset.sourcepos, 10) - 1;
  const top = block.element.firstElementChild ?? block.element;
  const byPart = new Map();
  for (const { remark, at } of block.remarks) {
    const part = parts[lastWhere(parts, (each) => firstLine(each) <= at)] ?? top;
    byPart.set(part, byPart.get(part) ?? []);
    byPart.get(part).push(remark);
  }
  const all = block.remarks.map(({ remark }) => remark);
  return byPart.size <= MOST_IN_BLOCK ? byPart : new Map([[top, all]]);
}

function describeRemark(remark) {
  return `${SEVERITY_WORDS[remark.kind]}: ${remark.text}`;
}

function remarkButton(part, own) {
  own.sort((one, other) => SEVERITIES.indexOf(one.kind) - SEVERITIES.indexOf(other.kind));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "remark";
  button.dataset.kind = own[0].kind;
  button.dataset.part = part.localName;
  const count = own.length > 1 ? `${own.length} problems. ` : "";
  const words = own.slice(0, MOST_READ_OUT).map(describeRemark).join(" ");
  button.setAttribute("aria-label", count + words);
  if (own.length > 1) {
    button.dataset.count = own.length > 99 ? "99+" : own.length;
  }
  button.remarks = own;
  button.next = 0;
  const anchor = `--remark-${(lastAnchor += 1)}`;
  part.style.anchorName = anchor;
  button.style.positionAnchor = anchor;
  return button;
}

function drawRemarks(block) {
  block.element.querySelectorAll(":scope > .remark").forEach((button) => button.remove());
  const byPart = [...remarksByPart(block)];
  block.element.append(...byPart.map(([part, own]) => remarkButton(part, own)));
  block.isDrawn = true;
}

function showRemarks(block, own) {
  const before = block.remarks ?? [];
  const isSame = (remark, i) =>
    before[i].remark === remark && before[i].at === remark.line - block.first;
  if (before.length === own.length && own.every(isSame)) {
    return;
  }
  block.remarks = own.map((remark) => ({ remark, at: remark.line - block.first }));
  block.isDrawn = false;
  if (nearGroups.has(block.element.parentElement)) {
    drawRemarks(block);
  }
}

// Groups of blocks in sight or near it: only those have their marks drawn. They are few, however
// many marks there are.
const nearGroups = new WeakSet();
const watchedGroups = new WeakSet();
const entries = new WeakMap();

function drawGroup(group) {
  for (const element of group.children) {
    const block = entries.get(element);
    if (block && block.remarks && !block.isDrawn) {
      drawRemarks(block);
    }
  }
}

const watcher = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) {
        nearGroups.add(target);
        drawGroup(target);
      } else {
        nearGroups.delete(target);
      }
    }
  },
  { rootMargin: "100% 0px" },
);

function watchGroups() {
  for (const group of page.children) {
    if (!watchedGroups.has(group)) {
      watchedGroups.add(group);
      watcher.observe(group);
    }
  }
}

// Sections

function showSection(block, section, goesOn) {
  const wanted = section.state && (goesOn ? `${section.state} goes-on` : section.state);
  block.section = section;
  if (block.inSection !== wanted) {
    block.inSection = wanted;
    block.element.dataset.section = wanted;
  }
}

const NO_SECTION = { line: 0, state: "", text: "" };

// All blocks

// So far behind the last block, in lines, its marks may stand: where the page is made piece by
// piece it is not the last one for long.
const BEHIND = 50;

// Put the marks beside the blocks from one index to another. What stands before the first block
// belongs to that one. There may be many thousands of everything: one walk, no searches.
function placeMarks(from, to) {
  if (from >= to) {
    return;
  }
  let remark = from > 0 ? lastWhere(remarks, (each) => each.line < blocks[from].first) + 1 : 0;
  let current = lastWhere(sections, (section) => section.line <= blocks[from].first);
  for (let i = from; i < to; i += 1) {
    const block = blocks[i];
    const end = i + 1 < blocks.length ? blocks[i + 1].first : block.last + BEHIND;
    const own = [];
    while (remark < remarks.length && remarks[remark].line < end) {
      own.push(remarks[remark]);
      remark += 1;
    }
    showRemarks(block, own);
    while (current + 1 < sections.length && sections[current + 1].line <= block.first) {
      current += 1;
    }
    const next = sections[current + 1];
    const goesOn = i + 1 < blocks.length && (!next || next.line > end);
    showSection(block, sections[current] ?? NO_SECTION, goesOn);
  }
}

// The first and the last line beside which another mark stands since `placeMarks` was called.
let firstChanged = Infinity;
let lastChanged = 0;

function noteChange(line) {
  firstChanged = Math.min(firstChanged, line);
  lastChanged = Math.max(lastChanged, line);
}

// Take news of a report: lines are what it says.
function takeSplice(list, start, removed, inserted, shift) {
  const end = start + inserted.length;
  const gone = list.splice(start, removed, ...inserted);
  if (gone.length > 0 || inserted.length > 0) {
    [...gone, ...inserted].forEach((mark) => noteChange(mark.line));
    // A section reaches as far as the next one.
    noteChange(list[end]?.line ?? Infinity);
  }
  list.forEach((mark, i) => {
    mark.told += i < end ? 0 : shift;
    if (mark.line !== mark.told) {
      noteChange(mark.line);
      noteChange(mark.told);
      mark.line = mark.told;
    }
  });
}

function placeChanged() {
  placeMarks(Math.max(0, lastBefore(firstChanged) - 1), lastBefore(lastChanged) + 1);
  firstChanged = Infinity;
  lastChanged = 0;
}

// Go along with a patch until the next report: `next` is the first block that it has moved.
function moveMarks(list, next, shift) {
  for (const mark of list) {
    if (mark.line >= next.first - shift) {
      mark.line += shift;
    } else if (mark.line >= next.first) {
      // Its lines are gone.
      mark.line = next.first - 1;
    }
  }
}

// New blocks have their marks from the first moment.
afterChange.push((added, patch) => {
  watchGroups();
  const end = patch.start + added.length;
  const next = blocks[end];
  if (next && patch.shift !== 0) {
    moveMarks(remarks, next, patch.shift);
    moveMarks(sections, next, patch.shift);
  }
  added.forEach((block) => entries.set(block.element, block));
  placeMarks(Math.max(0, patch.start - 1), end);
});

// The pointer and the keyboard

tellers.push((event) => {
  const target = event.target instanceof Element ? event.target : null;
  const owner = target && target.closest(".remark");
  if (!owner) {
    return null;
  }
  const lines = owner.remarks.slice(0, MOST_IN_TIP).map((remark) => ({
    text: remark.text,
    about: `${SEVERITY_WORDS[remark.kind]} · ${remark.rule}`,
  }));
  const more = owner.remarks.length - lines.length;
  return { owner, lines: more > 0 ? [...lines, { text: `and ${more} more` }] : lines };
});

tellers.push((event) => {
  const owner = event.target instanceof Element ? event.target : null;
  if (!owner || !owner.matches(".block")) {
    return null;
  }
  const isBeside = event.clientX < owner.getBoundingClientRect().left;
  const block = isBeside && entries.get(owner);
  const at = { left: event.clientX + 8, top: event.clientY, bottom: event.clientY };
  return block && block.section?.state && { owner, lines: [{ text: block.section.text }], at };
});

// A click leads to a problem; the next one on the same mark to the next problem.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".remark") : null;
  if (button && bridge) {
    bridge.report_remark(remarks.indexOf(button.remarks[button.next]));
    button.next = (button.next + 1) % button.remarks.length;
  }
});

Object.assign(specPreview, {
  // Replace some of what was found: [line, kind, text, rule]. The last part of many is placed.
  setRemarks(start, removed, inserted, shift, isLast) {
    const found = inserted.map(([line, kind, text, rule]) => ({ line, told: line, kind, text, rule }));
    takeSplice(remarks, start, removed, found, shift);
    if (isLast) {
      placeChanged();
    }
  },

  // Replace some sections: [line, state, text]; the state is empty where nothing is to be said.
  setSections(start, removed, inserted, shift, isLast) {
    const found = inserted.map(([line, state, text]) => ({ line, told: line, state, text }));
    takeSplice(sections, start, removed, found, shift);
    if (isLast) {
      placeChanged();
    }
  },
});
