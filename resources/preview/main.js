// What Python calls, and what happens in the page by itself.

// Line of the cursor, and the elements that are marked because of it.
let cursorLine = 0;
let marked = new Set();

// Elements that lie on the cursor's line: its block, and in a long one the item or the row.
function elementsAtCursor() {
  const index = lastBefore(cursorLine);
  if (index < 0 || cursorLine > blocks[index].last) {
    return new Map();
  }
  const block = blocks[index];
  const found = new Map([[block.element, "current"]]);
  const { line, element } = marks(block)[markAt(index, cursorLine)];
  const starting = `:is(li, tr)[data-sourcepos^="${line}:"]`;
  const part = [...block.element.querySelectorAll(starting)].at(-1) ?? element.closest("li, tr");
  if (part && block.element.contains(part)) {
    found.set(part, "current-part");
  }
  return found;
}

function markCursor() {
  const wanted = elementsAtCursor();
  for (const element of marked) {
    element.classList.remove("current", "current-part");
  }
  for (const [element, name] of wanted) {
    element.classList.add(name);
  }
  marked = new Set(wanted.keys());
}

function applyPatch(patch, revision) {
  aim = null;
  let added = [];
  keepPlace(patch.start, patch.removed, patch.inserted.length, () => {
    added = splice(patch);
  });
  findLost();
  for (const react of afterChange) {
    react(added, patch);
  }
  markCursor();
  if (revision !== null) {
    shownRevision = revision;
    follow();
    reportSoon();
    bridge.report_patched(revision);
  }
}

Object.assign(specPreview, {
  // Replace blocks; `count` is how many blocks there are afterwards, `number` that of the patch.
  apply(patch, revision, count, number) {
    const rest = blocks.length - patch.removed;
    try {
      if (rest < 0 || rest + patch.inserted.length !== count) {
        bridge.report_out_of_step();
      } else {
        applyPatch(patch, revision);
      }
    } finally {
      // The next one comes after this has been said, whatever became of this one.
      bridge.report_taken(number);
    }
  },

  clear() {
    blocks = [];
    aim = null;
    wish = null;
    lost = null;
    page.replaceChildren();
    scrollTo(0);
  },

  // Bring a line, with a fraction, to the top; with a share, to that of the window's reach.
  goToLine(line, share, number) {
    leads = false;
    lost = null;
    lastWish = number;
    goTo({ line, share });
  },

  // Bring a line, with a fraction, to a share of the window's reach as soon as it is there: the
  // page is made anew, piece by piece, up to the line `last`.
  returnTo(line, share, last, number) {
    leads = false;
    lastWish = number;
    lost = { line, share, needed: Math.min(line, last) };
    findLost();
  },

  // The text beside the page has scrolled, or its cursor has moved to a line that is to be in
  // sight (0 for none). It speaks of a revision of the text, which may not be here yet.
  follow(line, share, cursor, scrolled, revision, number) {
    leads = false;
    lost = null;
    lastWish = number;
    // One wish does not undo what another one asked for.
    const before = wish ?? { cursor: 0, scrolled: false };
    wish = {
      place: { line, share },
      cursor: cursor || before.cursor,
      scrolled: scrolled || before.scrolled,
      revision,
    };
    follow();
  },

  place: placeNow,

  topLine: () => (window.scrollY <= 0 ? 1 : lineAt(0)),

  // Mark the block that the cursor is in.
  markLine(line) {
    cursorLine = line;
    markCursor();
  },

  // The style sheet holds the colours of all themes.
  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
  },
});

document.addEventListener("click", onClick, true);
document.addEventListener("auxclick", onClick, true);
document.addEventListener("dblclick", askForSource, true);
for (const kind of ["submit", "dragstart", "dragover", "drop"]) {
  document.addEventListener(kind, (event) => event.preventDefault(), true);
}

new QWebChannel(qt.webChannelTransport, (channel) => {
  bridge = channel.objects.bridge;
  bridge.report_ready();
});
