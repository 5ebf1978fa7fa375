import type { TestCloudUpgradeElement, TestCloudUpgradeEventMap } from "@testcloud-upgrading/element";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

import { config, EVENTS, load, requestCode, showEvent } from "./host.ts";

type Settings = "src" | "client" | "organization" | "theme" | "requestCode" | "tokens" | "prefill" | "focusOnLoad";

declare module "react" {
    namespace JSX {
        interface IntrinsicElements {
            "testcloud-upgrade": DetailedHTMLProps<HTMLAttributes<TestCloudUpgradeElement>, TestCloudUpgradeElement> &
                Partial<
                    Pick<TestCloudUpgradeElement, Settings | "locale" | "fallbackHref" | "frameTitle" | "returnPath">
                > & {
                    [Name in keyof TestCloudUpgradeEventMap as `on${Name}`]?: (
                        event: TestCloudUpgradeEventMap[Name],
                    ) => void;
                };
        }
    }
}

const listeners = Object.fromEntries(EVENTS.map((event) => [`on${event}`, showEvent]));

function App() {
    const [theme, setTheme] = useState(config.theme);
    return (
        <>
            <button type="button" onClick={() => setTheme("dark")}>
                Dark
            </button>
            <testcloud-upgrade
                src={config.src}
                client={config.client}
                organization={config.organization}
                locale={config.locale}
                theme={theme}
                fallbackHref={config.fallbackHref || null}
                requestCode={requestCode}
                {...listeners}
            />
        </>
    );
}

// React sets properties of elements that are defined, and attributes of others.
await load();
createRoot(document.getElementById("root")!).render(
    <StrictMode>
        <App />
    </StrictMode>,
);
