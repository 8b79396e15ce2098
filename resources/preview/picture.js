// The page of one diagram: zoom, and pan by dragging. It runs in a world of its own.
(() => {
  "use strict";

  const picture = document.getElementById("picture");
  const natural = { width: picture.width, height: picture.height };
  const MARGIN = 24;
  const LEAST = 0.05;
  // Beyond this many CSS pixels a side, painting takes too long.
  const MOST_PIXELS = 16_000;
  const MOST = Math.max(1, Math.min(16, MOST_PIXELS / Math.max(natural.width, natural.height)));
  const STEP = 1.25;
  let zoom = 1;
  // Whether the picture keeps filling the window when that changes its size.
  let isFitted = true;
  let bridge = null;
  // Where the pointer was last while it drags, or null.
  let held = null;

  // Show the picture so large; what stands at a place of the window stays there.
  function show(wanted, x, y) {
    const before = picture.getBoundingClientRect();
    const [right, down] = [(x - before.left) / before.width, (y - before.top) / before.height];
    zoom = Math.min(MOST, Math.max(LEAST, wanted));
    picture.style.width = `${natural.width * zoom}px`;
    picture.style.height = `${natural.height * zoom}px`;
    const after = picture.getBoundingClientRect();
    const moved = [after.left + right * after.width - x, after.top + down * after.height - y];
    window.scrollBy({ left: moved[0], top: moved[1], behavior: "instant" });
    document.body.classList.toggle("movable", isMovable());
    if (bridge) {
      bridge.report_zoom(zoom, isFitted);
    }
  }

  function isMovable() {
    const all = document.documentElement;
    return all.scrollWidth > all.clientWidth || all.scrollHeight > all.clientHeight;
  }

  function showAroundMiddle(wanted) {
    show(wanted, window.innerWidth / 2, window.innerHeight / 2);
  }

  function fit() {
    isFitted = true;
    const across = (window.innerWidth - 2 * MARGIN) / natural.width;
    const down = (window.innerHeight - 2 * MARGIN) / natural.height;
    showAroundMiddle(Math.min(across, down, 4));
  }

  function zoomTo(wanted) {
    isFitted = false;
    showAroundMiddle(wanted);
  }

  globalThis.specPicture = {
    fit,
    zoomTo,
    zoomBy(steps) {
      zoomTo(zoom * STEP ** steps);
    },
    // Zoom so that what stands at a place of the window stays there.
    zoomAt(steps, x, y) {
      isFitted = false;
      show(zoom * STEP ** steps, x, y);
    },
  };

  document.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && isMovable() && event.clientX < document.documentElement.clientWidth) {
      held = [event.clientX, event.clientY];
      document.body.classList.add("held");
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (held) {
      window.scrollBy(held[0] - event.clientX, held[1] - event.clientY);
      held = [event.clientX, event.clientY];
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => {
      held = null;
      document.body.classList.remove("held");
    });
  }
  document.addEventListener("dblclick", (event) => {
    if (isFitted) {
      isFitted = false;
      show(Math.max(1, 2 * zoom), event.clientX, event.clientY);
    } else {
      fit();
    }
  });
  document.addEventListener("dragstart", (event) => event.preventDefault());
  window.addEventListener("resize", () => {
    if (isFitted) {
      fit();
    }
  });

  new QWebChannel(qt.webChannelTransport, (channel) => {
    bridge = channel.objects.bridge;
    fit();
    bridge.report_ready();
  });
})();
