// Checked by the compiler only: the published declarations, without the sources.

import type { FallbackReason, QuotePayload, TestCloudUpgradeElement } from "@testcloud-upgrading/element";

const element: TestCloudUpgradeElement = document.createElement("testcloud-upgrade");
document.querySelector("testcloud-upgrade") satisfies TestCloudUpgradeElement | null;

element.requestCode = async (reason) => {
    reason satisfies "init" | "expired" | "step_up";
    return "a-code-of-the-portal";
};
// @ts-expect-error: a code is required.
element.requestCode = async () => {};
element.tokens = { colorPrimary: "#7c3aed" };
// @ts-expect-error: not a token.
element.tokens = { background: "#7c3aed" };
element.prefill = { add: 3, cycle: "annual" };
// @ts-expect-error: a promotion code cannot be filled in.
element.prefill = { code: "TEAM10" };
element.theme = "dark";
// @ts-expect-error: not a color scheme.
element.theme = "blue";

element.addEventListener("tcu-quote", ({ detail }) => detail satisfies QuotePayload);
element.addEventListener("tcu-pay-settled", ({ detail }) => {
    detail.outcome satisfies "charged" | "declined" | "canceled" | "unknown";
    // @ts-expect-error: not in the payload.
    detail.amount;
});
element.addEventListener("tcu-pay-action-required", ({ detail }) => detail.kind satisfies "bank");
element.addEventListener("tcu-fallback", ({ detail }) => detail.reason satisfies FallbackReason);
element.addEventListener("click", (event) => event.clientX satisfies number);
const onChanged = (event: CustomEvent<{ sessions: number }>) => event.detail.sessions;
element.addEventListener("tcu-changed", onChanged);
element.removeEventListener("tcu-changed", onChanged);

(await element.close()) satisfies "closed" | "blocked";
element.navigate("/history") satisfies boolean;
// @ts-expect-error: read only.
element.isPaying = true;
