// Placeholders: what is to be done with one, and the way to it in the source.

function placeholderAt(event) {
  return event.target instanceof Element ? event.target.closest(".placeholder") : null;
}

tellers.push((event) => {
  const owner = placeholderAt(event);
  return owner && { owner, lines: [{ text: owner.dataset.hint ?? "" }] };
});

// Lines and columns of a placeholder: the lines from 1 in the document, the columns as cmark
// counts them, in bytes of UTF-8, the last one included.
function placeOf(placeholder) {
  const block = blockOf(placeholder);
  const numbers = (placeholder.dataset.sourcepos ?? "").split(/[:-]/u).map(Number);
  if (!block || numbers.length !== 4) {
    return null;
  }
  const [line, column, endLine, endColumn] = numbers;
  return [line + block.first - 1, column, endLine + block.first - 1, endColumn];
}

// A click goes to the placeholder, also where it is a link's text: there is no use in following a
// link that is still to be named. Who selects text does not mean the placeholder, and the second
// click of a double click has nothing to add.
function onPlaceholder(event) {
  const placeholder = marksShown && event.button === 0 ? placeholderAt(event) : null;
  if (!placeholder) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const place = placeOf(placeholder);
  const isClick = event.type === "click" && event.detail < 2;
  if (place && isClick && document.getSelection().isCollapsed && bridge) {
    bridge.report_placeholder(...place);
  }
}

document.addEventListener("click", onPlaceholder, true);
document.addEventListener("dblclick", onPlaceholder, true);
