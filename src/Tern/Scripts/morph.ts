// hx-swap="morph:outerHTML": what is the same stays the same element, with its focus, its scroll position and its loaded frame.
type Htmx = typeof import("htmx.org").default;
type Morph = typeof import("idiomorph").Idiomorph;

const keptByTheReader: Record<string, string[]> = { DETAILS: ["open"], IFRAME: ["style", "height"] };

export function morphExtension(htmx: Htmx, idiomorph: Morph): void {
  const callbacks = {
    beforeAttributeUpdated: (attribute: string, node: Element): boolean => !keptByTheReader[node.tagName]?.includes(attribute),
  };
  htmx.defineExtension("morph", {
    isInlineSwap: (style: string) => style.startsWith("morph"),
    handleSwap: (style: string, target: Node, fragment: Node) => {
      if (!style.startsWith("morph")) {
        return false;
      }
      const morphStyle = style === "morph:innerHTML" ? "innerHTML" : "outerHTML";
      const content = (fragment as DocumentFragment).children;
      return idiomorph.morph(target as Element, content as unknown as HTMLCollection, { morphStyle, callbacks } as never) as Node[];
    },
  } as never);
  document.body.setAttribute("hx-ext", "morph");
}
