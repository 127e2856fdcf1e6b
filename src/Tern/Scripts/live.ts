// One event stream for all tabs of this browser: six connections to a host is all that HTTP/1.1 allows.
import { listen, type LiveEvent } from "./stream";

type Htmx = typeof import("htmx.org").default;

const settle = 150;

export function startLive(htmx: Htmx): void {
  if (!document.getElementById("rail")) {
    return;
  }
  const changed = new Set<number>();
  let timer = 0;
  const refresh = (): void => {
    timer = 0;
    const open = Number(document.getElementById("conversation")?.dataset["ticket"] ?? 0);
    refreshPart(htmx, "list");
    refreshPart(htmx, "rail");
    if (changed.has(open) || changed.has(-1)) {
      refreshPart(htmx, "thread");
    }
    changed.clear();
  };
  const note = (ticket: number): void => {
    changed.add(ticket);
    timer ||= window.setTimeout(refresh, settle);
  };
  connect((event) => {
    if (event.kind === "Hello" || event.kind === "Heartbeat") {
      return;
    }
    note(event.ticket);
    if (event.kind === "Created" || event.kind === "MessageReceived") {
      announce(event.ticket);
    }
  });
  for (const name of ["ternChanged", "ternSent"]) {
    document.body.addEventListener(name, () => note(-1));
  }
}

function refreshPart(htmx: Htmx, id: string): void {
  const part = document.getElementById(id);
  if (part?.hasAttribute("hx-get")) {
    htmx.trigger(part, "refresh", {});
  }
}

function announce(ticket: number): void {
  const region = document.getElementById("announcements");
  if (region) {
    region.textContent = (region.dataset["newMessage"] ?? "").replace("{0}", String(ticket));
  }
}

function connect(receive: (event: LiveEvent) => void): void {
  const worker = document.body.dataset["worker"];
  if (worker && "SharedWorker" in window) {
    const shared = new SharedWorker(worker, "tern-live");
    shared.port.onmessage = (message: MessageEvent<LiveEvent>) => receive(message.data);
    shared.port.start();
    window.addEventListener("pagehide", () => shared.port.postMessage("bye"));
    return;
  }
  const channel = new BroadcastChannel("tern-live");
  channel.onmessage = (message: MessageEvent<LiveEvent>) => receive(message.data);
  const lead = (): Promise<void> => new Promise(() => {
    listen((event) => {
      receive(event);
      channel.postMessage(event);
    }, () => true);
  });
  if (navigator.locks) {
    void navigator.locks.request("tern-live", lead);
  } else {
    listen(receive, () => true);
  }
}
