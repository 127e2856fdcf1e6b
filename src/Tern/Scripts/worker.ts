// Runs once for all tabs. Opens the stream with the first tab and closes it with the last; the browser resumes it by its last event id.
export {};
interface Port { postMessage(message: unknown): void; onmessage: ((message: { data: unknown }) => void) | null; start(): void }

const ports = new Set<Port>();
let source: EventSource | null = null;

function open(): void {
  source = new EventSource("/events");
  source.addEventListener("ticket", (message) => {
    const event: unknown = JSON.parse((message as MessageEvent<string>).data);
    for (const port of ports) {
      port.postMessage(event);
    }
  });
  source.onerror = () => {
    // Signed out: the answer was not a stream, and the browser will not try again by itself. The next tab that comes will.
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(() => { if (ports.size > 0 && !source) { open(); } }, 5000);
    }
  };
}

(self as unknown as { onconnect: (event: { ports: Port[] }) => void }).onconnect = (event) => {
  const port = event.ports[0];
  if (!port) {
    return;
  }
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data === "bye") {
      ports.delete(port);
      if (ports.size === 0) {
        source?.close();
        source = null;
      }
    }
  };
  port.start();
  if (!source) {
    open();
  }
};
