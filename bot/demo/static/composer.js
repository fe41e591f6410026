/** Where one writes: text, commands, attachments, a reply or a change of one's own message. */

import * as api from "./api.js";
import { summary } from "./bubble.js";
import { CommandList } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { menu } from "./layers.js";
import { word } from "./words.js";

const KINDS = ["photo", "voice", "location", "contact", "document"];
const TALLEST = 160;
const LONGEST = 4096;

export class Composer {
  /** `did(step)` runs a call to the server, shows what went wrong, and tells whether it went well. */
  constructor(user, did, start) {
    this.user = user;
    this.did = did;
    this.about = null; // {message, editing}
    this.field = this.makeField();
    this.context = h("div.context", { hidden: true });
    this.sendButton = h("button.icon-button.send", { type: "submit", "aria-label": word("sendIt"), title: word("sendIt") }, icon("send"));
    this.list = new CommandList(this.field, `commands-${user.id}`, (text) => this.command(text));
    this.slash = h("button.icon-button.slash", { type: "button", "aria-label": word("commandMenu"), title: word("commandMenu"), "aria-expanded": "false", onclick: () => this.list.toggle(this.slash) }, "/");
    const attach = iconButton("attach", word("attach"), () => this.attach(attach), { "aria-haspopup": "menu" });
    this.form = h("form.composer", { onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.list.element, this.context, h("div.write", {}, this.slash, this.field, attach, this.sendButton));
    this.closed = h("button.closed", { type: "button", hidden: true, onclick: start }, word("unblockBot"));
    this.element = h("div.foot", {}, this.form, this.closed);
    this.changed();
  }

  makeField() {
    return h("textarea", {
      rows: 1, placeholder: word("message"), "aria-label": word("message"), autocomplete: "off", enterKeyHint: "send",
      oninput: () => this.changed(), onkeydown: (event) => this.keyed(event),
    });
  }

  setBlocked(blocked) {
    this.form.hidden = blocked;
    this.closed.hidden = !blocked;
  }

  changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.sendButton.classList.toggle("idle", !this.field.value.trim());
    this.list.filter(this.field.value);
  }

  write(text) {
    this.field.value = text;
    this.changed();
  }

  keyed(event) {
    if (event.isComposing) return;
    if (this.list.keyed(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.about) this.forget();
  }

  async submit() {
    const text = this.field.value.trim();
    const about = this.about;
    if (!text) return;
    if (text.length > LONGEST) return void this.did(() => { throw new Error(word("tooLong")); });
    this.write("");
    this.forget(true);
    const well = await this.did(() => (about?.editing
      ? api.edit(this.user.id, about.message.message_id, text)
      : api.send(this.user.id, { text, ...replyTo(about) })));
    if (!well && !this.field.value) this.write(text);
  }

  command(text) {
    this.write("");
    this.did(() => api.send(this.user.id, { text }));
  }

  attach(anchor) {
    menu(anchor, KINDS.map((kind) => ({ label: word(kind), icon: kind, run: () => this.sendKind(kind) })), word("attach"));
  }

  async sendKind(kind) {
    const caption = ["photo", "voice", "document"].includes(kind) && !this.about?.editing ? this.field.value.trim() : "";
    const message = { kind, ...(caption ? { caption } : {}), ...replyTo(this.about) };
    if (await this.did(() => api.send(this.user.id, message)) && caption) this.write("");
    if (!this.about?.editing) this.forget();
  }

  /** Answer a message, or change one's own. */
  begin(message, editing) {
    this.about = { message, editing };
    const name = message.from?.is_bot ? message.from.first_name : word("you");
    this.context.replaceChildren(icon(editing ? "edit" : "reply"),
      h("div", {}, h("b", {}, editing ? word("editing") : word("replyTo", { name })), h("span", {}, summary(message))),
      iconButton("close", word("cancel"), () => this.forget()));
    this.context.hidden = false;
    this.name(editing ? "saveIt" : "sendIt");
    if (editing) this.write(message.text || message.caption || "");
    this.field.focus();
  }

  forget(sent) {
    if (this.about?.editing && !sent) this.write("");
    this.about = null;
    this.context.hidden = true;
    this.name("sendIt");
  }

  name(key) {
    this.sendButton.setAttribute("aria-label", word(key));
    this.sendButton.title = word(key);
  }
}

const replyTo = (about) => (about && !about.editing ? { reply_to: about.message.message_id } : {});
