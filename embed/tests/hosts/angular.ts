import "@angular/compiler";
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

import { config, EVENTS, load, requestCode, showEvent } from "./host.ts";

@Component({
    selector: "app-root",
    schemas: [CUSTOM_ELEMENTS_SCHEMA],
    template: `
        <button type="button" (click)="theme.set('dark')">Dark</button>
        <testcloud-upgrade
            [src]="config.src"
            [client]="config.client"
            [organization]="config.organization"
            [locale]="config.locale"
            [theme]="theme()"
            [fallbackHref]="config.fallbackHref || null"
            [requestCode]="requestCode"
            ${EVENTS.map((event) => `(${event})="showEvent($event)"`).join(" ")}
        />
    `,
})
class App {
    readonly config = config;
    readonly requestCode = requestCode;
    readonly showEvent = showEvent;
    readonly theme = signal(config.theme);
}

// Without `await`: Angular sets the properties before the element is defined.
void load();
void bootstrapApplication(App);
