use embed_protocol::FramePage;

use crate::routes::Section;

/// The section that a message of the portal opens.
pub fn section_of(page: &FramePage) -> Section {
    match page {
        FramePage::Subscription | FramePage::History => Section::Subscription,
        // A role without billing sees "Access denied" in place of every page.
        FramePage::Upgrade | FramePage::AccessDenied => Section::Upgrade,
        FramePage::Review => Section::Review,
        FramePage::Attempt(id) => Section::Attempt(id.clone()),
        FramePage::Receipt(number) => Section::Receipt(number.clone()),
        FramePage::PaymentMethod => Section::PaymentMethod,
    }
}

/// The page that a message to the portal names; `None` for a section that frames do not have.
pub fn page_of(section: &Section, may_bill: bool) -> Option<FramePage> {
    Some(match section {
        Section::Settings => return None,
        _ if !may_bill => FramePage::AccessDenied,
        Section::Subscription => FramePage::Subscription,
        Section::Upgrade => FramePage::Upgrade,
        Section::Review => FramePage::Review,
        Section::Attempt(id) => FramePage::Attempt(id.clone()),
        Section::Receipt(number) => FramePage::Receipt(number.clone()),
        Section::PaymentMethod => FramePage::PaymentMethod,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_protocol_opens_a_section_of_the_same_name() {
        for path in [
            "/subscription",
            "/upgrade",
            "/upgrade/review",
            "/attempts/a-1",
            "/receipts/HQ-1",
            "/payment-method",
        ] {
            let page = FramePage::parse(path).unwrap();
            assert_eq!(page_of(&section_of(&page), true), Some(page), "{path}");
        }
        assert_eq!(section_of(&FramePage::History), Section::Subscription);
        assert_eq!(page_of(&Section::Upgrade, false), Some(FramePage::AccessDenied));
        assert_eq!(page_of(&Section::Settings, false), None);
    }
}
