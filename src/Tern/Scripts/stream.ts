// The event stream, for as long as somebody listens. The browser itself resumes a broken one by its last event id; but it gives up for good
// where the answer was no stream: signed out, or a proxy's page while the server restarts. Then it is opened anew, and since what happened in
// between is not told again, everything on the page counts as changed.
export interface LiveEvent { id: number; kind: string; ticket: number }

const pause = 5000;
const everything: LiveEvent = { id: 0, kind: "Reopened", ticket: -1 };

export function listen(receive: (event: LiveEvent) => void, isWanted: () => boolean): { close(): void } {
  let isClosed = false;
  let source = open(false);

  function open(isAgain: boolean): EventSource {
    const stream = new EventSource("/events");
    stream.addEventListener("ticket", (message) => receive(JSON.parse((message as MessageEvent<string>).data) as LiveEvent));
    stream.onopen = () => {
      if (isAgain) {
        isAgain = false;
        receive(everything);
      }
    };
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED && !isClosed) {
        setTimeout(() => {
          if (!isClosed && isWanted()) {
            source = open(true);
          }
        }, pause);
      }
    };
    return stream;
  }

  return {
    close() {
      isClosed = true;
      source.close();
    },
  };
}
