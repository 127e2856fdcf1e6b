import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";
import { startComposer } from "./composer";
import { startCopy } from "./copy";
import { startFrames } from "./frames";
import { startKeyboard } from "./keyboard";
import { startLive } from "./live";
import { morphExtension } from "./morph";
import { startTheme } from "./theme-switch";
import { startTrouble } from "./trouble";

morphExtension(htmx, Idiomorph);
startTheme();
startFrames();
startComposer();
startCopy();
startKeyboard();
startTrouble();
startLive(htmx);

for (const field of document.querySelectorAll<HTMLInputElement>("[data-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// On a phone the rail is a strip: the place one is at must be in sight.
document.querySelector(".rail-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
