// Single keys outside of fields; they can be switched off (WCAG 2.1.4).
const off = "tern:shortcuts-off";

export function startKeyboard(): void {
  const sheet = document.querySelector<HTMLDialogElement>("#shortcuts");
  if (!sheet) {
    return;
  }
  const toggle = sheet.querySelector<HTMLInputElement>("[data-shortcuts-switch]");
  if (toggle) {
    toggle.checked = localStorage.getItem(off) === null;
    toggle.addEventListener("change", () => toggle.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1"));
  }
  document.querySelector("[data-shortcuts-open]")?.addEventListener("click", () => sheet.showModal());
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || sheet.open || localStorage.getItem(off) !== null ||
      target.closest("input, textarea, select, [contenteditable]")) {
      return;
    }
    const act = actions[event.key];
    if (act) {
      event.preventDefault();
      act(sheet);
    }
  });
}

const actions: Record<string, (sheet: HTMLDialogElement) => void> = {
  j: () => move(1),
  k: () => move(-1),
  u: () => document.querySelector<HTMLAnchorElement>(".head .back")?.click(),
  r: () => write("reply"),
  a: () => write("all"),
  f: () => [...document.querySelectorAll<HTMLAnchorElement>("[data-forward]")].at(-1)?.click(),
  c: () => document.querySelector<HTMLAnchorElement>('.rail a[href="/tickets/new"]')?.click(),
  n: () => write("note"),
  m: () => document.querySelector<HTMLButtonElement>("[data-assign-me]")?.click(),
  "?": (sheet) => sheet.showModal(),
};

function move(by: number): void {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>("#list .row > a")];
  const current = rows.findIndex((row) => row === document.activeElement);
  const from = current >= 0 ? current : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  rows[Math.max(0, Math.min(rows.length - 1, from + by))]?.focus();
}

function write(mode: string): void {
  const form = document.querySelector("#composer");
  const choice = form?.querySelector<HTMLInputElement>(`[name=Mode][value=${mode}]:enabled`) ?? form?.querySelector<HTMLInputElement>("[name=Mode][value=reply]");
  if (choice) {
    choice.checked = true;
  }
  form?.querySelector("textarea")?.focus();
}

// The row that was opened is the current one at once, before the server has answered.
document.addEventListener("click", (event) => {
  const row = (event.target as HTMLElement).closest?.("#list .row > a");
  if (row) {
    for (const other of document.querySelectorAll("#list [aria-current]")) {
      other.removeAttribute("aria-current");
    }
    row.setAttribute("aria-current", "true");
    document.body.classList.add("with-conversation");
  }
});
