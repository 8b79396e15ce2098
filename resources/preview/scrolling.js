// Scrolling: what is read stays where it is, and goes along with the text beside it.
//
// A place is {line, share}: the source line, with a fraction, that stands at a height of the
// window. The height is a share, from 0 to 1, of the window's reach: at the top for most of the
// page, and going down to the end of the text within the page's last screen. So both panes begin
// together and end together.

// The place when the page last scrolled; it stays when the width changes.
let readPlace = { line: 1, share: 0 };
// The width for which that place was found.
let width = window.innerWidth;
// The place that was asked for, and the line with the cursor that is to be in sight, if any:
// until the reader scrolls or the text changes.
let aim = null;
// The place that one read when all of it went from the page; and the line up to which the page must
// be there again, when that is not the place's own.
let lost = null;
// What the text beside the page wants, until the page shows the text that it speaks of.
let wish = null;
// The number of the last wish that was heard: told with the place, so that what is said of one
// that was left meanwhile is not taken for the newest.
let lastWish = 0;
// The revision of the text that the page shows.
let shownRevision = 0;
// Whether the reader has scrolled here last; then the text follows the page.
let leads = false;
// Whether the reader has done something in this frame that may scroll.
let hasActed = false;
// The scroll position that we set ourselves, and by how much less than a pixel it is wrong.
let ownPosition = NaN;
let slip = 0;
// The place that was reported last.
let toldPlace = readPlace;
let reportIsDue = false;

// Room, in CSS pixels, that is left above and below the line with the cursor.
const ABOVE_CURSOR = 24;
const BELOW_CURSOR = 72;
// So many frames what has come into sight is looked at again: it gets its real height in them.
const FRAMES_TO_SETTLE = 4;

function scrollTo(position) {
  window.scrollTo({ top: position, behavior: "instant" });
  ownPosition = window.scrollY;
  slip = 0;
}

function highestPosition() {
  return document.documentElement.scrollHeight - window.innerHeight;
}

// How far down the window the end of the text gets; below it the page is empty.
function reach() {
  const last = page.lastElementChild;
  const end = last ? window.scrollY + last.getBoundingClientRect().bottom : 0;
  return window.innerHeight - (document.documentElement.scrollHeight - end);
}

function placeNow() {
  const most = highestPosition();
  if (window.scrollY <= 0 || most <= 0 || blocks.length === 0) {
    return { line: 1, share: 0 };
  }
  const height = reach();
  const last = Math.min(height, most);
  const share = Math.min(1, Math.max(0, (window.scrollY - most + last) / last));
  return { line: lineAt(share * height), share };
}

// The scroll position that a place and the line with the cursor ask for.
function positionFor({ line, share, cursor }) {
  let position = window.scrollY + heightAt(line) - share * reach();
  if (line <= 1 && share === 0) {
    position = 0;
  }
  if (cursor) {
    const y = window.scrollY + heightAt(cursor);
    const lowest = y - window.innerHeight + BELOW_CURSOR;
    position = Math.max(lowest, Math.min(position, y - ABOVE_CURSOR));
  }
  return Math.min(Math.max(0, position), Math.max(0, highestPosition()));
}

function settle(wanted, frames) {
  window.requestAnimationFrame(() => {
    if (aim === wanted && blocks.length > 0) {
      goThere(wanted);
      if (frames > 1) {
        settle(wanted, frames - 1);
      }
    }
  });
}

function goThere(place) {
  const position = positionFor(place);
  if (Math.abs(window.scrollY - position) >= 1) {
    scrollTo(position);
  }
  // The engine, too, moves the page so that it stays where it is.
  ownPosition = window.scrollY;
  readPlace = { line: place.line, share: place.share };
}

function goTo(place) {
  if (blocks.length > 0) {
    aim = place;
    goThere(place);
    settle(place, FRAMES_TO_SETTLE);
  }
}

function isInSight(line) {
  const y = heightAt(line);
  return y >= 0 && y <= window.innerHeight - BELOW_CURSOR / 2;
}

// Do what the text beside the page wants: be where it has scrolled to, have its cursor in sight.
function follow() {
  if (!wish || wish.revision > shownRevision || blocks.length === 0) {
    return;
  }
  const { place, cursor, scrolled } = wish;
  wish = null;
  if (scrolled || (cursor && !isInSight(cursor))) {
    goTo({ ...place, cursor });
  }
}

// Texts and elements at the top edge that one reads, the best one first.
function anchors(start, end) {
  const index = Math.max(0, indexAt(0));
  const all = marks(blocks[index]);
  const number = Math.max(0, lastWhere(all, (mark) => heightOf(mark) <= 0));
  const found = all.slice(number + 1, number + 4).map((mark) => mark.element);
  found.push(...blocks.slice(index + 1, index + 4).map((block) => block.element));
  const top = all[number].element;
  if (index >= start && index < end) {
    // What is above the edge may grow or shrink; the text at the edge stays.
    const text = textAtEdge(top);
    return text ? [text, top, ...found] : [top, ...found];
  }
  return [top, ...found];
}

// The text of an element at the window's top edge as a range, which goes along with changes.
function textAtEdge(element) {
  const frame = element.getBoundingClientRect();
  const range = document.caretRangeFromPoint(Math.max(1, frame.left + 2), Math.max(1, frame.top));
  const node = range ? range.startContainer : null;
  if (!node || node.nodeType !== Node.TEXT_NODE || !element.contains(node)) {
    return null;
  }
  const start = Math.min(range.startOffset, Math.max(0, node.length - 1));
  range.setStart(node, start);
  range.setEnd(node, Math.min(node.length, start + 1));
  return range;
}

// Where an anchor stands, or null when it is gone.
function anchorTop(anchor) {
  const isThere = anchor instanceof Range ? !anchor.collapsed : anchor.isConnected;
  return isThere ? anchor.getBoundingClientRect().top : null;
}

// Do `change` so that what one reads stays where it is. When all of it is replaced, what comes
// instead takes its place.
function keepPlace(start, removed, inserted, change) {
  if (window.scrollY <= 0 || blocks.length === 0) {
    change();
    return;
  }
  const before = anchors(start, start + removed).map((anchor) => [anchor, anchorTop(anchor)]);
  const error = Math.abs(window.scrollY - ownPosition) < 1 ? slip : 0;
  const index = Math.max(0, indexAt(0));
  const top = blocks[index].element.getBoundingClientRect().top;
  const place = placeNow();
  change();
  let [anchor, wanted] = before.find(([each]) => anchorTop(each) !== null) ?? [null, top];
  if (!anchor) {
    lost = place;
    const heir = Math.min(index, start + Math.max(0, inserted - 1));
    anchor = blocks[Math.min(heir, blocks.length - 1)]?.element;
  }
  if (anchor) {
    keepAt(anchor, wanted - error);
  }
}

// A page that is made anew comes piece by piece: go back when the place is there again.
function findLost() {
  if (lost && blocks.length > 0 && (lost.needed ?? lost.line) <= blocks.at(-1).last) {
    goTo(lost);
    lost = null;
  }
}

// The window scrolls by whole pixels; what is lost is made up for next time, or it would add up.
function keepAt(anchor, wanted) {
  const moved = anchor.getBoundingClientRect().top - wanted;
  if (moved !== 0) {
    scrollTo(window.scrollY + moved);
    slip = anchor.getBoundingClientRect().top - wanted;
  }
}

function afterScroll() {
  reportIsDue = false;
  if (window.innerWidth !== width) {
    // Another line is here only because everything was laid out anew; what one reads comes back.
    return;
  }
  // A reader may scroll so slowly that no step is worth telling, but their sum is.
  const before = leads ? toldPlace : readPlace;
  const isOurs = Math.abs(window.scrollY - ownPosition) < 2;
  if (!isOurs) {
    ownPosition = NaN;
    aim = null;
  }
  if (!aim) {
    readPlace = placeNow();
  }
  const { line, share } = readPlace;
  // When heights change above, the engine moves the page so that what one reads stays.
  const isSame = Math.abs(line - before.line) < 0.05 && Math.abs(share - before.share) < 0.05;
  const isNews = !isOurs && !isSame;
  if (isOurs || isNews) {
    toldPlace = readPlace;
  }
  // Where a page stands that is still being made anew is not where one reads.
  if (bridge && !lost) {
    bridge.report_place(line, share, lastWish, shownRevision, !isNews, isNews && leads);
  }
}

function reportSoon() {
  if (!reportIsDue) {
    reportIsDue = true;
    window.requestAnimationFrame(afterScroll);
  }
}

for (const kind of ["wheel", "pointerdown", "keydown"]) {
  const take = () => {
    aim = null;
    wish = null;
    lost = null;
    leads = true;
    hasActed = true;
    window.requestAnimationFrame(() => {
      hasActed = false;
    });
  };
  window.addEventListener(kind, take, { capture: true, passive: true });
}
window.addEventListener("scroll", reportSoon);
// Another height moves nothing, so that a bar can be opened below the page. Where the reader has
// just gone counts more than where the page was before it got another width.
window.addEventListener("resize", () => {
  if (window.scrollY > 0 && window.innerWidth !== width && !hasActed) {
    goTo(aim ?? readPlace);
  }
  width = window.innerWidth;
});
// A picture has its height when it has come.
document.addEventListener("load", () => aim && goThere(aim), true);
