// Shows the passage that the address names as #char=begin,end (RFC 5147). Offsets count Unicode
// code points of the published text, which is the text content of #text; strings here count UTF-16
// code units, so the two are told apart for characters beyond the Basic Multilingual Plane. Of a long
// text the page holds one part; for a passage of another, the page that holds it is opened.
"use strict";

const text = document.getElementById("text");
const first = Number(text.dataset.begin || 0);

function unmark() {
  for (const mark of text.querySelectorAll("mark.passage")) {
    mark.replaceWith(...mark.childNodes);
  }
  text.normalize();
}

/** The stretches of text nodes between two offsets, as [node, from, to] in UTF-16 code units. */
function stretches(begin, end) {
  const found = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let offset = first;
  for (let node = walker.nextNode(); node && offset < end; node = walker.nextNode()) {
    let from = -1;
    let units = 0;
    for (const character of node.data) {
      if (offset >= begin && offset < end && from < 0) {
        from = units;
      }
      if (offset === end) {
        break;
      }
      offset += 1;
      units += character.length;
    }
    if (from >= 0) {
      found.push([node, from, units]);
    }
  }
  return found;
}

function mark([node, from, to]) {
  const rest = node.splitText(from);
  rest.splitText(to - from);
  const element = document.createElement("mark");
  element.className = "passage";
  rest.replaceWith(element);
  element.append(rest);
  return element;
}

function show() {
  unmark();
  const asked = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!asked) {
    return;
  }
  const marks = stretches(Number(asked[1]), Number(asked[2])).map(mark);
  if (marks.length > 0) {
    marks[0].scrollIntoView({ block: "center" });
  } else if (Number(asked[1]) < Number(text.dataset.length || 0) && !location.search.includes("at=")) {
    location.replace(`?at=${asked[1]}${location.hash}`);
  }
}

window.addEventListener("hashchange", show);
show();
