// The blocks of the page: keeping, replacing and finding them.
//
// The files of this folder's preview are put together into one function, in the order that
// render/page.py names. It runs in a world of its own, where the document's content cannot reach
// it, and is fed with data only. Timers do not fire in this page: time is kept in Python.

// What Python can call; each file adds its own.
const specPreview = {};
globalThis.specPreview = specPreview;

const page = document.getElementById("page");
// What the script can tell Python, once the channel is open.
let bridge = null;
// One entry for each block, in order: {element, first, last}; lines are 1-based. The lines are
// kept here and not in attributes, because a new line shifts all blocks below.
let blocks = [];
// Functions that are called with the content of each block before it is compared with what stands
// in the page: what they do to it belongs to the block, and stays while the block stays the same.
const preparations = [];
// Functions that are called after each change of the blocks, with the entries that are new or
// have changed; the element of one that has changed is the one that it had before. The patch
// is handed on as well.
const afterChange = [];

// Blocks lie in groups of about this many: a change then costs the layout of one group, while
// with all blocks side by side it costs the whole document (measured: 0.2 ms against 60 ms for
// 24,000 blocks).
const GROUP = 100;
// From this many blocks on, groups out of sight are not laid out.
const LONG = 1000;
// The height, in CSS pixels, that a block is given until its group has been shown once.
const USUAL_HEIGHT = 100;

// The content of a block, not yet in the page: its pictures are not loaded.
function contentOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const prepare of preparations) {
    prepare(template.content);
  }
  return template.content;
}

function newElement(content) {
  const wrapper = document.createElement("div");
  wrapper.className = "block";
  wrapper.append(content);
  return wrapper;
}

// Index of the last entry for which `before(entry)` holds, or -1; it holds for a prefix.
function lastWhere(list, before) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(list[middle])) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function lastBefore(line) {
  return lastWhere(blocks, (block) => block.first <= line);
}

// Index of a block's element, by its place in the page.
function indexOf(element) {
  const isBefore = (block) =>
    element.compareDocumentPosition(block.element) & Node.DOCUMENT_POSITION_PRECEDING;
  return lastWhere(blocks, isBefore) + 1;
}

// Index of the block at a height of the window, or -1. First the group is looked for: blocks of
// a group that is not laid out may claim to be anywhere.
function indexAt(y) {
  const isAbove = (part) => part.getBoundingClientRect().top <= y;
  const groups = page.children;
  const group = groups[lastWhere(groups, isAbove)];
  if (!group) {
    return -1;
  }
  return indexOf(group.children[Math.max(0, lastWhere(group.children, isAbove))]);
}

function newGroup(next) {
  const group = document.createElement("div");
  group.className = "group";
  page.insertBefore(group, next);
  return group;
}

// Move a block and those behind it into a group of their own.
function splitBefore(block) {
  const tail = newGroup(block.parentElement.nextSibling);
  tail.style.containIntrinsicHeight = block.parentElement.style.containIntrinsicHeight;
  for (let rest = block; rest; ) {
    const next = rest.nextElementSibling;
    tail.append(rest);
    rest = next;
  }
  return tail;
}

function insert(elements, previous, next) {
  const hasRoom = (block) =>
    block && block.parentElement.childElementCount + elements.length <= 2 * GROUP;
  if (hasRoom(previous)) {
    previous.after(...elements);
  } else if (hasRoom(next)) {
    next.before(...elements);
  } else {
    const inside = next && next.previousElementSibling;
    const border = inside ? splitBefore(next) : next && next.parentElement;
    for (let i = 0; i < elements.length; i += GROUP) {
      const part = elements.slice(i, i + GROUP);
      const group = newGroup(border);
      group.style.containIntrinsicHeight = `auto ${part.length * USUAL_HEIGHT}px`;
      group.append(...part);
    }
  }
}

function remove(block) {
  const group = block.parentElement;
  block.remove();
  if (group.childElementCount === 0) {
    group.remove();
  }
}

// Put the contents into the page between two blocks; the old elements become what they can.
function exchange(old, contents, previous, next) {
  const isSame = (element, content) => element.textContent === content.textContent;
  const isOfOneKind = (element, content) =>
    element.firstElementChild?.nodeName === content.firstElementChild?.nodeName;
  const kept = partners(old, contents, isSame, isOfOneKind);
  const staying = new Set(kept);
  old.filter((element) => !staying.has(element)).forEach(remove);
  const elements = contents.map((content, i) => kept[i] ?? newElement(content));
  let before = previous;
  for (let i = 0; i < elements.length; ) {
    let end = i;
    while (end < elements.length && !kept[end]) {
      end += 1;
    }
    if (end > i) {
      insert(elements.slice(i, end), before, elements[end] ?? next);
    }
    if (end < elements.length) {
      takeChildren(kept[end], contents[end]);
    }
    before = elements[Math.min(end, elements.length - 1)];
    i = end + 1;
  }
  return elements;
}

// Replace blocks as a patch says; returns the new entries.
function splice(patch) {
  const end = patch.start + patch.removed;
  const old = blocks.slice(patch.start, end).map((block) => block.element);
  const contents = patch.inserted.map((each) => contentOf(each.html));
  const previous = patch.start > 0 ? blocks[patch.start - 1].element : null;
  const next = end < blocks.length ? blocks[end].element : null;
  const elements = exchange(old, contents, previous, next);
  const added = patch.inserted.map((each, i) => ({
    element: elements[i],
    first: each.first,
    last: each.last,
  }));
  blocks = blocks.slice(0, patch.start).concat(added, blocks.slice(end));
  page.classList.toggle("long", blocks.length >= LONG);
  if (patch.shift !== 0) {
    for (let i = patch.start + added.length; i < blocks.length; i += 1) {
      blocks[i].first += patch.shift;
      blocks[i].last += patch.shift;
    }
  }
  return added;
}
