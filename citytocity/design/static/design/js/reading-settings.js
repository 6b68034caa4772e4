// Reading settings: after a choice the page comes back where it was, with the focus on the button.
const KEY = "reading-settings";
const form = document.querySelector("[data-reading-settings]");

function remember(event) {
  const button = event.submitter;
  if (!button) return;
  const place = { name: button.name, value: button.value, page: location.pathname, y: scrollY };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing still changes the setting.
  }
}

function recall() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return place?.page === location.pathname ? place : null;
  } catch {
    return null;
  }
}

function restore(place) {
  const pressed = form.querySelector(`button[name="${place.name}"][value="${place.value}"]`);
  const more = form.querySelector("details");
  if (!pressed || more?.contains(pressed)) more.open = true;
  (pressed ?? more.querySelector("summary")).focus({ preventScroll: true });
  scrollTo({ top: place.y, behavior: "instant" });
  history.replaceState(null, "", location.pathname + location.search);
}

if (form) {
  const more = form.querySelector("details");
  const place = recall();
  if (place) restore(place);
  form.addEventListener("submit", remember);
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
