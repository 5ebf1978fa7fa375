import { createApp, defineComponent, h, ref } from "vue";

import { config, EVENTS, load, requestCode, showEvent } from "./host.ts";

/** `tcu-pay-settled` is the listener `onTcuPaySettled`. */
const listener = (event: string) => `on-${event}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const listeners = Object.fromEntries(EVENTS.map((event) => [listener(event), showEvent]));

const App = defineComponent(() => {
    const theme = ref(config.theme);
    return () => [
        h("button", { type: "button", onClick: () => (theme.value = "dark") }, "Dark"),
        h("testcloud-upgrade", {
            src: config.src,
            client: config.client,
            organization: config.organization,
            locale: config.locale,
            theme: theme.value,
            fallbackHref: config.fallbackHref || null,
            requestCode,
            ...listeners,
        }),
    ];
});

await load();
createApp(App).mount("#root");
