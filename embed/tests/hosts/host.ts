import type { TestCloudUpgradeEventMap } from "@testcloud-upgrading/element";

const query = new URLSearchParams(location.search);
const parameter = (name: string, value = "") => query.get(name) ?? value;

/** The settings of a page, from its query. */
export const config = {
    /** The address of the billing service. */
    src: parameter("src"),
    client: parameter("client", "testops"),
    organization: parameter("organization", "101"),
    locale: parameter("locale", "en"),
    theme: parameter("theme", "auto") as "light" | "dark" | "auto",
    fallbackHref: parameter("fallback-href"),
    /** The address of the portal's server that returns codes. */
    codes: parameter("codes", "/embed-code"),
};

/** Loads the element from the billing service. */
export const load = () => import(new URL("embed/testcloud-upgrade.js", config.src.replace(/\/?$/, "/")).href);

export async function requestCode(reason: string): Promise<string> {
    const response = await fetch(`${config.codes}?${new URLSearchParams({ reason })}`);
    if (!response.ok) throw new Error(`The portal returned ${response.status}.`);
    return response.text();
}

/** The events that every page shows. */
export const EVENTS = [
    "tcu-loaded",
    "tcu-route",
    "tcu-draft",
    "tcu-quote",
    "tcu-auth-request",
    "tcu-pay-started",
    "tcu-pay-action-required",
    "tcu-pay-settled",
    "tcu-changed",
    "tcu-access-requested",
    "tcu-close-blocked",
    "tcu-exit",
    "tcu-error",
    "tcu-fallback",
] as const satisfies (keyof TestCloudUpgradeEventMap)[];

/** Adds an event to the list in the page. */
export function showEvent(event: Event): void {
    const item = document.createElement("li");
    item.textContent = `${event.type} ${JSON.stringify((event as CustomEvent).detail)}`;
    document.getElementById("events")!.append(item);
}
