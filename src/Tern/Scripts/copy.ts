/** Buttons with data-copy put their text on the clipboard and say so in their own label. */
export function startCopy(): void {
  document.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
    const label = button?.querySelector("span");
    if (!button || !label) {
      return;
    }

    const field = (button.closest(".copy-text") ?? button.parentElement)?.querySelector<HTMLElement>("input, pre, dl");
    try {
      await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    } catch {
      // No permission, or no https: the text is selected, so that the keyboard can copy it.
      if (field instanceof HTMLInputElement) {
        field.select();
      } else if (field) {
        getSelection()?.selectAllChildren(field);
      }

      return;
    }

    const before = label.textContent;
    label.textContent = button.dataset["copied"] ?? before;
    setTimeout(() => (label.textContent = before), 2000);
  });
}
