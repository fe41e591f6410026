/** The page's own few words in Swedish and English, and how it writes dates. The bot's words come from the bot. */

const WORDS = {
  demo: ["demo", "demo"],
  clock: ["Demons klocka", "The demo's clock"],
  travel: ["Res i tiden", "Travel in time"],
  travelling: ["Tiden går", "Time is passing"],
  nextDay: ["Nästa dag", "Next day"],
  nextMonday: ["Nästa måndag 07:30", "Next Monday 07:30"],
  travelDate: ["Datum och tid att gå till", "Date and time to go to"],
  go: ["Gå dit", "Go there"],
  reset: ["Börja om", "Start over"],
  resetAsk: ["Börja om från början?", "Start over from the beginning?"],
  resetExplain: ["Alla chattar töms och klockan ställs tillbaka.", "All chats are emptied and the clock is set back."],
  resetYes: ["Ja, börja om", "Yes, start over"],
  cancel: ["Avbryt", "Cancel"],
  close: ["Stäng", "Close"],
  phones: ["Telefoner", "Phones"],
  loading: ["Hämtar telefonerna …", "Fetching the phones …"],
  lost: ["Ingen kontakt med demon. Försöker igen …", "No contact with the demo. Trying again …"],
  tooLong: ["meddelandet är längre än 4 096 tecken.", "the message is longer than 4,096 characters."],
  failed: ["Det gick inte: {why}", "That did not work: {why}"],
  past: ["Tiden går bara framåt. Välj en senare tid.", "Time only runs forward. Choose a later time."],
  tooFar: ["Välj en tid inom fem år.", "Choose a time within five years."],
  unreadable: ["Välj ett datum och en tid.", "Choose a date and a time."],
  bot: ["bot", "bot"],
  typing: ["skriver", "is typing"],
  upload_photo: ["skickar en bild", "is sending a picture"],
  upload_document: ["skickar ett dokument", "is sending a document"],
  messages: ["Meddelanden: {name}", "Messages: {name}"],
  phoneOf: ["Telefon: {name}, {role}", "Phone: {name}, {role}"],
  message: ["Meddelande", "Message"],
  sendIt: ["Skicka", "Send"],
  saveIt: ["Spara ändringen", "Save the change"],
  commandMenu: ["Kommandon", "Commands"],
  attach: ["Bifoga", "Attach"],
  photo: ["Bild", "Photo"],
  voice: ["Röstmeddelande", "Voice message"],
  location: ["Plats", "Location"],
  contact: ["Kontakt", "Contact"],
  document: ["Dokument", "Document"],
  sticker: ["Klistermärke", "Sticker"],
  unknown: ["Meddelandet kan inte visas här", "This message cannot be shown here"],
  edited: ["redigerad", "edited"],
  silent: ["Tyst avisering", "Silent notification"],
  reply: ["Svara", "Reply"],
  replyTo: ["Svar till {name}", "Reply to {name}"],
  editIt: ["Redigera", "Edit"],
  editing: ["Redigera meddelande", "Edit message"],
  deleteIt: ["Radera", "Delete"],
  copy: ["Kopiera text", "Copy text"],
  copied: ["Kopierat", "Copied"],
  messageMenu: ["Alternativ för meddelandet", "Message options"],
  you: ["Du", "You"],
  newMessages: ["Nya meddelanden", "New messages"],
  toEnd: ["Till det senaste", "To the latest"],
  unread: ["{n} olästa", "{n} unread"],
  switchPerson: ["Byt person", "Switch person"],
  phoneMenu: ["Alternativ för boten", "Bot options"],
  newPerson: ["En ny person", "A new person"],
  blockBot: ["Blockera boten", "Block the bot"],
  unblockBot: ["Sluta blockera boten", "Unblock the bot"],
  start: ["Starta", "Start"],
  empty: ["Här är det tomt än. Tryck på Starta för att hälsa på boten.", "Nothing here yet. Press Start to greet the bot."],
  opensHere: ["Öppnas här i telefonen", "Opens here in the phone"],
  webApp: ["Miniapp från {name}", "Mini app from {name}"],
  opening: ["Öppnar …", "Opening …"],
  openPhoto: ["Visa bilden större", "Show the picture larger"],
  photoAlt: ["Bild", "Picture"],
  showMore: ["Visa mer", "Show more"],
  showLess: ["Visa mindre", "Show less"],
  spoiler: ["Dold text, tryck för att visa", "Hidden text, press to show"],
  linkTitle: ["Länk till boten", "Link to the bot"],
  linkHere: ["Öppna här, som {name}", "Open here, as {name}"],
  linkCopy: ["Kopiera länken", "Copy the link"],
  linkElsewhere: ["Öppna på en annan telefon", "Open on another phone"],
  ok: ["OK", "OK"],
};

const ROLES = {
  caseworker: ["uppsökare", "outreach worker"],
  koordinator: ["koordinator", "coordinator"],
  coordinator: ["koordinator", "coordinator"],
  manager: ["chef", "manager"],
  administrator: ["administratör", "administrator"],
  stranger: ["ny person", "new person"],
};

const KEPT = "handslag.language";
const ZONE = "Europe/Stockholm";
let english = localStorage.getItem(KEPT) === "en";

export const language = () => (english ? "en" : "sv");

/** The word for `key`, with {names} filled in. */
export function word(key, values = {}) {
  const text = WORDS[key][english ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** What a role is called; the server may send a code or words of its own. */
export const roleName = (role) => (ROLES[role || "stranger"] || [role, role])[english ? 1 : 0];

export const actionName = (action) => word(WORDS[action] ? action : "typing");

export function switchLanguage() {
  english = !english;
  localStorage.setItem(KEPT, language());
}

/** Put the words into the page's fixed parts. */
export function writeWords(root = document) {
  document.documentElement.lang = language();
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  const other = root.querySelector("#language");
  other.textContent = english ? "SV" : "EN";
  other.lang = english ? "sv" : "en";
  other.setAttribute("aria-label", english ? "Visa sidan på svenska" : "Show this page in English");
}

const formats = new Map();

function format(moment, options) {
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(english ? "en-GB" : "sv-SE", { timeZone: ZONE, ...options }));
  return formats.get(key).format(moment);
}

export const timeOf = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (moment) => format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDayOf = (moment) => format(moment, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** The wall clock in Stockholm as a date-time field writes it: 2022-10-03T09:00. */
export function wallClock(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" }).format(moment);
  return parts.replace(" ", "T");
}

/** 14 kB, 1,2 MB. */
export function sizeOf(bytes) {
  const units = ["B", "kB", "MB"];
  let size = bytes;
  while (size >= 1000 && units.length > 1) {
    size /= 1000;
    units.shift();
  }
  return `${size.toLocaleString(language(), { maximumFractionDigits: size < 10 && units[0] !== "B" ? 1 : 0 })} ${units[0]}`;
}
