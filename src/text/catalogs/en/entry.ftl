# Heading of the sign-in page.
sign-in-title = Sign in to TestOps

# The button that signs in.
sign-in = Sign in

# While signing in.
signing-in = Signing in …

# Label of the address.
email = E-mail

# Label of the password.
password = Password

# No address typed.
email-missing = Enter your e-mail address.

# No password typed.
password-missing = Enter your password.

# Ends the session.
sign-out = Sign out

# Heading of the picker.
organizations-title = Select an organization

# Name of the selector while no organization is selected.
no-organization = Select an organization

# The person is in no organization.
no-organizations = You are not a member of any organization yet. Ask a colleague to add you.

# Name of the selector in the top bar.
organization-selector = Organization: { $name }

# Name of the person's menu.
account-menu = Signed in as { $name }

# A section that this app does not have.
not-part-of-this-app = not part of this app

# Siblings of TestCloud before it and after it.
testops = TestOps

studio = Studio

# Shown while the browser has no connection.
offline = You are offline. Nothing you entered is lost. You need a connection to review and pay.

# Shown to roles without billing access.
no-settings = Your role is { $role }. It has no access to these settings.

# Heading for a role without access.
access-denied-title = Access denied

# The user's role, and the roles that have access.
access-denied = Your role in { $organization } is { $role }. Only an Owner or a Billing Manager can see and upgrade the TestCloud subscription.

# Above the people who can upgrade.
who-can-act = Who can I contact?

# Shown when the organization names no contact.
default-contact = An Owner or a Billing Manager of the organization.

# Heading of the form.
access-request-title = Request an upgrade

# What the form does.
access-request-introduction = Owners and Billing Managers see your request on the TestCloud Subscription page and can open the prepared upgrade. A request does not buy anything.

# What may be entered.
access-request-sessions-hint = Optional. A whole number from 1 to 9,999.

# Error: not a number in this range.
access-request-sessions-invalid = Enter a whole number from 1 to 9,999, or leave it empty.

# Option: keep the billing cycle.
access-request-same-cycle = No change

# Label of the note.
access-request-note = Note

# What may be entered.
access-request-note-hint = Optional, up to 500 characters. No passwords or card numbers.

# Error: the note is too long.
access-request-note-too-long = Shorten the note to 500 characters.

# Error: the form is empty.
access-request-empty = Enter a number of sessions, choose a billing cycle, or write a note.

# The button.
send-access-request = Send request

# While sending.
sending-access-request = Sending …

# Sent.
access-request-sent-title = Request sent

# What happens next, and whether money moved.
access-request-sent = Owners and Billing Managers can see it on the TestCloud Subscription page. Nothing has been bought.

# Heading of an address without a page.
not-found-title = Page not found

# What to do there.
not-found = There is nothing at this address, or it belongs to an organization you are not a member of.

# The link below it.
go-to-organizations = Go to your organizations

# Title in a portal's frame: the portal has to sign the person in again.
frame-session-ended-title = Your session on this page has ended

# What to do about it.
frame-session-ended = Try again to sign in through the portal, or open the page in a new tab. Nothing you entered is lost.

# Title in a frame that the portal did not start.
frame-not-started-title = This page could not be started in the portal

# What to do about it, and that no money moved.
frame-not-started = You can continue in a new tab. Opening this page did not charge you.

# The link to the stand-alone page.
open-in-new-tab = Open in a new tab

# The link from a receipt back to the portal around the frame.
return-to-portal = Return to { $portal }
