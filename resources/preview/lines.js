// Where the source lines of a block stand in it.

// Marks of the blocks that were asked for, until the block changes.
let marksOf = new WeakMap();

// Code has a line of its own for each of the source; the fences have none, and stand at its edges.
function addCode(pre, first, add) {
  const code = pre.querySelector("code");
  const rows = code ? code.textContent.split("\n").length - 1 : 0;
  if (rows > 0) {
    const [, last, column] = pre.dataset.sourcepos.match(/-(\d+):(\d+)$/u).map(Number);
    const lines = last - first + (column === 0 ? 0 : 1);
    const start = first + (lines > rows ? 1 : 0);
    add(start, code, false);
    add(start + rows, code, true);
  }
}

// Marks {line, element, isBottom} of a block, from top to bottom and no two for one line: where a
// line begins, as the block itself counts them from 1. Elements inside carry theirs.
function marks(block) {
  const known = marksOf.get(block.element);
  if (known) {
    return known;
  }
  const found = [{ line: 1, element: block.element, isBottom: false }];
  const add = (line, element, isBottom) => {
    if (line > found.at(-1).line && line <= block.last - block.first + 1) {
      found.push({ line, element, isBottom });
    }
  };
  // What is folded up stands nowhere.
  const folded = "details:not([open]) > :not(summary:first-of-type)";
  const hasFolded = block.element.querySelector(folded) !== null;
  for (const inner of block.element.querySelectorAll("[data-sourcepos]")) {
    if (!hasFolded || !inner.closest(folded)) {
      const line = parseInt(inner.dataset.sourcepos, 10);
      add(line, inner, false);
      if (inner.localName === "pre") {
        addCode(inner, line, add);
      }
    }
  }
  marksOf.set(block.element, found);
  return found;
}

// The height of a mark in the window.
function heightOf(mark) {
  const frame = mark.element.getBoundingClientRect();
  return mark.isBottom ? frame.bottom : frame.top;
}

// The point [line, y] of a mark, and that of the next one or of the block below. Lines are those
// of the document, y is relative to the window.
function stretch(index, number) {
  const block = blocks[index];
  const all = marks(block);
  const point = (mark) => [block.first + mark.line - 1, heightOf(mark)];
  const start = point(all[number]);
  if (number + 1 < all.length) {
    const [line, y] = point(all[number + 1]);
    return [start, [line, Math.max(y, start[1])]];
  }
  const next = blocks[index + 1];
  const line = Math.max(block.last + 1, next ? next.first : 0);
  const bottom = (next ?? block).element.getBoundingClientRect()[next ? "top" : "bottom"];
  return [start, [line, Math.max(bottom, start[1])]];
}

// Map a value from one column of two points to the other, on the straight line between them.
function between([a, b], value, from, to) {
  const length = b[from] - a[from];
  const share = length > 0 ? Math.min(1, Math.max(0, (value - a[from]) / length)) : 0;
  return a[to] + share * (b[to] - a[to]);
}

// The source line, with a fraction, that stands at a height of the window.
function lineAt(y) {
  const index = blocks.length > 0 ? indexAt(y) : -1;
  if (index < 0) {
    return blocks.length > 0 ? blocks[0].first : 1;
  }
  const number = lastWhere(marks(blocks[index]), (mark) => heightOf(mark) <= y);
  if (number < 0 && index > 0) {
    // In the margin above the first block of a group.
    return between(stretch(index - 1, marks(blocks[index - 1]).length - 1), y, 1, 0);
  }
  return between(stretch(index, Math.max(0, number)), y, 1, 0);
}

// Which mark of a block a line of the document belongs to.
function markAt(index, line) {
  const inside = line - blocks[index].first + 1;
  return lastWhere(marks(blocks[index]), (mark) => mark.line <= inside);
}

// The height of the window at which a source line stands; null when there are no blocks.
function heightAt(line) {
  if (blocks.length === 0) {
    return null;
  }
  const index = Math.max(0, lastBefore(line));
  const y = between(stretch(index, Math.max(0, markAt(index, line))), line, 0, 1);
  // A group that is not laid out has a guessed height, and the block may claim to stand below
  // it. Then its group is brought into sight first. Between a group and the next one is only a
  // margin, which is a place like any other.
  const { element } = blocks[index];
  const end = element.parentElement.getBoundingClientRect().bottom;
  const isLaidOut = element.getBoundingClientRect().bottom < end + 1;
  return isLaidOut || y < end ? y : end - 1;
}

afterChange.push((added) => {
  for (const block of added) {
    marksOf.delete(block.element);
  }
});
document.addEventListener("toggle", () => { marksOf = new WeakMap(); }, true);
