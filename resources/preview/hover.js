// Which link the reader points at, with the pointer or with the keyboard.

// That link, and whether the pointer is where its target would be shown, below at the left.
let pointedLink = null;
let isInTheWay = false;

function linkAround(node) {
  return node instanceof Element ? node.closest("a[href], area[href]") : null;
}

// The link that the keyboard is at, when the engine shows that it is.
function focusedLink() {
  const focused = document.activeElement;
  return focused && focused.matches(":focus-visible") ? linkAround(focused) : null;
}

function point(link, inTheWay) {
  if (link === pointedLink && inTheWay === isInTheWay) {
    return;
  }
  pointedLink = link;
  isInTheWay = inTheWay;
  const href = link ? link.getAttribute("href") : "";
  const target = href.startsWith("#") ? targetOf(href.slice(1)) : null;
  const title = target ? target.textContent.replace(/\s+/gu, " ").trim() : "";
  if (bridge) {
    bridge.report_pointed(link !== null, href, title, inTheWay);
  }
}

function onPointer(event) {
  const isBelow = event.clientY > window.innerHeight - 80;
  const isLeft = event.clientX < window.innerWidth * 0.7;
  const link = linkAround(event.target);
  point(link || focusedLink(), link !== null && isBelow && isLeft);
}

// The first tells of new links under a pointer that rests, as after scrolling.
for (const kind of ["pointerover", "pointermove"]) {
  document.addEventListener(kind, onPointer, { capture: true, passive: true });
}
document.documentElement.addEventListener("pointerleave", () => point(focusedLink(), false));
document.addEventListener("focusin", () => point(focusedLink(), false));
document.addEventListener("focusout", () => point(null, false));

// A link that goes takes what was told of it along, whether the engine notices the pointer or not.
afterChange.push(() => pointedLink && !pointedLink.isConnected && point(focusedLink(), false));
