// The search of a static site: loads what a query needs of the index that citecache/exports/search_index.py writes.
// Everything that is shown is text; addresses are made of ids.
"use strict";

const SHOWN = 20; // results that are shown at a time
const WORD_CHARS = 40;
const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const PAIRED = new RegExp(`[${UNSPACED}\uac00-\ud7af]+`, "gu"); // scripts whose words are pairs of characters

const form = document.querySelector("form.search");
const input = form.elements.q;
const status = document.getElementById("found");
const list = document.getElementById("results");
const more = document.getElementById("more");
const files = new Map(); // what was loaded, by its name

function load(name) {
  if (!files.has(name)) {
    files.set(name, fetch(`search/${name}.json`).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    }));
  }
  return files.get(name);
}

// As crawler/text/words.py: lower case, no accents, pairs of characters where words are not apart.
function words(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ")
    .replace(/[\u0300-\u036f]/g, "").normalize("NFKC").replace(/['’]s(?![\p{L}\p{N}])/gu, "");
  const found = [];
  for (const word of plain.replace(PAIRED, " $& ").match(/[\p{L}\p{N}\p{M}]+/gu) || []) {
    const letters = [...word];
    if (word.match(PAIRED)) {
      for (let at = 0; at < Math.max(1, letters.length - 1); at++) found.push(letters.slice(at, at + 2).join(""));
    } else {
      found.push(letters.slice(0, WORD_CHARS).join(""));
    }
  }
  return [...new Set(found)];
}

function filesOf(word, index) {
  const first = word.codePointAt(0);
  if (first >= 128) return index.words.filter((name) => name === `u${(first >> 6).toString(16)}`);
  const start = word.slice(0, index.letters).match(/^[a-z0-9]*/)[0];
  const whole = word.length < index.letters; // shorter than a name: it may begin the words of several files
  return index.words.filter((name) => name === start || (whole && name.length > 1 && name.startsWith(start)));
}

function pages(differences) {
  let page = 0;
  return differences ? differences.split(" ").map((one) => (page += parseInt(one, 36))) : [];
}

// Page -> how well it fits one word of the query: rare words count more, and whole ones, and those in what names it.
async function matches(word, index) {
  const found = new Map();
  for (const entries of await Promise.all(filesOf(word, index).map((name) => load(`words-${name}`)))) {
    for (const [entry, numbers] of Object.entries(entries)) {
      if (!entry.startsWith(word)) continue;
      const [told, named] = numbers.split(";").map(pages);
      const weight = entry === word ? 2 : 1;
      for (const page of told) found.set(page, Math.max(found.get(page) || 0, weight));
      for (const page of named || []) found.set(page, Math.max(found.get(page), 4 * weight));
    }
  }
  const rare = 1 / Math.log(2 + found.size);
  return new Map([...found].map(([page, weight]) => [page, rare * weight]));
}

// The pages that have all words of a query, the best first, each with the file of its cards.
async function search(query) {
  const asked = words(query);
  if (!asked.length) return [];
  const index = await load("index");
  const [first, ...others] = await Promise.all(asked.map((word) => matches(word, index)));
  const all = [...first].filter(([page]) => others.every((one) => one.has(page)));
  const scored = all.map(([page, score]) => [page, others.reduce((sum, one) => sum + one.get(page), score)]);
  scored.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  return scored.map(([page]) => [page, `cards-${Math.floor(page / index.pages_in_file)}`]);
}

function item([id, title, url, verdict, fetched]) {
  const made = document.getElementById("result").content.cloneNode(true);
  const link = made.querySelector("a");
  link.href = `resources/${encodeURIComponent(id)}.html`;
  link.textContent = title || url;
  const badge = document.getElementById(`badge-${verdict}`);
  if (badge) made.querySelector(".facts").prepend(badge.content.cloneNode(true), " ");
  made.querySelector(".fetched").textContent = fetched ? `fetched ${fetched}` : "never fetched";
  made.querySelector(".address").textContent = title ? url : "";
  return made;
}

let asked = 0; // the newest query: what an earlier one finds comes too late

async function show(query) {
  const number = ++asked;
  let found = null, begun = 0;
  const next = async () => {
    const part = found.slice(begun, begun + SHOWN);
    const loaded = await Promise.all(part.map(([page, name]) => load(name).then((cards) => cards[page])));
    if (number !== asked) return;
    if (!begun) list.replaceChildren();
    list.append(...loaded.flat().map(item));
    begun += part.length;
    more.hidden = begun >= found.length;
  };
  try {
    found = await search(query);
    await next();
    if (number !== asked) return;
    status.textContent = words(query).length ? counted(found.length) : "";
    more.onclick = next;
  } catch (error) {
    if (number === asked) status.textContent = "The search index could not be read: it needs a web server.";
  }
}

function counted(pages) {
  return `${pages.toLocaleString("en")} ${pages === 1 ? "page" : "pages"} found`;
}

let waiting;
function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    history.replaceState(null, "", input.value ? `?q=${encodeURIComponent(input.value)}` : location.pathname);
    show(input.value);
  }, 150);
}

form.hidden = false;
form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
input.addEventListener("input", changed);
input.value = new URLSearchParams(location.search).get("q") || "";
show(input.value);
