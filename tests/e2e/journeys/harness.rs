//! Tests of the test helpers on pages with known content.

use e2e::{
    Step,
    browser::{A4, Browser, Engine, Role, Scheme, until},
    journey,
    pages::SignIn,
    setup::Environment,
};

const PAGE: &str = "data:text/html,<main><h1>TestCloud <b>Upgrading</b></h1>\
<label for=n>Additional sessions</label><input id=n value=3>\
<label><input type=radio name=c>Annual <small>$1,560.00 per session</small></label>\
<button aria-label='Add one session'>+</button><button hidden>Pay $1.00</button>\
<p>5 now <span aria-hidden=true>and</span> %2B 3 more</p><output>$241.55</output></main>";

/// A page with one example of each fault and one correct counterpart.
const FAULTY: &str = "data:text/html,<body style='background:white'>\
<style>@keyframes turn { to { rotate: 360deg } }</style>\
<p style='width:4em;overflow:hidden;white-space:nowrap'>Cut off at its end</p><p style='overflow:hidden'>Whole</p>\
<button class=button style='border:1px solid gainsboro;background:white'>Faint</button>\
<button class=button style='border:1px solid black;background:white'>Edged</button>\
<button class=button style='border:0;background:darkblue;color:white'>Filled</button>\
<i style='display:block;animation:turn 1s infinite'>o</i><i style='display:block;animation:turn 1s'>o</i>\
<p style='height:4000px'>Two sheets and more</p>\
<script>setTimeout(() => { document.body.prepend(Object.assign(document.createElement('h1'), { innerText: 'Late' })) }, 300)\
</script>";

async fn on_known_page(test: impl AsyncFnOnce(&Browser) -> Step) {
    if let Err(trouble) = open_known_page(test).await {
        panic!("{trouble}");
    }
}

async fn open_known_page(test: impl AsyncFnOnce(&Browser) -> Step) -> Step {
    open_known_page_in(None, test).await
}

async fn open_known_page_in(scheme: Option<Scheme>, test: impl AsyncFnOnce(&Browser) -> Step) -> Step {
    let environment = Environment::read()?;
    let browser = environment.browser("", scheme).await?;
    browser.open_path(PAGE).await?;
    let outcome = test(&browser).await;
    browser.close().await;
    outcome
}

#[tokio::test]
async fn clipped_faint_and_moving_elements_are_detected() {
    on_known_page(async |browser| {
        assert_eq!(browser.clipped_elements().await?, [""; 0]);
        browser.open_path(FAULTY).await?;
        browser.see(Role::Heading, "Late").await?;

        assert_eq!(browser.clipped_elements().await?, [": Cut off at its end"]);
        // Gainsboro is 220 of 255, with a luminance of .716: 1.05 / (.716 + .05).
        assert_eq!(browser.low_contrast_controls().await?, ["Faint: 1.37"]);
        assert_eq!(browser.endless_animations().await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn layout_shifts_and_printed_sheets_are_counted() {
    on_known_page(async |browser| {
        if Environment::read()?.engine != Engine::Chromium {
            return Ok(());
        }
        assert_eq!((browser.layout_shift().await?, browser.printed_sheets(A4).await?), (0.0, 1));
        browser.open_path(FAULTY).await?;
        browser.see(Role::Heading, "Late").await?;

        until("the layout shift to be counted", async || {
            Ok((browser.layout_shift().await? > 0.0).then_some(()))
        })
        .await?;
        assert!(browser.printed_sheets(A4).await? > 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn focus_lost_with_its_element_is_detected() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver injects a script into every page") {
            return Ok(());
        }
        let browser = &context.browser;
        SignIn::open(browser).await?;
        browser.tab_to(Role::Button, "Sign in").await?;
        browser.check_focus_kept().await?;

        browser.remove_focused_element().await?;
        let trouble = browser.check_focus_kept().await.err().map(|trouble| trouble.to_string());

        assert_eq!(trouble.as_deref(), Some(r#"the focus was lost with ["Sign in on /sign-in"]"#));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn elements_are_found_by_role_and_name() {
    on_known_page(async |browser| {
        for (role, name) in [
            (Role::Heading, "TestCloud Upgrading"),
            (Role::Field, "Additional sessions"),
            (Role::Radio, "Annual"),
            (Role::Button, "Add one session"),
            (Role::Text, "5 now + 3 more"),
            (Role::Output, "$241.55"),
        ] {
            assert!(browser.find_visible(role, name).await?.is_some(), "{role:?} {name}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invisible_elements_are_not_found() {
    on_known_page(async |browser| {
        for (role, name) in [
            (Role::Button, "Pay $1.00"),
            (Role::Heading, "Upgrading"),
            (Role::Radio, "Ann"),
            (Role::Text, "and + 3"),
            (Role::Output, "$241.56"),
        ] {
            assert!(browser.find_visible(role, name).await?.is_none(), "{role:?} {name}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn fill_replaces_the_previous_value() {
    on_known_page(async |browser| {
        browser.fill("Additional sessions", "12").await?;

        assert_eq!(browser.value("Additional sessions").await?, "12");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tab_moves_the_focus_to_the_named_element() {
    on_known_page(async |browser| {
        browser.tab_to(Role::Button, "Add one session").await?;

        assert!(browser.tab_to(Role::Heading, "TestCloud Upgrading").await.is_err());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn axe_reports_a_page_without_a_language() {
    on_known_page(async |browser| {
        let axe = std::fs::read_to_string(Environment::read()?.axe)?;

        let faults = browser.faults(&axe).await?;

        // The page has no `lang` attribute.
        assert!(faults.iter().any(|fault| fault == "html-has-lang: html"), "{faults:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn accessibility_checker_reports_an_output_without_a_name() {
    on_known_page(async |browser| {
        let checker = std::fs::read_to_string(Environment::read()?.accessibility_checker)?;

        let faults = browser.checker_faults(&checker).await?;

        assert!(faults.iter().any(|fault| fault.contains("/output[1]")), "{faults:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn pages_use_the_requested_color_scheme_and_reduced_motion() {
    for (scheme, dark) in [(Scheme::Light, false), (Scheme::Dark, true)] {
        let outcome = open_known_page_in(Some(scheme), async |browser: &Browser| {
            assert_eq!(browser.matches_media("(prefers-color-scheme: dark)").await?, dark);
            assert!(browser.matches_media("(prefers-reduced-motion: reduce)").await?);
            Ok(())
        });
        outcome.await.unwrap();
    }
}

#[tokio::test]
async fn viewport_gets_the_requested_width() {
    on_known_page(async |browser| {
        for width in [320, 1440] {
            browser.set_viewport_width(width).await?;

            assert!(browser.matches_media(&format!("(width: {width}px)")).await?);
        }
        Ok(())
    })
    .await;
}
