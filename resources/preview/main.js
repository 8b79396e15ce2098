// What Python calls, and what happens in the page by itself.

// Line of the cursor, and the block that is marked because of it.
let cursorLine = 0;
let marked = null;

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

Object.assign(specPreview, {
  // Replace blocks; `count` is how many blocks there are afterwards.
  apply(patch, revision, count) {
    const rest = blocks.length - patch.removed;
    if (rest < 0 || rest + patch.inserted.length !== count) {
      bridge.report_out_of_step();
      return;
    }
    aim = null;
    let added = [];
    keepPlace(patch.start, patch.removed, patch.inserted.length, () => {
      added = splice(patch);
    });
    markCursor();
    for (const react of afterChange) {
      react(added, patch);
    }
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
});

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

// Another height moves nothing, so that a bar can be opened below the page.
window.addEventListener("resize", () => {
  if (window.scrollY > 0 && window.innerWidth !== width) {
    goToLine(readLine);
  }
  width = window.innerWidth;
});

new QWebChannel(qt.webChannelTransport, (channel) => {
  bridge = channel.objects.bridge;
  bridge.report_ready();
});
