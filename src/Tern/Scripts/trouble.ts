// An answer that says what went wrong belongs where the page has a place for it, and never in the place of what somebody is reading or writing.
interface Answer { xhr: XMLHttpRequest; target?: Element; shouldSwap: boolean; requestConfig: { verb: string; elt: Element } }

// What was written in a form that is not on this page any more, and did not get through: told until it has, or the page is left.
export function tell(draft: string, text: string, page: string): void {
  untell(draft);
  document.getElementById("unsent")?.append(Object.assign(document.createElement("a"), { className: "trouble", href: page, textContent: text, id: `unsent:${draft}` }));
}

export function untell(draft: string): void {
  document.getElementById(`unsent:${draft}`)?.remove();
}

// What somebody wanted to change and could not: told until it succeeds, whatever the page fetches by itself meanwhile.
let unsaved: Element | undefined;

export function startTrouble(): void {
  const notice = document.getElementById("trouble");
  if (!notice) {
    return;
  }
  const place = (event: Event): Answer => (event as CustomEvent<Answer>).detail;
  const say = (event: Event, text: string): void => {
    const { verb, elt } = place(event).requestConfig;
    unsaved = verb === "get" ? unsaved : elt;
    notice.textContent = text;
    notice.hidden = false;
  };

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = place(event);
    if (xhr.status < 400 || target?.id === "composer-problem") {
      return;
    }
    place(event).shouldSwap = false;
    if (xhr.status === 401) {
      window.location.reload(); // signed out meanwhile: the sign-in page leads back here
      return;
    }
    // Tern's own words where it answered; what a proxy says in its place is of no use to an agent.
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(".note[role=alert]")?.textContent.trim();
    say(event, said ?? notice.dataset["text"] ?? "");
  });
  document.body.addEventListener("htmx:sendError", (event) => say(event, notice.dataset["text"] ?? ""));
  document.body.addEventListener("htmx:afterOnLoad", (event) => {
    const { xhr, target, requestConfig } = place(event);
    if ((xhr.status < 400 || target?.id === "composer-problem") && (!unsaved?.isConnected || unsaved === requestConfig.elt)) {
      unsaved = undefined;
      notice.hidden = true;
    }
  });
}
