// Turns what stands in the page into what is to stand there, and leaves alone what stays the same.
// So the reader's selection, the focus, opened details, tables that were scrolled sideways and
// pictures outlive a change of the block that they are in.

// Elements of `details` that the reader has opened or closed: they stay as he wants them.
const turned = new WeakSet();

function isAlike(old, wanted) {
  return old.nodeName === wanted.nodeName && old.textContent === wanted.textContent;
}

function isRelated(old, wanted) {
  return old.nodeName === wanted.nodeName;
}

// Of more that are wanted, none is looked for among those farther on; and so far on at most.
const MOST_LOOKED_FOR = 200;
const FAR = 20;

// The first number from one to another, and not too far on, for which something holds; or -1.
function firstFrom(from, to, holds) {
  for (let k = from; k < Math.min(to, from + FAR); k += 1) {
    if (holds(k)) {
      return k;
    }
  }
  return -1;
}

// Give those that are alike, in order on both sides, to each other: at the start, at the end, and
// in between where one or a few were put in or taken out.
function pairAlike(pairs, old, wanted, alike) {
  const shorter = Math.min(old.length, wanted.length);
  let start = 0;
  while (start < shorter && alike(old[start], wanted[start])) {
    pairs[start] = start;
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && alike(old.at(-1 - end), wanted.at(-1 - end))) {
    end += 1;
    pairs[wanted.length - end] = old.length - end;
  }
  const last = wanted.length - end;
  for (let i = start, next = start; i < last && last - start <= MOST_LOOKED_FOR; i += 1) {
    const found = firstFrom(next, old.length - end, (k) => alike(old[k], wanted[i]));
    if (found >= 0) {
      pairs[i] = found;
      next = found + 1;
    }
  }
}

// For each of the wanted ones the old one that becomes it, or null; in order on both sides. What
// is alike stays; what stands between becomes the next one that it is related to.
function partners(old, wanted, alike, related) {
  const pairs = new Array(wanted.length).fill(-1);
  pairAlike(pairs, old, wanted, alike);
  let free = 0;
  for (let i = 0; i < wanted.length; ) {
    let end = i;
    while (end < wanted.length && pairs[end] < 0) {
      end += 1;
    }
    const limit = end < wanted.length ? pairs[end] : old.length;
    for (; i < end; i += 1) {
      const found = firstFrom(free, limit, (k) => related(old[k], wanted[i]));
      if (found >= 0) {
        pairs[i] = found;
        free = found + 1;
      }
    }
    free = limit + 1;
    i = end + 1;
  }
  return pairs.map((pair) => (pair < 0 ? null : old[pair]));
}

function takeAttributes(old, wanted) {
  for (const name of old.getAttributeNames()) {
    if (!wanted.hasAttribute(name) && !(name === "open" && turned.has(old))) {
      old.removeAttribute(name);
    }
  }
  for (const name of wanted.getAttributeNames()) {
    const value = wanted.getAttribute(name);
    if (old.getAttribute(name) !== value && !(name === "open" && turned.has(old))) {
      old.setAttribute(name, value);
    }
  }
  if (old.localName === "input") {
    // A box that was clicked no longer follows its attribute.
    old.checked = wanted.checked;
  }
}

// Only the part that differs is replaced: what is selected before and behind it stays selected.
function takeText(node, text) {
  const shorter = Math.min(node.length, text.length);
  let start = 0;
  while (start < shorter && node.data[start] === text[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && node.data.at(-1 - end) === text.at(-1 - end)) {
    end += 1;
  }
  node.replaceData(start, node.length - start - end, text.slice(start, text.length - end));
}

function takeChildren(old, wanted) {
  const inside = [...wanted.childNodes];
  const kept = partners([...old.childNodes], inside, isAlike, isRelated);
  let place = old.firstChild;
  inside.forEach((child, i) => {
    if (!kept[i]) {
      old.insertBefore(child, place);
      return;
    }
    while (place !== kept[i]) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
    become(kept[i], child);
    place = place.nextSibling;
  });
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function become(old, wanted) {
  if (old.isEqualNode(wanted)) {
    return;
  }
  if (old.nodeType === Node.ELEMENT_NODE) {
    takeAttributes(old, wanted);
    takeChildren(old, wanted);
  } else {
    takeText(old, wanted.data);
  }
}
