/** The list of commands above the field: everything from the menu button, or what matches while one types. */

import { h } from "./dom.js";
import { word } from "./words.js";

export class CommandList {
  constructor(field, id, send) {
    this.field = field;
    this.send = send;
    this.all = [];
    this.at = -1;
    this.element = h("ul.commands", { id, role: "listbox", "aria-label": word("commandMenu"), hidden: true });
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-autocomplete", "list");
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.hidden && !this.element.parentElement?.contains(event.target)) this.hide();
    });
  }

  set(commands) {
    this.all = commands || [];
    this.hide();
  }

  toggle(button) {
    this.button = button;
    if (this.element.hidden) this.show(this.all);
    else this.hide();
    this.field.focus();
  }

  filter(text) {
    if (!/^\/\w*$/.test(text)) return this.hide();
    const typed = text.slice(1).toLowerCase();
    this.show(this.all.filter(({ command }) => command.startsWith(typed)));
  }

  show(commands) {
    this.at = -1;
    this.element.replaceChildren(...commands.map(({ command, description }, index) => h("li", {
      role: "option", id: `${this.element.id}-${index}`, "aria-selected": "false", dataset: { command },
      onclick: () => this.choose(index),
    }, h("b", {}, `/${command}`), h("span", {}, description))));
    this.open(commands.length > 0);
  }

  hide() {
    this.open(false);
  }

  open(shown) {
    this.element.hidden = !shown;
    this.button?.setAttribute("aria-expanded", String(shown));
    if (!shown) this.field.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    const { command } = this.element.children[index].dataset;
    this.hide();
    this.send(`/${command}`);
    this.field.focus();
  }

  /** The keys that belong to the list while it is open: nothing is chosen until an arrow has been pressed. */
  keyed(event) {
    if (this.element.hidden) return false;
    const count = this.element.children.length;
    if (event.key === "ArrowDown") this.mark((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.mark((this.at - 1 + count) % count);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && this.at >= 0) this.choose(this.at);
    else if (event.key === "Tab" && !event.shiftKey && this.field.value) this.complete();
    else return false;
    return true;
  }

  complete() {
    this.field.value = `/${this.element.children[Math.max(this.at, 0)].dataset.command}`;
    this.hide();
  }

  mark(index) {
    this.at = index;
    [...this.element.children].forEach((node, other) => node.setAttribute("aria-selected", String(other === index)));
    this.field.setAttribute("aria-activedescendant", this.element.children[index].id);
    this.element.children[index].scrollIntoView({ block: "nearest" });
  }
}
