// The preview's own script. It runs in a world of its own, where the document's content cannot
// reach it, and is fed with data only. Timers do not fire in this page: time is kept in Python.
"use strict";

(() => {
  const page = document.getElementById("page");
  // One entry for each block, in order: {element, first, last}; lines are 1-based. The lines are
  // kept here and not in attributes, because a new line shifts all blocks below.
  let blocks = [];
  let bridge = null;
  // Blocks lie in groups of about this many: a change then costs the layout of one group, while
  // with all blocks side by side it costs the whole document (measured: 0.2 ms against 60 ms for
  // 24,000 blocks).
  const GROUP = 100;
  // From this many blocks on, groups out of sight are not laid out.
  const LONG = 1000;
  // The height, in CSS pixels, that a block is given until its group has been shown once.
  const USUAL_HEIGHT = 100;
  // Line of the cursor, and the block that is marked because of it.
  let cursorLine = 0;
  let marked = null;
  // The line at the top when the page last scrolled; it stays there when the width changes.
  let readLine = 1;
  // The line that was asked for, until the reader scrolls.
  let aim = null;
  // The scroll position that we set ourselves; it is not reported back.
  let ownPosition = -1;
  let reportIsDue = false;

  function element(html) {
    const wrapper = document.createElement("div");
    wrapper.className = "block";
    wrapper.innerHTML = html;
    return wrapper;
  }

  function scrollTo(position) {
    window.scrollTo({ top: position, behavior: "instant" });
    ownPosition = window.scrollY;
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

  // Index of the block at a height of the window, or -1. First the group is looked for: blocks of
  // a group that is not laid out may claim to be anywhere.
  function indexAt(y) {
    const isAbove = (part) => part.getBoundingClientRect().top <= y;
    const groups = page.children;
    const group = groups[lastWhere(groups, isAbove)];
    if (!group) {
      return -1;
    }
    const found = group.children[Math.max(0, lastWhere(group.children, isAbove))];
    return blocks.findIndex((block) => block.element === found);
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

  function splice(patch) {
    const added = patch.inserted.map((b) => ({
      element: element(b.html),
      first: b.first,
      last: b.last,
    }));
    const end = patch.start + patch.removed;
    const previous = patch.start > 0 ? blocks[patch.start - 1].element : null;
    const next = end < blocks.length ? blocks[end].element : null;
    if (added.length > 0) {
      insert(added.map((b) => b.element), previous, next);
    }
    for (const gone of blocks.slice(patch.start, end)) {
      remove(gone.element);
    }
    blocks = blocks.slice(0, patch.start).concat(added, blocks.slice(end));
    page.classList.toggle("long", blocks.length >= LONG);
    if (patch.shift !== 0) {
      for (let i = patch.start + added.length; i < blocks.length; i += 1) {
        blocks[i].first += patch.shift;
        blocks[i].last += patch.shift;
      }
    }
  }

  function markCursor() {
    const index = lastBefore(cursorLine);
    const wanted = index >= 0 && cursorLine <= blocks[index].last ? blocks[index].element : null;
    if (wanted !== marked) {
      if (marked) {
        marked.classList.remove("current");
      }
      if (wanted) {
        wanted.classList.add("current");
      }
      marked = wanted;
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

  function goToFragment(fragment) {
    aim = null;
    const names = [fragment];
    try {
      names.push(decodeURIComponent(fragment));
    } catch {
      // Not an encoded name: it was tried as it stands.
    }
    const target = names.map((name) => document.getElementById(name)).find((found) => found);
    if (target) {
      for (let around = target; around; around = around.parentElement) {
        if (around.localName === "details") {
          around.open = true;
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

  function onClick(event) {
    const start = event.target instanceof Element ? event.target : null;
    if (!start || !start.closest("summary") || start.closest("a, area")) {
      event.preventDefault();
    }
    const link = start ? start.closest("a[href], area[href]") : null;
    if (!link || event.button > 1) {
      return;
    }
    const href = link.getAttribute("href");
    if (href.startsWith("#")) {
      goToFragment(href.slice(1));
    } else if (bridge) {
      bridge.report_link(href);
    }
  }

  function onDoubleClick(event) {
    if (bridge && blocks.length > 0) {
      bridge.report_line(Math.max(1, Math.floor(lineAt(event.clientY))));
    }
  }

  globalThis.specPreview = {
    // Replace blocks; `count` is how many blocks there are afterwards.
    apply(patch, revision, count) {
      const rest = blocks.length - patch.removed;
      if (rest < 0 || rest + patch.inserted.length !== count) {
        bridge.report_out_of_step();
        return;
      }
      aim = null;
      keepPlace(patch.start, patch.removed, patch.inserted.length, () => splice(patch));
      markCursor();
      if (revision !== null) {
        bridge.report_patched(revision);
      }
    },

    clear() {
      blocks = [];
      page.replaceChildren();
      scrollTo(0);
    },

    goToLine,

    topLine,

    // Mark the block that the cursor is in.
    markLine(line) {
      cursorLine = line;
      markCursor();
    },

    // The style sheet holds the colours of all themes.
    setTheme(theme) {
      document.documentElement.dataset.theme = theme;
    },
  };

  document.addEventListener("click", onClick, true);
  document.addEventListener("auxclick", onClick, true);
  document.addEventListener("dblclick", onDoubleClick, true);
  for (const kind of ["submit", "dragstart", "dragover", "drop"]) {
    document.addEventListener(kind, (event) => event.preventDefault(), true);
  }
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    const stop = () => {
      aim = null;
    };
    window.addEventListener(kind, stop, { capture: true, passive: true });
  }
  window.addEventListener("scroll", () => {
    if (!reportIsDue) {
      reportIsDue = true;
      window.requestAnimationFrame(afterScroll);
    }
  });

  window.addEventListener("resize", () => {
    if (window.scrollY > 0) {
      goToLine(readLine);
    }
  });

  new QWebChannel(qt.webChannelTransport, (channel) => {
    bridge = channel.objects.bridge;
    bridge.report_ready();
  });
})();
