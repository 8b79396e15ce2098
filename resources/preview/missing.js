// Pictures of the folder that are not there: a quiet box says which, in place of the engine's icon
// of something broken. When the folder changes they are looked for again.

const FOLDER = "specview://doc/f/";
// Addresses of pictures that did not come, and the boxes in their places with what they stand for.
const missing = new Set();
const pictureOf = new WeakMap();

function pathOf(image) {
  try {
    return decodeURIComponent(image.getAttribute("src").slice(FOLDER.length));
  } catch {
    return image.getAttribute("src");
  }
}

function boxFor(image) {
  const box = document.createElement("span");
  box.className = "blocked-image";
  const reason = document.createElement("small");
  reason.textContent = `(no picture at ${pathOf(image)})`;
  box.append(image.alt.trim() || "Image", " ", reason);
  box.dataset.missing = "";
  pictureOf.set(box, image);
  return box;
}

// What is known to be missing has its box from the first moment, so that typing beside it moves
// nothing and asks for nothing.
preparations.push((content) => {
  for (const image of missing.size > 0 ? content.querySelectorAll("img") : []) {
    if (missing.has(image.getAttribute("src"))) {
      image.replaceWith(boxFor(image));
    }
  }
});

document.addEventListener(
  "error",
  ({ target }) => {
    const address = target instanceof HTMLImageElement ? target.getAttribute("src") ?? "" : "";
    if (address.startsWith(FOLDER) && page.contains(target)) {
      missing.add(address);
      target.replaceWith(boxFor(target));
      if (aim) {
        goThere(aim);
      }
    }
  },
  true,
);

Object.assign(specPreview, {
  // Files of the folder may be others now.
  lookForPictures() {
    for (const box of page.querySelectorAll("[data-missing]")) {
      // Not in the page yet: it is asked for anew, and nothing is seen of a failure.
      const image = document.importNode(pictureOf.get(box));
      image.addEventListener("load", () => {
        missing.delete(image.getAttribute("src"));
        if (box.isConnected) {
          box.replaceWith(image);
        }
      });
    }
  },
});
