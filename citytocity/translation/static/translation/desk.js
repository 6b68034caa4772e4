/* "Take over" puts a translation into its box at once; without this script the server does. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-into]");
  const box = button && document.getElementById(button.dataset.into);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
  // so that it can be undone; where a browser knows no such command the words are put in plainly
  if (!document.execCommand("insertText", false, button.dataset.words)) box.value = button.dataset.words;
});
