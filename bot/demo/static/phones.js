/** The demo's page: brings the server's events to the phones and the clock. */

import { Stream } from "./api.js";
import { ClockPanel } from "./clock.js";
import { Stage } from "./stage.js";
import { switchLanguage, word, writeWords } from "./words.js";

const PATIENCE = 1200;
const SOON = 300;

writeWords();
const clock = new ClockPanel();
const stage = new Stage();

function showState(state) {
  if (!state.phones.length) return void setTimeout(() => stream.open(), SOON); // the cast is on its way
  stage.sync(state);
  clock.set(state.now);
}

/** Everything from the start: a new connection begins with the state, and nothing falls between. */
function startOver() {
  stage.clear({ keep: false });
  stream.open();
}

const HANDLERS = {
  state: showState,
  reset: startOver,
  clock: ({ now }) => clock.set(now),
  message: (phone, { message }) => phone.receive(message),
  edited: (phone, { message }) => phone.receive(message),
  deleted: (phone, { message_ids: ids }) => phone.thread.remove(ids),
  typing: (phone, { action }) => phone.typing(action),
  toast: (phone, data) => phone.say(data),
  answered: (phone, { query_id: query }) => phone.answer(String(query)),
  commands: (phone, { commands }) => phone.composer.list.set(commands),
};

function onEvent(name, data) {
  if (data.chat_id === undefined) return HANDLERS[name](data);
  const phone = stage.phone(data.chat_id);
  if (phone) HANDLERS[name](phone, data);
  else if (data.chat_id > 0) stream.open(); // somebody new, added elsewhere
}

let worry;

/** A quiet banner when the connection has been away for a moment. */
function onLine(connected) {
  const notice = document.querySelector("#notice");
  clearTimeout(worry);
  if (connected) notice.hidden = true;
  else worry = setTimeout(() => { notice.textContent = word("lost"); notice.hidden = false; }, PATIENCE);
}

document.querySelector("#language").addEventListener("click", () => {
  switchLanguage();
  writeWords();
  clock.write();
  stage.clear({ keep: true });
  stream.open();
});

const stream = new Stream(onEvent, onLine);
