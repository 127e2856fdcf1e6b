// First of all, so that no page flashes in the wrong theme.
const chosen = localStorage.getItem("tern:theme");
if (chosen) {
  document.documentElement.dataset["theme"] = chosen;
}
