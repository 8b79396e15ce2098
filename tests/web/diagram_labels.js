// Looks at the labels of the diagram that is the page's document, as they are really painted.
// Gives {labels, problems} as JSON; a problem says which label, what is wrong and by how much.
// `backgroundColor` is put before it: the colour of the page that the picture stands on.
"use strict";

(() => {
  // Pixels that a label may stand out; browsers round boxes, and letters lean.
  const SLACK = 1;
  // Least contrast of a text with what is behind it (that of large text in the WCAG).
  const LEAST_CONTRAST = 3;
  // Free labels: the numbers on the arrows of a sequence (their disc is a marker), the names of
  // points in a chart.
  const FREE = ".sequenceNumber, .data-point text";
  // Areas that labels only happen to lie in.
  const AREAS = ".section, .exclude-range, .quadrant > rect, .radarGraticule, .activation0";

  const root = document.documentElement;
  const picture = root.getBoundingClientRect();
  const problems = [];
  const labels = [];

  function isShown(element) {
    const style = getComputedStyle(element);
    return style.visibility !== "hidden" && style.display !== "none" && style.opacity !== "0";
  }

  function union(rects) {
    const left = Math.min(...rects.map((r) => r.left));
    const top = Math.min(...rects.map((r) => r.top));
    const right = Math.max(...rects.map((r) => r.right));
    const bottom = Math.max(...rects.map((r) => r.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  }

  // How far one box stands out of another, in pixels.
  function excess(inner, outer) {
    return Math.max(
      outer.left - inner.left,
      inner.right - outer.right,
      outer.top - inner.top,
      inner.bottom - outer.bottom,
    );
  }

  function complain(label, what, amount) {
    problems.push(`${what} (${amount.toFixed(1)}): ${label.text}`);
  }

  function textBox(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const rects = [...range.getClientRects()].filter((r) => r.width > 0);
    return rects.length > 0 ? union(rects) : null;
  }

  // What is really inked of a line of text is lower than its box.
  function inked(box, element) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const lines = Math.max(1, Math.round(box.height / (size * 1.4)));
    const edge = Math.max(0, (box.height / lines - size) / 2);
    return { ...box, top: box.top + edge, bottom: box.bottom - edge };
  }

  function isUpright(element) {
    const matrix = element.getScreenCTM ? element.getScreenCTM() : null;
    return !matrix || (Math.abs(matrix.b) < 0.01 && Math.abs(matrix.c) < 0.01);
  }

  // The innermost element that holds the text.
  function innermost(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.data.trim()) {
        return walker.currentNode.parentElement;
      }
    }
    return element;
  }

  function color(text, opacity) {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    if (!text.startsWith("rgb") || parts.length < 3) {
      return null;
    }
    return { rgb: parts.slice(0, 3), alpha: (parts.length > 3 ? parts[3] : 1) * opacity };
  }

  function over(front, back) {
    return back.map((value, i) => front.rgb[i] * front.alpha + value * (1 - front.alpha));
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(a, b) {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  for (const element of root.querySelectorAll("foreignObject, text")) {
    const text = element.textContent.trim();
    const isFallback = element.localName === "text" && element.closest("switch");
    if (!text || isFallback || !isShown(element) || element.closest("defs")) {
      continue;
    }
    const box = textBox(element);
    if (!box) {
      problems.push(`not painted: ${text}`);
      continue;
    }
    const inner = innermost(element);
    const ink = inked(box, inner);
    labels.push({ element, inner, text, box, ink, isUpright: isUpright(element) });
  }

  const shapes = [...root.querySelectorAll("rect, circle, ellipse, polygon, path")].filter((shape) => {
    const fill = getComputedStyle(shape).fill;
    return isShown(shape) && fill !== "none" && !shape.closest("defs, marker, clipPath, symbol");
  });

  // The shapes below the middle of a label, from the back to the front.
  function shapesBelow(label) {
    const { ink } = label;
    const middle = new DOMPoint((ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2);
    return shapes.filter((shape) => {
      const isBehind =
        label.element.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_PRECEDING;
      return isBehind && shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()));
    });
  }

  function opacityOf(element) {
    let result = 1;
    for (let around = element; around instanceof Element; around = around.parentElement) {
      result *= parseFloat(getComputedStyle(around).opacity);
    }
    return result;
  }

  function checkContrast(label, below) {
    let back = color(backgroundColor, 1).rgb;
    for (const shape of below) {
      const style = getComputedStyle(shape);
      const paint = color(style.fill, parseFloat(style.fillOpacity) * opacityOf(shape));
      back = paint ? over(paint, back) : back;
    }
    for (let around = label.inner; around !== label.element; around = around.parentElement) {
      const plate = color(getComputedStyle(around).backgroundColor, 1);
      if (plate && plate.alpha > 0.4) {
        back = over(plate, back);
        break;
      }
    }
    const style = getComputedStyle(label.inner);
    const isHtml = label.element.localName === "foreignObject";
    const ink = color(isHtml ? style.color : style.fill, opacityOf(label.inner));
    const found = ink ? contrast(over(ink, back), back) : 1;
    if (found < LEAST_CONTRAST) {
      complain(label, "hard to read", found);
    }
  }

  for (const label of labels) {
    const below = shapesBelow(label);
    if (!label.element.matches(".sequenceNumber")) {
      checkContrast(label, below);
    }
    if (label.element.localName === "foreignObject") {
      const pixels = excess(label.box, label.element.getBoundingClientRect());
      if (pixels > SLACK) {
        complain(label, "larger than its box", pixels);
      }
    }
    if (excess(label.ink, picture) > SLACK) {
      complain(label, "out of the picture", excess(label.ink, picture));
    }
    if (!label.isUpright || label.element.matches(FREE)) {
      continue;
    }
    const around = below.filter((shape) => {
      const frame = shape.getBoundingClientRect();
      const isSmall = frame.width < label.ink.width / 2 || frame.height < label.ink.height / 2;
      return !isSmall && !shape.matches(AREAS);
    });
    const shape = around[around.length - 1];
    if (shape && excess(label.ink, shape.getBoundingClientRect()) > SLACK) {
      complain(label, "larger than its shape", excess(label.ink, shape.getBoundingClientRect()));
    }
  }

  for (let i = 0; i < labels.length; i += 1) {
    for (let j = i + 1; j < labels.length; j += 1) {
      const [a, b] = [labels[i].ink, labels[j].ink];
      const pixels = Math.min(
        Math.min(a.right, b.right) - Math.max(a.left, b.left),
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
      );
      if (pixels > SLACK && labels[i].isUpright && labels[j].isUpright) {
        complain(labels[i], `over “${labels[j].text}”`, pixels);
      }
    }
  }
  return JSON.stringify({ labels: labels.length, problems });
})();
