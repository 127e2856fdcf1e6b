// An answer that says what went wrong belongs where the page has a place for it, and never in the place of what somebody is reading or writing.
interface Answer { xhr: XMLHttpRequest; target?: Element; shouldSwap: boolean }

export function startTrouble(): void {
  const notice = document.getElementById("trouble");
  if (!notice) {
    return;
  }
  const say = (text: string): void => {
    notice.textContent = text;
    notice.hidden = false;
  };
  const place = (event: Event): Answer => (event as CustomEvent<Answer>).detail;

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
    say(said ?? notice.dataset["text"] ?? "");
  });
  document.body.addEventListener("htmx:sendError", () => say(notice.dataset["text"] ?? ""));
  document.body.addEventListener("htmx:afterOnLoad", (event) => {
    if (place(event).xhr.status < 400) {
      notice.hidden = true;
    }
  });
}
