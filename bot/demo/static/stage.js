/** The phones that are shown: three beside each other, or one at a time with tabs; and who is in which place. */

import * as api from "./api.js";
import { h } from "./dom.js";
import { copy, menu, sheet } from "./layers.js";
import { Phone } from "./phone.js";
import { roleName, word } from "./words.js";

const PLACES = 3;
const KEPT = "handslag.places";
const NAMES = ["Elsa", "Farid", "Greta", "Hamid", "Ines", "Jonas", "Klara", "Leyla", "Milo", "Nadja", "Omar", "Petra"];
const FIRST_NEW_ID = 7_900_000_000;

const shortName = (name) => name.split(" ", 1)[0];

export class Stage {
  constructor(page = document) {
    this.phones = new Map();
    this.kept = new Map(); // user id -> what a phone built anew takes over
    this.places = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
    this.active = 0;
    this.element = page.querySelector("#stage");
    this.tabs = page.querySelector("#tabs");
    this.house = {
      bot: () => this.bot,
      people: (phone, anchor) => this.choosePerson(phone, anchor),
      invitation: (phone, token, address) => this.invitation(phone, token, address),
      unread: () => this.writeTabs(),
    };
    matchMedia("(max-width: 1079px)").addEventListener("change", () => this.lookedAt());
  }

  /** Show the server's state. */
  sync(state) {
    this.bot = state.bot;
    const there = new Set(state.phones.map(({ user }) => user.id));
    for (const id of this.phones.keys()) if (!there.has(id)) this.remove(id);
    for (const record of state.phones) {
      const phone = this.phones.get(record.user.id);
      if (phone) phone.update(record);
      else this.add(record);
    }
    this.fill();
    this.arrange();
  }

  /** Forget the phones, so that the next state builds them anew; what was being written and what is unread may stay. */
  clear({ keep }) {
    this.kept = new Map(keep ? [...this.phones].map(([id, { composer, unread }]) => [id, { draft: composer.field.value, unread }]) : []);
    for (const id of [...this.phones.keys()]) this.remove(id);
  }

  remove(id) {
    this.phones.get(id).closeWebApp();
    this.phones.delete(id);
  }

  add(record) {
    const phone = new Phone(record, this.house);
    this.phones.set(phone.id, phone);
    const { draft = "", unread = 0 } = this.kept.get(phone.id) || {};
    phone.composer.write(draft);
    phone.unread = unread;
    this.kept.delete(phone.id);
  }

  phone(id) {
    return this.phones.get(id);
  }

  /** Everybody keeps their place; empty places go to the first who have none. */
  fill() {
    this.places = this.places.filter((id) => this.phones.has(id)).slice(0, PLACES);
    for (const id of this.phones.keys()) {
      if (this.places.length < PLACES && !this.places.includes(id)) this.places.push(id);
    }
    this.active = Math.max(0, Math.min(this.active, this.places.length - 1));
  }

  arrange() {
    for (const phone of this.phones.values()) if (!this.places.includes(phone.id)) phone.closeWebApp();
    this.place(this.places.map((id) => this.phones.get(id).element));
    this.element.removeAttribute("aria-busy");
    sessionStorage.setItem(KEPT, JSON.stringify(this.places));
    this.lookedAt();
  }

  /** A phone that keeps its place is not touched: a Mini App in it would start over. */
  place(wanted) {
    const { children } = this.element;
    for (const node of [...children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, index) => children[index] === node || this.element.insertBefore(node, children[index] || null));
  }

  lookedAt() {
    this.places.forEach((id, index) => this.phones.get(id).element.classList.toggle("active", index === this.active));
    for (const phone of this.phones.values()) if (phone.visible) phone.seen();
    this.writeTabs();
  }

  writeTabs() {
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...this.places.map((id, index) => this.tab(this.phones.get(id), index)));
    if (focused) this.tabs.children[this.active]?.focus();
  }

  tab(phone, index) {
    const unread = phone.unread ? h("span.badge", { "aria-label": word("unread", { n: phone.unread }) }, String(phone.unread)) : null;
    return h("button.tab", {
      type: "button", "aria-current": index === this.active ? "true" : null, dataset: { tab: phone.id },
      onclick: () => { this.active = index; this.lookedAt(); },
    }, h("span", {}, h("b", {}, shortName(phone.user.first_name)), h("small", {}, roleName(phone.user.role))), unread);
  }

  /** Bring a person into view, in `place` if they have none yet. Somebody there changes places with them. */
  show(id, place) {
    const at = this.places.indexOf(id);
    if (place === undefined) place = at;
    if (at >= 0 && at !== place) this.places[at] = this.places[place];
    this.places[place] = id;
    this.active = place;
    this.arrange();
    const { element } = this.phones.get(id);
    element.classList.remove("arrived");
    void element.offsetWidth; // so that the glow starts again
    element.classList.add("arrived");
    element.addEventListener("animationend", (event) => event.animationName === "arrive" && element.classList.remove("arrived"));
  }

  choosePerson(phone, anchor) {
    const place = this.places.indexOf(phone.id);
    const items = [...this.phones.values()].map((other) => ({
      label: other.user.first_name, note: roleName(other.user.role), badge: other.unread, checked: other === phone,
      run: () => this.show(other.id, place),
    }));
    items.push({ label: word("newPerson"), icon: "plus", run: () => phone.attempt(async () => this.show(await this.addPerson(), place)) });
    menu(anchor, items, word("switchPerson"));
  }

  /** A link that opens this bot: here, or on somebody else's phone. */
  invitation(phone, token, address) {
    const text = token ? `/start ${token}` : "/start";
    const choice = (label, note, run, main) => (close) => h(`button.choice${main ? ".main" : ""}`,
      { type: "button", onclick: () => { close(); run(); } }, h("span", {}, label), note ? h("small", {}, note) : null);
    const others = [...this.phones.values()].filter((other) => other !== phone);
    const choices = [
      choice(word("linkHere", { name: phone.user.first_name }), null, () => phone.command(text), true),
      token ? choice(word("linkCopy"), null, () => copy(phone.element, address)) : () => null,
      () => h("h4", {}, word("linkElsewhere")),
      ...others.map((other) => choice(other.user.first_name, roleName(other.user.role), () => this.openOn(phone, other.id, text))),
      choice(word("newPerson"), null, () => phone.attempt(async () => this.openOn(phone, await this.addPerson(), text))),
    ];
    sheet(phone.element, { title: word("linkTitle"), fill: (close) => [h("h3", {}, word("linkTitle")), h("p.address", {}, text), choices.map((make) => make(close))] });
  }

  openOn(phone, id, text) {
    const next = (this.places.indexOf(phone.id) + 1) % this.places.length;
    this.show(id, this.places.includes(id) ? this.places.indexOf(id) : next);
    const other = this.phones.get(id);
    other.command(text);
    other.composer.field.focus({ preventScroll: true });
  }

  /** Somebody invented, who has pressed Start but whom the bot does not know. Gives the id. */
  async addPerson() {
    const taken = new Set([...this.phones.values()].map(({ user }) => user.first_name));
    const name = NAMES.find((candidate) => !taken.has(candidate)) || `${NAMES[0]} ${this.phones.size}`;
    const id = Math.max(FIRST_NEW_ID, ...this.phones.keys()) + 1;
    this.add(await api.addUser({ id, first_name: name, language_code: "sv", started: true }));
    return id;
  }
}
