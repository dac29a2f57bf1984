// What pages can do beyond links and forms. Each part looks for what it serves and leaves the page alone without it.
"use strict";

// Light or dark.
const theme = document.getElementById("theme");
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
}

// Texts for the clipboard.
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent += " ✓";
    setTimeout(() => (button.textContent = button.textContent.replace(" ✓", "")), 1500);
  });
}

// The passage of a citation, beside its number.
const card = document.createElement("div");
card.className = "card";
card.setAttribute("role", "tooltip");
card.id = "card";
card.hidden = true;
document.body.append(card);
const show = (mark) => {
  const note = document.getElementById("n" + mark.dataset.note);
  if (!note) return;
  mark.removeAttribute("title");
  card.textContent = note.textContent;
  card.hidden = false;
  mark.setAttribute("aria-describedby", "card");
  const at = mark.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 8));
  const below = at.bottom + card.offsetHeight + 8 < innerHeight;
  card.style.left = left + scrollX + "px";
  card.style.top = (below ? at.bottom + 4 : at.top - card.offsetHeight - 4) + scrollY + "px";
};
const hide = () => (card.hidden = true);
for (const mark of document.querySelectorAll("a.cite[data-note]")) {
  mark.addEventListener("mouseenter", () => show(mark));
  mark.addEventListener("focus", () => show(mark));
  mark.addEventListener("mouseleave", hide);
  mark.addEventListener("blur", hide);
}

// A run that adds: its state, again and again until it ends.
const follow = async () => {
  const job = document.querySelector("[data-running]");
  if (!job) return;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector(".job");
  if (next && next.dataset.running) {
    job.replaceWith(next);
    setTimeout(follow, 700);
  } else {
    location.reload();
  }
};
setTimeout(follow, 700);

// Files dropped on any page are added; what else is dragged, such as text into a field, is left alone.
const drop = document.getElementById("drop");
const brings = (event) => drop && event.dataTransfer.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  drop.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (drop && !event.relatedTarget) drop.hidden = true;
});
addEventListener("drop", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  drop.hidden = true;
  if (!event.dataTransfer.files.length) return;
  drop.querySelector("input[type=file]").files = event.dataTransfer.files;
  drop.submit();
});

// Keys. Single letters can be turned off on the help page.
const keys = document.getElementById("keys");
if (keys) {
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}
const places = { l: "/", d: "/relation", e: "/events", t: "/timeline", n: "/network", m: "/map", q: "/sources", s: "/disputes", a: "/agreements", p: "/predictions", r: "/review",
  v: "/voices", b: "/run", h: "/help" };
const stops = () => [...document.querySelectorAll("a.fact, mark#at, .passage figcaption > a, .hits .line > a, a.cite")];
let going = false;
const step = (by) => {
  const all = stops();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  if (next) next.focus();
};
addEventListener("keydown", (event) => {
  if (event.key === "Escape") return hide();
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, select, textarea, button")) return;
  const key = event.key;
  if (going) {
    going = false;
    const link = places[key] && [...document.querySelectorAll("nav.screens a, footer a")].find((a) => new URL(a.href).pathname === places[key]);
    if (link) link.click();
  } else if (key === "g") going = true;
  else if (key === "/") {
    event.preventDefault();
    document.getElementById("q").focus();
  } else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "o" && document.activeElement.href) document.activeElement.click();
  else if (key === "c") {
    const near = document.activeElement.closest(".passage, li, tr") || document;
    near.querySelector("button[data-copy]:not([hidden])")?.click();
  } else if (key === "?") document.querySelector("footer a").click();
  else {
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  }
});

// A passage that the address asks for gets the focus, so that reading goes on there.
if (location.hash === "#at") document.getElementById("at")?.focus();
