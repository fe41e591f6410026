/** The clock panel: the demo's time, and travelling in it. */

import * as api from "./api.js";
import { h } from "./dom.js";
import { ask } from "./layers.js";
import { dayOf, shortDayOf, timeOf, wallClock, word } from "./words.js";

const DAY = 24 * 60 * 60 * 1000;
const PROBLEM = 6000;

export class ClockPanel {
  constructor(page = document) {
    this.part = (id) => page.querySelector(`#${id}`);
    this.controls = ["next-day", "next-monday", "go", "travel-date", "reset"].map(this.part);
    this.part("next-day").addEventListener("click", () => this.travel("next-day"));
    this.part("next-monday").addEventListener("click", () => this.travel("next-monday"));
    this.part("reset").addEventListener("click", () => this.reset());
    this.part("travel").addEventListener("submit", (event) => { event.preventDefault(); this.travel(this.part("travel-date").value); });
    this.part("clock-toggle").addEventListener("click", () => this.unfold());
    this.narrow = matchMedia("(max-width: 1079px)");
    this.narrow.addEventListener("change", () => this.write());
    setInterval(() => this.travelling || this.write(), 1000);
  }

  /** The server's time; the clock runs at the usual speed from there. */
  set(now) {
    this.origin = new Date(now).getTime() - performance.now();
    this.write(new Date(now));
    if (this.travelling) return this.showProgress(new Date(now).getTime());
    this.offer();
  }

  now() {
    return new Date(this.origin + performance.now());
  }

  write(moment = this.origin === undefined ? null : this.now()) {
    if (!moment) return;
    const text = timeOf(moment);
    const day = (this.narrow.matches ? shortDayOf : dayOf)(moment);
    this.part("now").dateTime = moment.toISOString();
    if (this.written === day + text) return;
    this.written = day + text;
    this.part("now").replaceChildren(h("span", {}, day), " ", h("b", {}, text));
  }

  /** The field starts from now, and does not go back. */
  offer() {
    const field = this.part("travel-date");
    const now = wallClock(this.now());
    field.min = now;
    if (!field.value || field.value < now) field.value = now;
  }

  async travel(to) {
    if (this.travelling) return;
    this.begin(to);
    try {
      const { now } = await api.travel(to);
      this.end();
      this.set(now);
    } catch (error) {
      this.end();
      this.problem(error);
    }
  }

  begin(to) {
    this.travelling = true;
    this.from = this.now().getTime();
    this.length = length(to, wallClock(this.now()));
    this.held = document.activeElement;
    for (const control of this.controls) control.disabled = true;
    document.body.classList.add("travelling");
    this.part("travel-progress").hidden = false;
    this.part("travel-progress").removeAttribute("value");
    this.part("problem").hidden = true;
  }

  end() {
    this.travelling = false;
    for (const control of this.controls) control.disabled = false;
    document.body.classList.remove("travelling");
    this.part("travel-progress").hidden = true;
    if (document.activeElement === document.body) this.held?.focus();
  }

  showProgress(now) {
    const share = (now - this.from) / this.length;
    if (share > 0) this.part("travel-progress").value = Math.min(1, share);
  }

  problem({ reason, message }) {
    const line = this.part("problem");
    line.textContent = reason ? word(reason) : word("failed", { why: message });
    line.hidden = false;
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => { line.hidden = true; }, PROBLEM);
  }

  async reset() {
    const yes = await ask({ title: word("resetAsk"), text: word("resetExplain"), yes: word("resetYes"), id: "reset" });
    if (!yes) return;
    try {
      this.part("travel-date").value = "";
      await api.reset();
    } catch (error) {
      this.problem(error);
    }
  }

  unfold() {
    const open = document.body.classList.toggle("clock-open");
    this.part("clock-toggle").setAttribute("aria-expanded", String(open));
  }
}

/** About how long a journey is (for the progress bar only), in milliseconds; `now` is the wall clock. */
function length(to, now) {
  const start = new Date(`${now}Z`);
  if (to === "next-day") return DAY;
  if (to !== "next-monday") return new Date(`${to}Z`) - start;
  const days = (8 - (start.getUTCDay() || 7)) % 7 || 7;
  return new Date(`${now.slice(0, 10)}T07:30Z`) - start + days * DAY;
}
