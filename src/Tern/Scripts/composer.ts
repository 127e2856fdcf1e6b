import { tell, untell } from "./trouble";

// The draft survives everything: it is in this browser until the server has taken the reply.
export function startComposer(): void {
  prepare();
  document.body.addEventListener("htmx:load", prepare);
  document.body.addEventListener("ternSent", sent);
  document.body.addEventListener("htmx:configRequest", direct);
  document.body.addEventListener("htmx:beforeRequest", leave);
  window.addEventListener("beforeunload", (event) => {
    if ([...underway].some((xhr) => xhr.readyState !== XMLHttpRequest.DONE)) {
      event.preventDefault(); // it would be broken off in the middle
    }
  });
  document.addEventListener("keydown", (event) => {
    const form = (event.target as HTMLElement).closest?.<HTMLFormElement>("#composer");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      // Only from a click does htmx learn which button it was.
      form.querySelector<HTMLButtonElement>(isNote(form) ? ".for-note" : ".for-reply")?.click();
    }
  });
  // A page that the browser kept and shows again would write its next mail under the key of the one that has left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && composer()?.dataset["sent"]) {
      window.location.reload();
    }
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const form = composer();
    const newest = document.getElementById("thread")?.dataset["messages"];
    const seen = form?.querySelector<HTMLInputElement>("[name=Seen]");
    // Who has begun to write has not necessarily seen what came in since; then sending asks first.
    if (form && seen && newest && text(form).value === "" && document.visibilityState === "visible") {
      seen.value = newest;
      turnTo(form);
    }
  });
}

const underway = new Set<XMLHttpRequest>();

// While it is on its way the form stays as it was posted, for what is typed then would go with it when it has left. And of a form that is not on the page any more,
// because another ticket was opened meanwhile, nobody but this hears what became of it.
function leave(event: Event): void {
  const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
  const form = composer();
  if (!form || elt !== form) {
    return;
  }
  const fields = [text(form), ...addressFields(form)].filter((field) => !field.readOnly);
  fields.forEach((field) => { field.readOnly = true; });
  xhr.addEventListener("loadstart", () => underway.add(xhr));
  xhr.addEventListener("loadend", () => {
    underway.delete(xhr);
    fields.forEach((field) => { field.readOnly = false; });
    if (form.isConnected) {
      return;
    }
    // A proxy's page is an answer as well: only the desk says that it was taken.
    if (xhr.getResponseHeader("HX-Trigger")?.includes("ternSent")) {
      forget(form);
    } else {
      tell(draftOf(form), form.dataset["unsent"] ?? "", form.dataset["page"] ?? "");
    }
  });
}

function forget(form: HTMLFormElement): void {
  localStorage.removeItem(draftOf(form));
  localStorage.removeItem(`${draftOf(form)}:fields`);
  untell(draftOf(form));
}

// From here on the form writes another message, also when the page is opened again before it has left.
function rename(form: HTMLFormElement, name: string): void {
  const field = form.querySelector<HTMLInputElement>("[name=Key]");
  if (field) {
    field.value = name;
    localStorage.setItem(`${draftOf(form)}:fields`, JSON.stringify({ ...keptFields(draftOf(form)), Key: name }));
  }
}

const draftOf = (form: HTMLFormElement): string => form.dataset["draft"] ?? "";

const composer = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("#composer");
const text = (form: HTMLFormElement): HTMLTextAreaElement => form.querySelector("textarea") as HTMLTextAreaElement;
const mode = (form: HTMLFormElement, value: string): HTMLInputElement | null => form.querySelector<HTMLInputElement>(`[name=Mode][value=${value}]`);
const isNote = (form: HTMLFormElement): boolean => mode(form, "note")?.checked === true;

// What is posted goes where its mode belongs, whatever began it: a key, a button, or the one beside a warning. A note must never take the way of an answer.
function direct(event: Event): void {
  const request = (event as CustomEvent<{ elt: Element; path: string; formData: FormData }>).detail;
  const note = request.elt === composer() ? request.elt.querySelector(".for-note") : null;
  const path = request.formData.get("Mode") === "note" ? note?.getAttribute("formaction") : note && request.elt.getAttribute("action");
  request.path = path ?? request.path;
  const anew = request.formData.get("Anew");
  if (request.elt === composer() && typeof anew === "string") {
    rename(request.elt as HTMLFormElement, anew);
  }
}

function prepare(): void {
  const form = composer();
  if (!form || form.dataset["ready"]) {
    return;
  }
  form.dataset["ready"] = "1";
  const area = text(form);
  const key = form.dataset["draft"] ?? "";
  if (area.value === "") {
    area.value = localStorage.getItem(key) ?? "";
    const note = mode(form, "note");
    if (note && area.value !== "" && keptFields(key)["Mode"] === note.value) {
      note.checked = true; // what was begun as a note must not come back as an answer
    }
  }
  grow(area);
  let timer = 0;
  area.addEventListener("input", () => {
    grow(area);
    clearTimeout(timer);
    timer = window.setTimeout(() => save(form, key, area.value), 400);
  });
  window.addEventListener("pagehide", () => { if (form.isConnected && area.value) { save(form, key, area.value); } });
  const files = form.querySelector<HTMLInputElement>("[type=file]");
  files?.addEventListener("change", () => chosen(form, files));
  if (files) {
    takePictures(form, area, files);
  }
  keepFields(form, key);
}

// Who wrote last is who is answered, and with him whoever else got that mail; a field that somebody has changed stays as it is.
function turnTo(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("[data-answer-to]");
  const thread = document.getElementById("thread")?.dataset;
  const wanted = thread?.["answerTo"];
  if (field && wanted && field.value === field.defaultValue) {
    field.defaultValue = wanted;
    field.value = wanted;
    turnCopies(form, (thread?.["answerCc"] ?? "").split(" ").filter(Boolean));
  }
}

// As a page that is opened now would show them, but for those that somebody has left out.
function turnCopies(form: HTMLFormElement, wanted: string[]): void {
  const row = form.querySelector<HTMLElement>(".copies");
  const shown = [...form.querySelectorAll<HTMLInputElement>("[name=Cc]")];
  if (!row || shown.map((copy) => copy.value).join(" ") === wanted.join(" ")) {
    return;
  }
  const leftOut = new Set(shown.filter((copy) => !copy.checked).map((copy) => copy.value));
  shown.forEach((copy) => copy.closest("label")?.remove());
  row.append(...wanted.map((address) => chip(address, !leftOut.has(address))));
  const alone = wanted.length === 0;
  row.hidden = alone;
  const more = form.querySelector<HTMLElement>("[data-beside-copies]");
  if (more) {
    more.textContent = more.dataset[alone ? "alone" : "besideCopies"] ?? "";
  }
  const [one, all] = [mode(form, "reply"), mode(form, "all")];
  if (one && all && all.disabled !== alone) {
    all.disabled = alone;
    all.closest("label")?.toggleAttribute("hidden", alone);
    if (!isNote(form)) {
      (alone ? one : all).checked = true;
    }
  }
}

function chip(address: string, isChosen: boolean): HTMLLabelElement {
  const label = document.createElement("label");
  label.className = "chip choose";
  const name = document.createElement("span");
  name.textContent = address;
  label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "Cc", value: address, checked: isChosen }), name);
  return label;
}

// A picture that is pasted or dropped becomes a file, and its name in square brackets stands where it will be seen. Where there are words as well, as spreadsheets
// copy them, the words are meant.
function takePictures(form: HTMLFormElement, area: HTMLTextAreaElement, files: HTMLInputElement): void {
  const take = (event: Event, data: DataTransfer | null): void => {
    if (area.readOnly) {
      event.preventDefault();
      return;
    }
    const pictures = [...(data?.files ?? [])].filter((file) => /^image\/(png|jpeg|gif|webp|bmp)$/.test(file.type));
    if (pictures.length === 0 || data?.types.includes("text/plain")) {
      return;
    }
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of files.files ?? []) {
      all.items.add(file);
    }
    for (const picture of pictures) {
      const name = freeName(picture, new Set([...all.files].map((file) => file.name)));
      all.items.add(new File([picture], name, { type: picture.type }));
      area.setRangeText(`[${name}]`, area.selectionStart, area.selectionEnd, "end");
    }
    files.files = all.files;
    chosen(form, files);
    area.dispatchEvent(new Event("input"));
  };
  area.addEventListener("paste", (event) => take(event, event.clipboardData));
  area.addEventListener("drop", (event) => take(event, event.dataTransfer));
}

// Everything that is pasted is called image.png.
function freeName(picture: File, taken: Set<string>): string {
  const dot = picture.name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [picture.name.slice(0, dot), picture.name.slice(dot)] : [picture.name || "picture", `.${picture.type.slice(6)}`];
  const plain = stem.replace(/[[\]]/g, "");
  for (let i = 1; ; i++) {
    const name = i === 1 ? `${plain}${ending}` : `${plain}-${i}${ending}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

// What was changed in the address fields is kept as the text is; so is that it is a note, and under which name the form writes: opened anew after an answer that
// was lost, it must not write a second mail.
function keepFields(form: HTMLFormElement, key: string): void {
  const kept = keptFields(key);
  const name = form.querySelector<HTMLInputElement>("[name=Key]");
  if (name) {
    name.value = kept["Key"] ?? name.value;
  }
  for (const field of addressFields(form)) {
    const typed = kept[field.name];
    if (typed !== undefined && field.value === field.defaultValue) {
      field.value = typed;
      field.closest("details")?.setAttribute("open", "");
    }
  }
  form.addEventListener("input", () => {
    const changed = addressFields(form).filter((one) => one.value !== one.defaultValue).map((one) => [one.name, one.value]);
    if (isNote(form)) {
      changed.push(["Mode", "note"]);
    }
    if (name && (changed.length > 0 || text(form).value !== "")) {
      changed.push(["Key", name.value]);
    }
    if (changed.length === 0) {
      localStorage.removeItem(`${key}:fields`);
    } else {
      localStorage.setItem(`${key}:fields`, JSON.stringify(Object.fromEntries(changed)));
    }
  });
}

const keptFields = (key: string): Record<string, string> => JSON.parse(localStorage.getItem(`${key}:fields`) ?? "{}") as Record<string, string>;
const addressFields = (form: HTMLFormElement): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>(".recipients input:not([type=checkbox])")];

function save(form: HTMLFormElement, key: string, value: string): void {
  if (value === "") {
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, value);
  }
  form.querySelector("[data-draft-saved]")?.toggleAttribute("hidden", value === "");
}

// The style sheet lets the field grow with its text; where a browser cannot (field-sizing), lines are counted. No inline style: a swap would
// copy it by an attribute, which the policy forbids.
function grow(area: HTMLTextAreaElement): void {
  if (!CSS.supports("field-sizing", "content")) {
    area.rows = Math.min(16, Math.max(4, area.value.split("\n").length + 1));
  }
}

function chosen(form: HTMLFormElement, files: HTMLInputElement): void {
  const list = form.querySelector("#chosen-files");
  const all = [...(files.files ?? [])];
  list?.replaceChildren(...all.map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} kB`;
    return item;
  }));
  const tooLarge = all.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset["maxBytes"]);
  files.setCustomValidity(tooLarge ? form.dataset["tooLarge"] ?? "" : "");
  files.reportValidity();
}

function sent(event: Event): void {
  const form = composer();
  if (!form) {
    return;
  }
  form.dataset["sent"] = "1";
  forget(form);
  const name = form.querySelector<HTMLInputElement>("[name=Key]");
  const next = (event as CustomEvent<{ key?: string }>).detail.key;
  if (name && next) {
    name.value = next; // what is written here next is another message
  }
  const area = text(form);
  area.value = "";
  grow(area);
  const files = form.querySelector<HTMLInputElement>("[type=file]");
  if (files) {
    files.value = "";
  }
  form.querySelector("#chosen-files")?.replaceChildren();
  form.querySelector("#composer-problem")?.replaceChildren();
  form.querySelector("[data-draft-saved]")?.setAttribute("hidden", "");
  for (const field of addressFields(form)) {
    field.value = field.defaultValue;
  }
  const from = form.querySelector<HTMLSelectElement>("[name=From]");
  if (from) {
    from.selectedIndex = 0; // the usual address stands first; another is chosen for one mail, not for all that follow
  }
  form.querySelector<HTMLDetailsElement>("details.more-addresses")?.removeAttribute("open");
}
