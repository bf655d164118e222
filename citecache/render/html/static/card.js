// Improves the pages of a card, which work without it: copies ids, finds words in a text as they are typed.
"use strict";

document.documentElement.classList.add("scripted");

// --- copying ---

const told = document.createElement("span"); // what a button did is told aloud, too
told.className = "hidden";
told.setAttribute("role", "status");
document.querySelector("main").append(told);

function copySelected(text) { // where there is no Clipboard API: it wants a secure context
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done ? Promise.resolve() : Promise.reject();
}

function copy(text) {
  return navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => copySelected(text)) : copySelected(text);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  copy(button.dataset.copy).then(() => "Copied", () => "Not copied").then((said) => {
    button.firstChild.data = told.textContent = said;
    button.focus();
    setTimeout(() => { button.firstChild.data = "Copy"; told.textContent = ""; }, 2000);
  });
});

// --- finding: Enter goes to the next place, Shift+Enter to the one before ---

function pattern(words) {
  const escaped = words.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(escaped.join("\\s+"), "giu");
}

function places(nodes, words) {
  const found = [];
  for (const node of nodes) {
    for (const match of node.data.matchAll(pattern(words))) {
      const range = new Range();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      found.push(range);
    }
  }
  return found;
}

function findIn(field, text, status) {
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let found = null, at = -1, waiting = 0;

  function find() {
    clearTimeout(waiting);
    const words = field.value.normalize("NFC").trim();
    found = words ? places(nodes, words) : [];
    at = -1;
    CSS.highlights.clear();
    CSS.highlights.set("found", new Highlight(...found));
    status.textContent = words ? `${found.length.toLocaleString("en")} ${found.length === 1 ? "place" : "places"}` : "";
  }

  function go(step) {
    if (!found.length) return;
    at = at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length;
    CSS.highlights.set("current", new Highlight(found[at]));
    found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
    status.textContent = `${(at + 1).toLocaleString("en")} of ${found.length.toLocaleString("en")}`;
  }

  field.addEventListener("input", () => {
    found = null;
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !field.value.trim()) return;
    event.preventDefault(); // without a script, the form finds
    if (found === null) find();
    go(event.shiftKey ? -1 : 1);
  });
}

const field = document.querySelector("input[data-find]");
if (field && window.Highlight && CSS.highlights) {
  findIn(field, document.getElementById(field.dataset.find), document.getElementById("found"));
}
