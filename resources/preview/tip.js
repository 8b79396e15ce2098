// A small text beside what the pointer or the keyboard is at. A file that shows marks says how to
// find what one of its marks has to say, and where, when it is not the mark itself; whether marks are shown at all is one switch.

const tip = document.createElement("div");
tip.className = "tip";
tip.id = "spec-tip";
tip.setAttribute("role", "tooltip");
document.body.append(tip);

// Functions that are given an event; each returns {owner, lines, at} or nothing. `lines` are
// {text, about}, the second one smaller.
const tellers = [];
const ROOM = 8;
let tipOwner = null;
let marksShown = false;

function tipLine({ text, about }) {
  const line = document.createElement("div");
  line.textContent = text;
  if (about) {
    const small = document.createElement("small");
    small.textContent = about;
    line.append(small);
  }
  return line;
}

// Below the owner, above it where there is no room, and never outside the window.
function placeTip(first, last) {
  const size = tip.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.min(last.left, width - size.width - ROOM);
  const below = last.bottom + 6;
  const fits = below + size.height + ROOM <= window.innerHeight;
  tip.style.left = `${Math.max(ROOM, left)}px`;
  tip.style.top = `${fits ? below : Math.max(ROOM, first.top - size.height - 6)}px`;
}

function hideTip() {
  if (tipOwner) {
    tipOwner.removeAttribute("aria-describedby");
    tip.classList.remove("shown");
    tipOwner = null;
  }
}

function showTip({ owner, lines, at }) {
  if (owner === tipOwner) {
    return;
  }
  hideTip();
  tip.replaceChildren(...lines.map(tipLine));
  tipOwner = owner;
  owner.setAttribute("aria-describedby", tip.id);
  const boxes = [...owner.getClientRects()];
  placeTip(at ?? boxes[0], at ?? boxes.at(-1));
  tip.classList.add("shown");
}

function tell(event) {
  const found = marksShown && tellers.map((teller) => teller(event)).find((each) => each);
  if (found) {
    showTip(found);
  } else {
    hideTip();
  }
}

document.addEventListener("pointerover", tell, true);
document.addEventListener("focusin", tell, true);
document.addEventListener("focusout", hideTip, true);
document.documentElement.addEventListener("pointerleave", hideTip);
window.addEventListener("scroll", hideTip, { capture: true, passive: true });
window.addEventListener("pointerdown", hideTip, { capture: true, passive: true });
window.addEventListener("keydown", (event) => event.key === "Escape" && hideTip(), true);
// What the tip is about may be gone.
afterChange.push(() => tipOwner && !tipOwner.isConnected && hideTip());

Object.assign(specPreview, {
  // Show or hide all marks: placeholders, example text, problems.
  showMarks(shown) {
    marksShown = shown;
    document.documentElement.classList.toggle("with-marks", shown);
    hideTip();
  },
});
