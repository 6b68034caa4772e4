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
    this.note = make("p", { id: `${id}-note`, class: "record-select__note" });
    const described = [this.input.getAttribute("aria-describedby"), this.note.id];
    this.input.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
    this.append(this.input, this.list, this.note, this.chosen, this.status);
    this.input.addEventListener("input", () => this.ask(150));
    this.input.addEventListener("click", () => this.list.hidden && this.open());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.chosen.addEventListener("click", (event) => this.remove(event.target.closest("button")));
    const missed = this.sent.find((option) => !this.records.includes(option));
    this.show();
    if (missed) this.input.value = missed.text;
  }

  /* What was typed and is no record is sent with a mark before it: the server then answers. */
  get sent() { return [...this.select.options].filter((option) => option.value); }
  get records() { return this.sent.filter((option) => !option.value.startsWith("?")); }
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
    this.put(...options);
    this.warn("");
    this.show();
  }

  put(...options) {
    this.select.replaceChildren(...options);
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  warn(words) {
    this.note.textContent = this.status.textContent = words;
    if (words) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
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
    this.forget();
    const question = this.question = Symbol("asked");
    this.waiting = setTimeout(async () => {
      const typed = this.isTyped ? this.input.value : "";
      const address = `${this.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(address, { headers }).then((response) => response.json()).catch(() => null);
      if (question !== this.question) return;
      const keys = this.forget();
      this.offer(answer);
      if (document.activeElement === this.input) return this.follow(keys);
      this.choose(this.meant);
      this.leave();
    }, delay);
  }

  /* No answer is waited for any more; the keys that waited for it. */
  forget() {
    clearTimeout(this.waiting);
    const keys = this.keys ?? [];
    this.question = null;
    this.keys = [];
    return keys;
  }

  /* Keys pressed before the list was there do what they do in it. */
  follow(keys) {
    for (const key of keys) {
      if (key === "Enter") return this.choose(this.meant);
      this.walk(key);
    }
  }

  offer(answer) {
    this.answered = this.input.value;
    this.walked = false;
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
    this.mark(this.isTyped && this.input.value ? this.meant : null);
  }

  mark(option) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    if (document.activeElement === this.input) option.scrollIntoView({ block: "nearest" });
  }

  get marked() { return this.list.hidden ? null : this.list.querySelector("[aria-selected=true]"); }

  /* What one who goes on without looking must have meant: the record she walked to, or that is
     called so, or the only one. */
  get meant() {
    if (this.list.hidden || this.answered !== this.input.value) return null;
    if (this.walked) return this.marked;
    const hits = [...this.list.querySelectorAll("[data-key]")];
    const typed = this.input.value.trim().toLocaleLowerCase();
    const named = hits.filter((option) => option.dataset.name.toLocaleLowerCase() === typed);
    return [named, hits].find((options) => options.length === 1)?.[0];
  }

  press(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Tab" && this.isTyped && this.input.value && this.meant?.dataset.key) this.choose(this.meant);
    if (!["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(key)) return;
    if (key === "Escape" && this.list.hidden && !this.question) return;
    event.preventDefault();
    if (key === "Escape") return this.close(), this.show();
    if (this.question) return void this.keys.push(key);
    if (this.list.hidden) return this.ask(0);
    if (key === "Enter") return this.choose(this.meant);
    this.walk(key);
  }

  /* The first arrow comes into the list: to its end that is nearest, or to what is meant. */
  walk(key) {
    const options = [...this.list.children];
    const step = key === "ArrowDown" ? 1 : -1;
    const at = options.indexOf(this.marked);
    const end = step > 0 ? this.marked ?? options[0] : options.at(-1);
    this.mark(this.walked ? options.at((at + step) % options.length) : end);
    this.walked = true;
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
    this.forget();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
  }

  /* Who goes on before the list is there has typed a name: the answer says whose. */
  leave() {
    const typed = this.isTyped ? this.input.value.trim() : "";
    if (typed && this.question) return this.send(typed);
    this.close();
    if (typed) return this.miss(typed);
    const stays = this.select.multiple || this.input.value.trim() ? this.records : [];
    if (this.note.textContent) this.warn("");
    if (stays.length === this.sent.length) return this.show();
    this.keep(...(stays.length || this.select.multiple ? stays : [new Option("", "", true, true)]));
  }

  miss(typed) {
    this.warn(this.dataset.missed);
    this.send(typed);
  }

  /* A list's filters go on with what they have. */
  send(typed) {
    if (this.closest("[role=search]")) return;
    this.put(...(this.select.multiple ? this.records : []), new Option(typed, `?${typed}`, true, true));
    if (!this.select.multiple) this.chosen.replaceChildren();
  }
}

/* The script stands before the form: an element must not be made before its select is there. */
const begin = () => customElements.define("record-select", RecordSelect);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
