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

// For each of the wanted ones the old one that becomes it, or null; in order on both sides. Those
// that are alike at the start and at the end belong together, and in between one with the other.
function partners(old, wanted, alike, related) {
  const shorter = Math.min(old.length, wanted.length);
  let start = 0;
  while (start < shorter && alike(old[start], wanted[start])) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && alike(old.at(-1 - end), wanted.at(-1 - end))) {
    end += 1;
  }
  return wanted.map((each, i) => {
    const fromEnd = wanted.length - i;
    if (fromEnd <= end) {
      return old[old.length - fromEnd];
    }
    const other = i < old.length - end ? old[i] : null;
    return i < start || (other && related(other, each)) ? other : null;
  });
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
