/* A select whose records are found by typing: an ARIA combobox with a list.
   Without it the select stays and keeps what is chosen. */
const make = (tag, attributes = {}, text = "") => {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
};

class RecordSelect extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.select = this.querySelector("select");
    const { id } = this.select;
    this.list = make("ul", { id: `${id}-list`, role: "listbox", hidden: "" });
    this.input = make("input", {
      id, type: "text", role: "combobox", autocomplete: "off", placeholder: this.dataset.hint,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    });
    for (const told of ["aria-describedby", "aria-invalid"])
      if (this.select.hasAttribute(told)) this.input.setAttribute(told, this.select.getAttribute(told));
    this.select.id = `${id}-chosen`;
    this.select.hidden = true;
    this.chosen = make("ul", { class: "record-select__chosen" });
    this.status = make("span", { role: "status", class: "w-sr-only" });
    this.append(this.input, this.list, this.chosen, this.status);
    this.input.addEventListener("input", () => this.ask(150));
    this.input.addEventListener("click", () => this.list.hidden && this.open());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.chosen.addEventListener("click", (event) => this.remove(event.target.closest("button")));
    this.show();
  }

  get records() { return [...this.select.options].filter((option) => option.value); }
  get isTyped() { return this.select.multiple || this.input.value !== (this.records[0]?.text ?? ""); }

  show() {
    if (!this.select.multiple) this.input.value = this.records[0]?.text ?? "";
    this.chosen.replaceChildren(...this.records.map((record) => this.shown(record)));
  }

  shown({ value, text }) {
    const item = make("li");
    const href = this.dataset.record.replace("/0/", `/${value}/`);
    const words = this.select.multiple ? text : this.dataset.open.replace(":", "");
    item.append(make("a", { href, target: "_blank", "aria-label": `${this.dataset.open} ${text}` }, words));
    const label = `${this.dataset.remove} ${text}`;
    if (this.select.multiple)
      item.append(make("button", { type: "button", value, "aria-label": label, title: label }, "×"));
    return item;
  }

  keep(...options) {
    this.select.replaceChildren(...options);
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.show();
  }

  remove(button) {
    if (!button) return;
    this.keep(...this.records.filter((record) => record.value !== button.value));
    this.input.focus();
  }

  /* What is chosen gives way to what is typed next. */
  open() {
    this.input.select();
    this.ask(0);
  }

  ask(delay) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const typed = this.isTyped ? this.input.value : "";
      const address = `${this.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(address, { headers }).then((response) => response.json()).catch(() => null);
      if (document.activeElement !== this.input || typed !== (this.isTyped ? this.input.value : "")) return;
      this.offer(answer);
    }, delay);
  }

  offer(answer) {
    const options = (answer?.found ?? []).map(({ key, name, hint }) => {
      const option = make("li", { role: "option", "data-key": key, "data-name": name }, name);
      if (hint) option.append(" ", make("small", {}, hint));
      return option;
    });
    const words = !answer ? this.dataset.broken : options.length ? "" : this.dataset.none;
    this.status.textContent = words || `${this.dataset.found} ${options.length}`;
    if (words) options.push(make("li", { role: "option", "aria-disabled": "true" }, words));
    if (answer?.create && !this.closest("[role=search]")) options.push(make("li", { role: "option", "data-address": answer.create.address }, answer.create.name));
    options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() ?? this.dataset.hint);
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(answer?.found.length && this.input.value ? options[0] : null);
  }

  mark(option) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  get marked() { return this.list.hidden ? null : this.list.querySelector("[aria-selected=true]"); }

  press(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Tab" && this.isTyped && this.input.value) this.choose(this.marked?.dataset.key ? this.marked : null);
    if (!["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(key)) return;
    if (key === "Escape" && this.list.hidden) return;
    event.preventDefault();
    if (key === "Enter") return this.list.hidden ? this.ask(0) : this.choose(this.marked);
    if (key === "Escape") return this.close();
    if (this.list.hidden) return this.ask(0);
    const options = [...this.list.children];
    const step = key === "ArrowDown" ? 1 : -1;
    const at = options.indexOf(this.marked);
    this.mark(options.at(at < 0 && step < 0 ? -1 : (at + step) % options.length));
  }

  choose(option) {
    if (!option || option.ariaDisabled) return;
    const { key, name, address } = option.dataset;
    this.close();
    if (address) return window.open(address, "_blank", "noopener");
    this.input.value = "";
    const others = this.select.multiple ? this.records.filter((record) => record.value !== key) : [];
    this.keep(...others, new Option(name, key, true, true));
  }

  close() {
    clearTimeout(this.waiting);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
  }

  leave() {
    this.close();
    if (this.select.multiple) this.input.value = "";
    else if (!this.input.value.trim() && this.records.length) this.keep(new Option("", "", true, true));
    else this.show();
  }
}

/* The script stands before the form: an element must not be made before its select is there. */
const begin = () => customElements.define("record-select", RecordSelect);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
