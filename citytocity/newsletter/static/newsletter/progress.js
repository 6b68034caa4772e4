// While an issue is sent its page is asked for anew, and what it says is put in place.
const EVERY = 4000;

async function look() {
  const told = document.querySelector("#letters[data-goes-on]");
  if (!told) return;
  if (!told.contains(document.activeElement)) {
    const answer = await fetch(location.href).catch(() => null);
    const text = answer?.ok ? await answer.text() : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#letters");
    if (fresh) told.replaceWith(fresh);
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
