import type {} from "@testcloud-upgrading/element";

import { config, EVENTS, load, requestCode, showEvent } from "./host.ts";

const element = document.querySelector("testcloud-upgrade")!;
for (const event of EVENTS) element.addEventListener(event, showEvent);
document.querySelector("button")!.addEventListener("click", () => element.setAttribute("theme", "dark"));

// Before the element is defined, as in a page whose scripts load in any order.
element.requestCode = requestCode;
element.setAttribute("src", config.src);
element.setAttribute("client", config.client);
element.setAttribute("organization", config.organization);
element.setAttribute("locale", config.locale);
element.setAttribute("theme", config.theme);
if (config.fallbackHref) element.setAttribute("fallback-href", config.fallbackHref);
void load();
