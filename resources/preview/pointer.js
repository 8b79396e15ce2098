// What the reader does with the mouse: links and double clicks.

// The element that a fragment names, or nothing.
function targetOf(fragment) {
  const names = [fragment];
  try {
    names.push(decodeURIComponent(fragment));
  } catch {
    // Not an encoded name: it was tried as it stands.
  }
  return names.map((name) => document.getElementById(name)).find((found) => found);
}

function goToFragment(fragment) {
  aim = null;
  const target = targetOf(fragment);
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
