// Moves the bar while the worker is at it, and opens the next step when it is done.
const place = document.querySelector("[data-progress]");
const bar = place.querySelector("progress");
const count = place.querySelector("[data-count]");

async function look() {
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const told = await answer.json();
  if (!told.is_at_work) {
    window.location.reload();
    return;
  }
  if (told.of) {
    bar.max = told.of;
    bar.value = told.done;
    count.textContent = `${told.done} / ${told.of}`;
  }
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
