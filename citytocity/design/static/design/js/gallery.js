// Galleries: in a picture opened large, the arrow keys lead to the next and the one before.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const buttons = [...gallery.querySelectorAll("[popovertarget]")];
  const boxes = buttons.map((button) => document.getElementById(button.getAttribute("popovertarget")));

  boxes.forEach((box, place) => {
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = boxes[(place + step + boxes.length) % boxes.length];
      if (!step || next === box) return;
      event.preventDefault();
      box.hidePopover();
      next.showPopover();
      next.querySelector("button").focus();
    });
    box.addEventListener("toggle", (event) => {
      if (event.newState === "open") box.querySelector("button").focus();
    });
  });
}
