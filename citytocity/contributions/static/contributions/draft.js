// Keeps what is being written, a while after the last letter. The page works without it, too.
const WAIT = 8000;
const form = document.querySelector("form[data-autosave]");
const said = form?.querySelector("[data-said]");
let timer = 0;
let isOlder = false;
let keeping = null;

function later() {
  clearTimeout(timer);
  if (!isOlder) timer = setTimeout(start, WAIT);
}

function start() {
  keeping = keep().finally(() => { keeping = null; });
}

async function keep() {
  const written = new FormData(form);
  written.delete("pictures");
  written.delete("remove");
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: written,
      headers: { "X-Autosave": "1" },
    });
    if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) hear(await answer.json());
  } catch {
    later(); // the line is down: once more after a while
  }
}

function hear(answer) {
  if (answer.said) said.textContent = answer.said;
  isOlder = answer.state === "older";
  if (answer.state !== "kept") return;
  form.elements.seen.value = answer.version;
  if (!location.pathname.includes("/draft/")) history.replaceState(null, "", answer.url);
}

form?.addEventListener("input", later);
// What is sent must carry the version that the last keeping gives, so it waits for that.
form?.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!keeping) return;
  event.preventDefault();
  keeping.then(() => form.requestSubmit(event.submitter));
});
