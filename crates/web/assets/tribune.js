// What the desk does better with a script: parts of a page swap in place, keys, news as a count.
// Every link and form works without it.
"use strict";

const regions = () => document.querySelectorAll("[data-region]");
const one = (selector, root) => (root || document).querySelector(selector);

// A newer request for a page makes an older answer worthless.
let asked = 0;

async function load(url, options) {
  const turn = ++asked;
  document.documentElement.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    const text = await answer.text();
    if (turn !== asked && !(options && options.method)) return null;
    return { answer, page: new DOMParser().parseFromString(text, "text/html") };
  } catch {
    toast(document.body.dataset.offline, "fault");
    return null;
  } finally {
    if (turn === asked) document.documentElement.removeAttribute("aria-busy");
  }
}

// Puts the regions of a loaded page in the place of ours; keeps what scrolls where it was and, unless what was
// selected has just been done, what is selected.
function swap(page, keep, isDone) {
  const chosen = isDone ? [] : picked().map((box) => box.value);
  const focused = document.activeElement;
  const focusName = focused && focused.dataset ? focused.dataset.key : undefined;
  let swapped = false;
  for (const old of regions()) {
    const fresh = page.getElementById(old.id);
    if (!fresh) continue;
    const scrolled = [...old.querySelectorAll("[data-scroll]")].map((part) => [part.id, part.scrollTop]);
    old.replaceWith(document.adoptNode(fresh));
    if (keep !== old.id) for (const [id, top] of scrolled) { const part = document.getElementById(id); if (part) part.scrollTop = top; }
    swapped = true;
  }
  for (const box of boxes()) if (chosen.includes(box.value)) box.checked = true;
  tell();
  listen();
  const title = one("title", page);
  if (title && title.textContent) document.title = title.textContent;
  if (focusName && !isDone && !document.contains(focused)) {
    const again = one(`[data-key="${focusName}"]`);
    if (again) again.focus();
  }
  if (isDone && !document.contains(focused)) (one(".row a[aria-current]") || one(".row a"))?.focus({ preventScroll: true });
  return swapped;
}

async function visit(url, region, push) {
  const loaded = await load(url, region ? { headers: { "tribune-fragment": region } } : {});
  if (!loaded) return;
  const where = loaded.answer.url;
  if (!loaded.answer.ok || loaded.answer.redirected || !swap(loaded.page, region)) { location.href = where || url; return; }
  if (push) history.pushState(null, "", url);
  if (region === "pane") opened();
}

// Which row of the list is the open one, and, on a phone, which pane is shown.
function opened() {
  const here = location.pathname;
  for (const link of document.querySelectorAll(".row a")) {
    if (new URL(link.href).pathname === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const inbox = one(".inbox");
  if (inbox) inbox.classList.toggle("opened", !!one(".row a[aria-current]") || !!one(".pane-head"));
  const pane = one("#pane");
  if (pane) { pane.scrollTop = 0; if (getComputedStyle(one(".rail")).flexDirection === "row") pane.focus({ preventScroll: true }); }
}

async function send(form, button) {
  const advance = form.dataset.advance !== undefined && beside(1);
  const fields = new FormData(form);
  if (button && button.name) fields.append(button.name, button.value);
  if (advance) fields.set("return", new URL(advance.href).pathname + new URL(advance.href).search);
  form.closest("details")?.removeAttribute("open");
  const action = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const isBulk = form.dataset.bulk !== undefined;
  const loaded = await load(action, { method: "POST", body: new URLSearchParams(fields) });
  if (!loaded) return;
  if (!loaded.answer.ok) {
    const fault = one("[data-fault]", loaded.page);
    if (fault) showFault(fault); else location.reload();
    return;
  }
  const where = new URL(loaded.answer.url);
  if (!swap(loaded.page, undefined, isBulk)) { location.href = where.href; return; }
  if (where.pathname + where.search !== location.pathname + location.search) history.pushState(null, "", where.href);
  opened();
}

function toast(text, kind) {
  if (!text) return;
  const box = document.createElement("div");
  box.className = `toast ${kind || ""}`;
  box.append(Object.assign(document.createElement("span"), { textContent: text }), dismisser());
  one("#toasts").replaceChildren(box);
}

// A refusal comes as a page; what it says, and the way on that it offers, become a toast.
function showFault(fault) {
  const box = document.createElement("div");
  box.className = "toast fault";
  box.append(Object.assign(document.createElement("span"), { textContent: fault.textContent.trim() }));
  const form = one("form[data-fault-form]", fault.ownerDocument);
  if (form) box.append(document.adoptNode(form));
  box.append(dismisser());
  one("#toasts").replaceChildren(box);
}

function dismisser() {
  const words = document.body.dataset;
  return Object.assign(document.createElement("button"), { className: "dismiss", textContent: "×", title: words.close, ariaLabel: words.close, type: "button" });
}

document.addEventListener("click", (event) => {
  const target = event.target;
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.removeAttribute("open");
  if (target.closest(".dismiss")) { target.closest(".toast").remove(); return; }
  if (target.matches('.row input[name="conversation"]')) {
    if (event.shiftKey) pickTo(target, target.checked);
    anchor = target.value;
    tell();
    return;
  }
  const pick = target.closest("[data-pick]");
  if (pick) { event.preventDefault(); pickAll(pick.dataset.pick === "all" && picked().length < boxes().length); return; }
  if (target.closest("[data-reload]")) { event.preventDefault(); visit(location.href, "", false); return; }
  const link = target.closest("a[data-frag]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  visit(link.href, link.dataset.frag, true);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.enhance === undefined) return;
  event.preventDefault();
  if (form.method === "get") {
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form)).toString();
    visit(url.href, "", true);
  } else send(form, event.submitter);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

addEventListener("popstate", () => visit(location.href, "", false).then(opened));

// Selection: boxes beside the rows. The bar of what can be done with them shows itself by style alone.

const boxes = () => [...document.querySelectorAll('.row input[name="conversation"]')];
const picked = () => boxes().filter((box) => box.checked);

// Where a range begins: the box that was changed last.
let anchor;

function pickTo(box, on) {
  const all = boxes();
  const from = all.findIndex((one) => one.value === anchor);
  const to = all.indexOf(box);
  const range = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of range) one.checked = on;
}

function pickAll(on) {
  for (const box of boxes()) box.checked = on;
  anchor = undefined;
  tell();
}

// Says how many are selected; on a phone the chosen view is brought into sight.
function tell() {
  const strip = one(".strip");
  const here = strip && one("a[aria-current]", strip);
  if (here && !picked().length) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - 16;
  const told = one("[data-picked]");
  if (told) told.textContent = told.dataset.picked.replace("#", picked().length);
}

// The box of the row that has the focus, else of the one that is open, else of the first.
function pickHere(isRange) {
  const row = document.activeElement.closest?.(".row") || one(".row a[aria-current]")?.closest(".row") || one(".row");
  const box = row && one('input[name="conversation"]', row);
  if (!box) return;
  if (isRange) pickTo(box, true); else box.checked = !box.checked;
  anchor = box.value;
  tell();
}

// Keys

const rows = () => [...document.querySelectorAll(".row a")];

function beside(step) {
  const all = rows();
  const at = all.findIndex((link) => link.hasAttribute("aria-current"));
  return at < 0 ? (step > 0 ? all[0] : undefined) : all[at + step];
}

function move(step) {
  const link = beside(step);
  if (!link) return;
  visit(link.href, "pane", true).then(() => link.scrollIntoView({ block: "nearest" }));
}

function press(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const element = all.find((element) => !element.closest(".bulk") || picked().length);
  if (!element) return false;
  if (element.tagName === "DETAILS") {
    element.open = true;
    one("input:not([type=hidden]), select, button, textarea", one(".menu-body", element) || element)?.focus();
  } else if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else element.click();
  return true;
}

let went = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    const menu = one("details.menu[open]");
    if (menu) { menu.removeAttribute("open"); one("summary", menu).focus(); } else if (typing) typing.blur();
    else if (!one(":popover-open") && picked().length) pickAll(false);
    return;
  }
  if (event.key === "Enter" && typing?.form?.dataset.bulk !== undefined) {
    event.preventDefault();
    one("[data-enter]", typing.closest(".menu-body"))?.click();
    return;
  }
  if (typing) return;
  const key = event.key;
  if (went && Date.now() - went < 1200) {
    went = 0;
    if (press(`g${key}`)) event.preventDefault();
    return;
  }
  if (key === "g") { went = Date.now(); return; }
  if (key === "j" || key === "k") { event.preventDefault(); move(key === "j" ? 1 : -1); return; }
  if (key === "x" || key === "X") { event.preventDefault(); pickHere(key === "X"); return; }
  if (key === "o" || key === "Enter") {
    if (key === "o") { if (one(".pane-head")) one("#pane").focus(); else move(1); }
    return;
  }
  if (key === "?") { event.preventDefault(); one("#keys")?.togglePopover(); return; }
  if (press(key)) event.preventDefault();
});

// News: a count to click, never a page that moves by itself.

let source;
let since;
function listen() {
  const url = document.body.dataset.events;
  const known = one("#news")?.dataset.since;
  if (!url || !known || known === since || !window.EventSource) return;
  since = known;
  source?.close();
  source = new EventSource(`${url}?since=${encodeURIComponent(known)}`);
  source.addEventListener("news", (event) => {
    const news = one("#news");
    if (!news) return;
    news.hidden = false;
    news.textContent = JSON.parse(event.data).words;
  });
}

// A file that is dropped is one that was chosen; sending it shows how far it is.

for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
  const form = one("form[data-drop]");
  if (!form || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form.classList.toggle("over", kind === "dragover");
  if (kind !== "drop" || !event.dataTransfer.files.length) return;
  one("input[type=file]", form).files = event.dataTransfer.files;
  form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.drop === undefined) return;
  event.preventDefault();
  const line = one(".sending", form);
  const bar = one("progress", line);
  line.hidden = false;
  const sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (step) => { if (step.lengthComputable) bar.value = 100 * step.loaded / step.total; });
  sending.addEventListener("load", () => {
    line.hidden = true;
    if (sending.status < 400) { location.href = sending.responseURL; return; }
    const fault = one("[data-fault]", new DOMParser().parseFromString(sending.responseText, "text/html"));
    toast(fault ? fault.textContent.trim() : document.body.dataset.offline, "fault");
  });
  sending.addEventListener("error", () => { line.hidden = true; toast(document.body.dataset.offline, "fault"); });
  sending.open("POST", form.action);
  sending.send(new FormData(form));
});

// How far an import is; at its end the page is asked for once more.

function follow() {
  const box = one("[data-progress]");
  if (!box || !window.EventSource) return;
  const steps = new EventSource(box.dataset.progress);
  steps.addEventListener("progress", (event) => {
    const told = JSON.parse(event.data);
    one("[data-progress-words]", box).textContent = told.words;
    one("[data-progress-state]").textContent = told.state;
  });
  steps.addEventListener("done", () => { steps.close(); location.reload(); });
}

follow();
listen();
tell();
