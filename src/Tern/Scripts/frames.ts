// Mail in its frame: as high as its content, with what was quoted folded away. Scripts do not run inside; this one looks in from outside.
const quotes = "blockquote[type=cite], .gmail_quote, .moz-cite-prefix, #divRplyFwdMsg, #appendonsend, .yahoo_quoted, blockquote";

export function startFrames(): void {
  const ready = (frame: HTMLIFrameElement): void => {
    const page = frame.contentDocument;
    if (!page?.body || page.URL === "about:blank") {
      return;
    }
    fold(page, frame.dataset["quoteLabel"] ?? "…");
    const fit = (): void => {
      frame.style.height = `${Math.ceil(page.documentElement.getBoundingClientRect().height) + 2}px`;
    };
    fit();
    new ResizeObserver(fit).observe(page.documentElement);
  };
  const seen = new WeakSet<HTMLIFrameElement>();
  const watch = (): void => {
    for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.mail")) {
      if (seen.has(frame)) {
        continue;
      }
      seen.add(frame);
      frame.addEventListener("load", () => ready(frame));
      if (frame.contentDocument?.readyState === "complete") {
        ready(frame);
      }
    }
  };
  watch();
  document.body.addEventListener("htmx:load", watch);
  document.body.addEventListener("htmx:afterSettle", watch);
}

function fold(page: Document, label: string): void {
  const quote = page.querySelector(quotes);
  if (!quote || page.querySelector("details[data-folded]") || !hasTextBefore(page, quote)) {
    return;
  }
  const details = page.createElement("details");
  details.dataset["folded"] = "";
  const summary = page.createElement("summary");
  summary.textContent = label;
  quote.before(details);
  details.append(summary, quote);
}

// A mail that is nothing but a quotation is shown as it is.
function hasTextBefore(page: Document, quote: Element): boolean {
  const range = page.createRange();
  range.setStart(page.body, 0);
  range.setEndBefore(quote);
  return range.toString().trim().length > 0;
}
