// Slides: keys turn them, a button fills the screen. Without this they are one long page.
const box = document.querySelector("[data-slides]");
const slides = [...box.querySelectorAll(".slide")];
const full = box.querySelector("[data-full]");
const TYPING = "input, select, textarea, button, summary, [popover]";

const here = () => {
  const middle = innerHeight / 2;
  const place = slides.findLastIndex((slide) => slide.getBoundingClientRect().top <= middle);
  return Math.max(place, 0);
};

const show = (place) => {
  const slide = slides[Math.min(Math.max(place, 0), slides.length - 1)];
  slide.scrollIntoView();
  slide.querySelector("h1, h2").focus({ preventScroll: true });
  history.replaceState(null, "", `#${slide.id}`);
};

const fits = (slide) => slide.offsetHeight <= innerHeight + 1;

const turns = {
  ArrowRight: () => here() + 1,
  ArrowLeft: () => here() - 1,
  PageDown: () => here() + 1,
  PageUp: () => here() - 1,
  Home: () => 0,
  End: () => slides.length - 1,
};
// What is longer than the window is read to its end first.
const whereItFits = { ArrowDown: "ArrowRight", ArrowUp: "ArrowLeft" };

const turnOf = (event) => {
  if (event.key === " ") return turns[event.shiftKey ? "PageUp" : "PageDown"];
  if (whereItFits[event.key]) return fits(slides[here()]) && turns[whereItFits[event.key]];
  return turns[event.key];
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPING)) return;
  if (event.key === "Escape" && !document.fullscreenElement) location.assign(box.dataset.back);
  const turn = turnOf(event);
  if (!turn) return;
  event.preventDefault();
  show(turn());
});

box.querySelector("[data-keys]").hidden = false;
if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", async () => {
    if (document.fullscreenElement) return document.exitFullscreen();
    await document.documentElement.requestFullscreen();
    show(here());
  });
}
