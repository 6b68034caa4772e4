// The next row of a programme begins where the last one ended, while nobody has said otherwise.
const rows = [...document.querySelectorAll("[data-hours] .visit-row")];
const box = (row, name) => row.querySelector(`input[name$="-${name}"]`);

rows.forEach((row, place) => {
  const next = rows[place + 1];
  if (!next) return;
  box(row, "until").addEventListener("change", () => {
    if (!box(next, "begins").value) box(next, "begins").value = box(row, "until").value;
  });
  box(row, "day").addEventListener("change", () => {
    const isBlank = ![...next.querySelectorAll("input[type=text][lang]")].some((one) => one.value);
    if (isBlank) box(next, "day").value = box(row, "day").value;
  });
});
