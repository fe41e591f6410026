// Asks the device for a passkey: shows one (get) or makes one (create). Without it the code is typed, which always works.
// In a frame of another site passkeys need a permission that Telegram Web does not give.
const said = document.querySelector("[data-passkey-said]");

for (const form of document.querySelectorAll("form[data-passkey]")) if (isAllowed(form) !== false) offer(form);

/** Whether passkeys may be used here: undefined where the browser does not say. */
function isAllowed(form) {
  if (!window.PublicKeyCredential || !navigator.credentials) return false;
  return document.featurePolicy?.allowsFeature(`publickey-credentials-${form.dataset.passkey}`);
}

function offer(form) {
  form.hidden = false;
  said.textContent = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form).catch((error) => fail(form, error));
  });
}

async function ask(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = "";
  try {
    const publicKey = await options(form);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.answer.value = JSON.stringify(plain(credential));
    form.submit();
  } finally {
    button.disabled = false;
  }
}

/** A no of the person and a no of the frame look the same; where the browser does not say which, the button goes. */
function fail(form, error) {
  said.textContent = error.name === "InvalidStateError" ? said.dataset.known : said.dataset.failed;
  if (error.name !== "NotAllowedError" || isAllowed(form) === true) return;
  form.hidden = true;
  document.querySelector("#pin")?.focus();
}

async function options(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(new URL(form.dataset.options, document.baseURI), { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  const given = await answer.json();
  given.challenge = bytes(given.challenge);
  if (given.user) given.user.id = bytes(given.user.id);
  for (const known of [...(given.allowCredentials ?? []), ...(given.excludeCredentials ?? [])]) known.id = bytes(known.id);
  return given;
}

/** What the device said, as JSON (WebAuthn level 3, section 5.1: RegistrationResponseJSON, AuthenticationResponseJSON). */
function plain({ id, rawId, type, response }) {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) parts[name] = text(response[name]);
  return { id, rawId: text(rawId), type, response: parts, clientExtensionResults: {} };
}

/** base64url to bytes. */
function bytes(encoded) {
  return Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/** Bytes to base64url. */
function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
