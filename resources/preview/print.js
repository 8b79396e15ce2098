// Prepares a page for paper. It runs in a world of its own and is fed with data only.
"use strict";

(() => {
  const PREFIX = "spec-heading-";
  // Tables, code and quotes up to this height, in CSS pixels, are not split between pages.
  const TOGETHER = 300;
  // Characters in a name or an address from which on it may be broken anywhere in a table.
  const LONG_NAME = 30;
  // The smallest letters of a wide table, as a share of the usual ones.
  const SMALLEST = 0.65;
  // Entries of a table of contents: {fragment, number}; the number is shown at the right edge.
  let entries = [];

  function text(element) {
    return element.textContent.replace(/\s+/gu, " ").trim();
  }

  // A link to each heading: the engine writes down only places that something links to. The place
  // has a plain name of ours, whatever the heading is called.
  function nameHeadings() {
    const list = document.createElement("nav");
    list.hidden = true;
    const found = [];
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const name = PREFIX + found.length;
      const place = document.createElement("span");
      place.id = name;
      heading.prepend(place);
      const link = document.createElement("a");
      link.href = `#${name}`;
      list.append(link);
      found.push({
        name,
        id: heading.id,
        level: Number(heading.localName.slice(1)),
        title: text(heading),
      });
    }
    document.body.append(list);
    return found;
  }

  // The link that a list item consists of, besides lists inside it; else nothing.
  function onlyLink(item) {
    const parts = [...item.childNodes].filter(
      (node) => node.nodeType !== Node.TEXT_NODE || node.data.trim() !== "",
    );
    const own = parts.filter((node) => !["ul", "ol"].includes(node.localName));
    const link = own.length === 1 && own[0].localName === "p" ? own[0].children[0] : own[0];
    const alone = link && own.length === 1 && text(link) === text(own[0]);
    return alone && link.localName === "a" ? link : null;
  }

  function prepareContents(headings) {
    const known = new Set(headings.map((heading) => heading.id));
    for (const item of document.querySelectorAll("li")) {
      const link = onlyLink(item);
      const href = link ? link.getAttribute("href") || "" : "";
      if (!href.startsWith("#")) {
        continue;
      }
      let fragment = href.slice(1);
      try {
        fragment = decodeURIComponent(fragment);
      } catch {
        // Not an encoded name: it is taken as it stands.
      }
      if (known.has(fragment)) {
        entries.push({ fragment, number: addNumber(link) });
      }
    }
  }

  function addNumber(link) {
    const line = document.createElement("span");
    line.className = "spec-contents-line";
    const dots = document.createElement("span");
    dots.className = "spec-contents-dots";
    const number = document.createElement("span");
    number.className = "spec-contents-page";
    number.textContent = "000";
    link.replaceWith(line);
    line.append(link, dots, number);
    return number;
  }

  function keepTogether() {
    const parts = [...document.querySelectorAll("pre, table, blockquote")];
    const low = parts.filter((part) => part.getBoundingClientRect().height <= TOGETHER);
    for (const part of low) {
      part.classList.add("spec-together");
    }
  }

  // A table that is too wide gets smaller letters, and its words are broken only when that is
  // not enough. Long addresses and names may break anywhere from the start.
  function fitTables(width, size) {
    for (const part of document.querySelectorAll("td code, th code, td a, th a")) {
      if (part.textContent.length > LONG_NAME) {
        part.classList.add("spec-long");
      }
    }
    const tables = [...document.querySelectorAll("table")];
    tables.forEach((table) => table.classList.add("spec-measured"));
    const widths = tables.map((table) => table.getBoundingClientRect().width);
    tables.forEach((table, i) => {
      table.classList.remove("spec-measured");
      if (widths[i] > width) {
        const factor = Math.max(SMALLEST, (width / widths[i]) * 0.98);
        table.style.setProperty("--spec-table-size", `${size * factor}pt`);
        table.classList.toggle("spec-too-wide", widths[i] * factor > width);
      }
    });
  }

  function addStyle(css) {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
  }

  // Nobody can open anything on paper; what has no height now could not be measured either.
  function unfold() {
    for (const details of document.querySelectorAll("details")) {
      details.open = true;
    }
  }

  globalThis.specPrint = {
    // Returns, as JSON, the headings in order and how many page numbers the page wants.
    // `width` is the paper's, in CSS pixels; `size` is that of the letters in tables, in points.
    prepare(css, width, size) {
      addStyle(css);
      unfold();
      fitTables(width, size);
      // The page has no window, so its width is none: lend it the paper's.
      document.body.style.width = `${width}px`;
      keepTogether();
      document.body.style.width = "";
      const headings = nameHeadings();
      prepareContents(headings);
      return JSON.stringify({ headings, wanted: entries.length });
    },

    // Fill in the page numbers: `pages` has the 1-based page for each heading's id.
    number(pages) {
      for (const entry of entries) {
        entry.number.textContent = entry.fragment in pages ? String(pages[entry.fragment]) : "";
      }
      return entries.length;
    },
  };
})();
