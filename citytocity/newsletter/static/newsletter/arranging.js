// Items are dragged or moved by buttons; the numbers beside them, which the form sends, follow.
const inside = document.querySelector("[data-in]");
const outside = document.querySelector("[data-out]");

function number() {
  [...inside.children].forEach((item, index) => { item.querySelector(".letters-place").value = index + 1; });
  for (const item of outside.children) item.querySelector(".letters-place").value = "";
}

const moves = {
  up: (item) => item.previousElementSibling?.before(item),
  down: (item) => item.nextElementSibling?.after(item),
  out: (item) => outside.prepend(item),
  in: (item) => inside.append(item),
};

let dragged = null;

function over(event) {
  if (!dragged) return;
  event.preventDefault();
  const item = event.target.closest("[data-item]");
  document.querySelector(".is-over")?.classList.remove("is-over");
  item?.classList.add("is-over");
}

function drop(event) {
  if (!dragged) return;
  event.preventDefault();
  const item = event.target.closest("[data-item]");
  if (item && item !== dragged) item.before(dragged);
  else if (!item) event.currentTarget.append(dragged);
  number();
}

if (inside && outside) {
  for (const moving of document.querySelectorAll(".letters-moves")) moving.hidden = false;
  for (const item of document.querySelectorAll("[data-item]")) {
    item.draggable = true;
    item.addEventListener("dragstart", () => { dragged = item; });
    item.addEventListener("dragend", () => {
      dragged = null;
      document.querySelector(".is-over")?.classList.remove("is-over");
    });
  }
  for (const list of [inside, outside]) {
    list.addEventListener("dragover", over);
    list.addEventListener("drop", drop);
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const item = button.closest("[data-item]");
      moves[button.dataset.move](item);
      number();
      (button.offsetParent ? button : item.querySelector("a")).focus();
    });
  }
}
