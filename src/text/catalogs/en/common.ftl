# The button that repeats what failed.
try-again = Try again

# The link that skips the navigation.
skip-to-content = Skip to content

# First step of the breadcrumb, and name of the gear.
settings = Settings

# The section of the settings.
subscription-management = Subscription Management

# The product.
testcloud = TestCloud

# Marks sample data.
sample-data = Sample data

# While something is being fetched, for readers who do not see the skeletons.
loading = Loading …

# The code of a page could not be loaded.
page-not-loaded = This page could not be loaded

# The reason.
module-not-loaded = Part of this page could not be loaded

# Whether money moved, and what to do.
module-not-loaded-body = Opening this page did not charge you. A payment that you already sent is charged at most once. Check your connection and try again. If this continues, reload the page.

# Loads the page again.
reload = Reload page

# The request's name in the service's log.
reference = Reference { $id }

# A billing cycle.
monthly = Monthly

# A billing cycle.
annual = Annual

# A role.
role-owner = Owner

# A role.
role-admin = Admin

# A role.
role-billing-manager = Billing Manager

# A role.
role-user = User

# Sessions with their noun.
sessions =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }

# A card in short.
card-summary = { $brand } ending in { $last4 }

# The title of the document for a page.
document-title = { $page } · TestOps

# Name of the breadcrumb, for screen readers.
breadcrumb = Breadcrumb

# Beside a text field that contains a card number.
card-number-in-text = This looks like a card number. Remove it.

# Joins two sentences.
two-sentences = { $first } { $second }

# Shown in place of the app after a panic.
stopped = This page has stopped. Reload it to continue. A payment that you already sent is charged at most once.

# Label of the language selector.
language = Language

# The table of a language could not be loaded.
language-not-loaded = This language could not be loaded. Check your connection and choose it again.

# Link to the page with help, and its title.
help = Help

# Prints the page.
print = Print

# Sessions and cycle (monthly or annual) in one phrase: "8 sessions, monthly".
plan-summary =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }, { $cycle ->
        [annual] annual
       *[monthly] monthly
    }

# Before and after in one phrase.
before-to-after = { $before } → { $after }

# Link back to the subscription page.
back-to-subscription = Back to TestCloud Subscription

# The billing cycle: a label, a legend, a row.
billing-cycle = Billing cycle

# Label of a number of sessions to add.
additional-sessions = Additional sessions

# The price of a session: a row.
price-per-session = Price per session

# The next billing date: a row.
next-billing-date = Next billing date

# The next billing amount: a row.
next-billing-amount = Next billing amount

# The name of a renewal, on its receipt.
renewal = Renewal

# Who made a renewal.
automatic-renewal = Automatic renewal
