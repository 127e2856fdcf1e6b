// Runs once for all tabs. Opens the stream with the first tab and closes it with the last; the browser resumes it by its last event id.
import { listen } from "./stream";

interface Port { postMessage(message: unknown): void; onmessage: ((message: { data: unknown }) => void) | null; start(): void }

const ports = new Set<Port>();
let source: { close(): void } | null = null;

function open(): void {
  source = listen(tell, () => ports.size > 0);
}

function tell(event: unknown): void {
  for (const port of ports) {
    port.postMessage(event);
  }
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
