"use strict";
const slides = [...document.querySelectorAll(".slide")];
const root = document.documentElement;
let at = 0;

function show(number) {
  at = Math.max(0, Math.min(slides.length - 1, number));
  slides[at].scrollIntoView();
  slides[at].focus({ preventScroll: true });
  history.replaceState(null, "", "#" + slides[at].id);
}

function countdown(clock) {
  if (clock.timer) { clearInterval(clock.timer); clock.timer = null; return; }
  clock.left ??= 60 * Number(clock.dataset.minutes);
  const end = Date.now() + 1000 * clock.left;  // a window in the background, or a computer asleep, drops ticks
  clock.timer = setInterval(() => {
    clock.left = Math.round((end - Date.now()) / 1000);
    const rest = Math.abs(clock.left);
    clock.classList.toggle("over", clock.left < 0);
    clock.textContent = (clock.left < 0 ? "+" : "") + Math.floor(rest / 60) + ":" + String(rest % 60).padStart(2, "0");
  }, 1000);
}

function step(figure, by) {
  const frames = figure.dataset.frames.split(" ");
  figure.place = ((figure.place ?? 0) + by + frames.length) % frames.length;
  for (const mode of ["light", "dark"]) figure.querySelector(`.frame.${mode}`).src = `figures/${mode}/${frames[figure.place]}`;
  figure.querySelector(".frame-number").textContent = `${figure.place + 1} of ${frames.length}`;
  return figure.place === frames.length - 1;
}

function play(figure) {
  const button = figure.querySelector(".play");
  if (figure.timer) { clearInterval(figure.timer); figure.timer = null; button.textContent = "Play"; return; }
  button.textContent = "Pause";
  figure.timer = setInterval(() => { if (step(figure, 1)) play(figure); }, 900);
}

for (const clock of document.querySelectorAll(".clock")) clock.addEventListener("click", () => countdown(clock));
for (const figure of document.querySelectorAll("figure.moves")) {
  figure.querySelector(".play").addEventListener("click", () => play(figure));
  figure.querySelector(".back").addEventListener("click", () => step(figure, -1));
  figure.querySelector(".on").addEventListener("click", () => step(figure, 1));
}
for (const think of document.querySelectorAll(".think")) think.addEventListener("click", () => think.classList.toggle("shown"));

const within = (what) => slides[at].querySelector(what);
const keys = {
  ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
  ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1),
  Home: () => show(0), End: () => show(slides.length - 1),
  d: () => root.classList.toggle("dark"), n: () => document.body.classList.toggle("with-notes"),
  a: () => slides[at].classList.toggle("shown"), t: () => within(".clock")?.click(), p: () => within(".play")?.click(),
  f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  "?": () => { const list = document.querySelector(".keys"); list.hidden = !list.hidden; },
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " " && event.target.tagName === "BUTTON") return;
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
addEventListener("resize", () => slides[at].scrollIntoView());
addEventListener("scroll", () => { at = Math.round(scrollY / innerHeight); }, { passive: true });
if (matchMedia("(prefers-color-scheme: dark)").matches) root.classList.add("dark");
const asked = slides.findIndex((slide) => "#" + slide.id === location.hash);
show(asked < 0 ? 0 : asked);
