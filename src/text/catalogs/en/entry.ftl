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

# Name of the selector while the address names none.
no-organization = Select an organization

# Nobody has taken the person in.
no-organizations = You do not belong to an organization yet. Ask a colleague who does to add you.

# Name of the selector in the top bar.
organization-selector = Organization: { $name }

# Name of the person's menu.
account-menu = Signed in as { $name }

# A sibling that other software shows.
not-part-of-this-app = not part of this app

# Siblings of TestCloud before it and after it.
testops = TestOps

studio = Studio

# Shown while the browser has no connection.
offline = You are offline. What you entered is kept; prices and payments need a connection.

# On the settings of somebody without billing.
no-settings = Your role here is { $role }. Nothing in these settings is open to it.

# Heading where the role does not reach.
access-denied-title = Access denied

# Why, and what for.
access-denied = In { $organization } your role is { $role }. Only an Owner or a Billing Manager can see and upgrade the TestCloud subscription.

# Above the people who can.
who-can-act = Who can do it

# Nobody is named.
nobody-named = An Owner or a Billing Manager of the organization.

# Heading of the form.
ask-them = Ask them for an upgrade

# What the form does.
ask-them-how = They see your request on the TestCloud Subscription page, with the upgrade prepared. Nothing is bought by asking.

# What may be entered.
ask-sessions-hint = Optional. A whole number from 1 to 9,999.

# Not such a number.
ask-sessions-problem = Enter a whole number from 1 to 9,999, or leave it empty.

# Leaves the cycle to them.
ask-cycle-any = As it is

# Label of the note.
ask-note = Note

# What may be entered.
ask-note-hint = Optional, up to 500 characters. No passwords or card numbers.

# Too much.
ask-note-problem = Shorten the note to 500 characters.

# An empty form.
ask-something = Say how many sessions, which billing cycle, or write a note.

# The button.
ask = Send request

# While sending.
asking = Sending …

# Sent.
asked-title = Request sent

# Sent, and what follows.
asked = Those who can act see it on the TestCloud Subscription page. Nothing has been bought.

# Heading of an address without a page.
not-found-title = Page not found

# What to do there.
not-found = There is nothing at this address, or it belongs to an organization you are not a member of.

# The way out.
to-entrance = Go to your organizations
