// Source lines and heights of the window: where a line stands, which line one reads.

// The line at the top when the page last scrolled; it stays there when the width changes.
let readLine = 1;
// The width for which that line was found.
let width = window.innerWidth;
// The line that was asked for, until the reader scrolls.
let aim = null;
// The scroll position that we set ourselves; it is not reported back.
let ownPosition = -1;
let reportIsDue = false;

function scrollTo(position) {
  window.scrollTo({ top: position, behavior: "instant" });
  ownPosition = window.scrollY;
}

// Do `change` so that what one reads stays where it is. A block that is itself replaced hands
// its place to the one that comes instead.
function keepPlace(start, removed, inserted, change) {
  if (window.scrollY <= 0 || blocks.length === 0) {
    change();
    return;
  }
  let index = Math.max(0, indexAt(0));
  const before = blocks[index].element.getBoundingClientRect().top;
  change();
  if (index >= start + removed) {
    index += inserted - removed;
  } else if (index >= start) {
    index = Math.min(index, start + Math.max(0, inserted - 1));
  }
  const anchor = blocks[Math.min(index, blocks.length - 1)];
  if (anchor) {
    const moved = anchor.element.getBoundingClientRect().top - before;
    scrollTo(window.scrollY + moved);
  }
}

// Points [line, y] of a block from top to bottom, y relative to the window. The elements inside
// a block carry their lines relative to it.
function points(index) {
  const block = blocks[index];
  const frame = block.element.getBoundingClientRect();
  const result = [[block.first, frame.top]];
  for (const inner of block.element.querySelectorAll("[data-sourcepos]")) {
    const line = block.first + parseInt(inner.dataset.sourcepos, 10) - 1;
    const last = result[result.length - 1];
    if (line > last[0] && line <= block.last) {
      const top = inner.getBoundingClientRect().top;
      if (top > last[1]) {
        result.push([line, top]);
      }
    }
  }
  const next = blocks[index + 1];
  const end = Math.max(block.last + 1, next ? next.first : 0);
  const bottom = next ? next.element.getBoundingClientRect().top : frame.bottom;
  result.push([end, Math.max(bottom, result[result.length - 1][1])]);
  return result;
}

// Map a value from one column of the points to the other, on straight lines between them.
function between(list, value, from, to) {
  let i = 1;
  while (i < list.length - 1 && list[i][from] <= value) {
    i += 1;
  }
  const [a, b] = [list[i - 1], list[i]];
  const length = b[from] - a[from];
  const share = length > 0 ? Math.min(1, Math.max(0, (value - a[from]) / length)) : 0;
  return a[to] + share * (b[to] - a[to]);
}

// The source line, with a fraction, that stands at a height of the window.
function lineAt(y) {
  if (blocks.length === 0) {
    return 1;
  }
  const index = indexAt(y);
  return index < 0 ? blocks[0].first : between(points(index), y, 1, 0);
}

function topLine() {
  return window.scrollY <= 0 ? 1 : lineAt(0);
}

function afterScroll() {
  reportIsDue = false;
  if (window.innerWidth !== width) {
    // Another line is here only because everything was laid out anew; what one reads comes back.
    return;
  }
  readLine = topLine();
  if (bridge && Math.abs(window.scrollY - ownPosition) >= 2) {
    ownPosition = -1;
    aim = null;
    bridge.report_scroll(readLine);
  }
}

function align(line) {
  const index = lastBefore(line);
  if (line <= 1 || index < 0) {
    scrollTo(0);
    return;
  }
  // A group that is not laid out has a guessed height, and the block may claim to stand below
  // it. Then its group is brought into sight first.
  const end = blocks[index].element.parentElement.getBoundingClientRect().bottom;
  const y = Math.min(between(points(index), line, 0, 1), end);
  scrollTo(window.scrollY + y - (y === end ? 1 : 0));
}

// What comes into sight gets its real height frame by frame, so look a few times more.
function settle(line, frames) {
  window.requestAnimationFrame(() => {
    if (aim === line && blocks.length > 0) {
      align(line);
      readLine = line;
      if (frames > 1) {
        settle(line, frames - 1);
      }
    }
  });
}

function goToLine(line) {
  if (blocks.length > 0) {
    align(line);
    readLine = line;
    aim = line;
    settle(line, 4);
  }
}
