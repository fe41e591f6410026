/** The demo's own HTTP interface. Every call gives the answer as JSON or throws an Error with words to show, and a
 * `reason` where the server has named one. */

async function call(path, body) {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const words = content.error || content.description || `${answer.status} ${answer.statusText}`;
    throw Object.assign(new Error(words), { reason: content.reason });
  }
  return content;
}

export const send = (user, message) => call(`/phones/${user}/messages`, message);
export const tap = (user, messageId, data) => call(`/phones/${user}/taps`, { message_id: messageId, data });
export const openWebApp = (user, messageId, url, theme) => call(`/phones/${user}/webapps`, { message_id: messageId, url, theme_params: theme });
export const edit = (user, messageId, text) => call(`/phones/${user}/edits`, { message_id: messageId, text });
export const remove = (user, messageId) => call(`/phones/${user}/deletes`, { message_id: messageId });
export const block = (user, blocked) => call(`/phones/${user}/${blocked ? "block" : "unblock"}`, {});
export const addUser = (user) => call("/phones", user);
export const travel = (to) => call("/clock", { to });
export const reset = () => call("/reset", {});
export const fileAddress = (fileId) => `/phones/files/${encodeURIComponent(fileId)}`;

const EVENTS = ["state", "message", "edited", "deleted", "typing", "toast", "answered", "commands", "clock", "reset"];
const RETRY = 2000;

/** The server's events for as long as the page lives; `onLine(bool)` tells when the connection comes and goes. */
export class Stream {
  constructor(onEvent, onLine) {
    this.onEvent = onEvent;
    this.onLine = onLine;
    this.open();
  }

  open() {
    clearTimeout(this.retry);
    this.source?.close();
    const source = new EventSource("/phones/events");
    this.source = source;
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => this.source === source && this.onEvent(name, JSON.parse(event.data || "{}")));
    }
    source.onopen = () => this.onLine(true);
    source.onerror = () => this.failed(source);
  }

  /** EventSource tries again by itself, unless the server answered with an error. */
  failed(source) {
    if (this.source !== source) return;
    this.onLine(false);
    if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.open(), RETRY);
  }
}
