# Introduction of the page with help.
introduction = Short answers about upgrading a TestCloud subscription.

# A question.
amount-question = How is the amount worked out?

# Its answer.
amount-answer = Added sessions are charged for the days that are left of the billing period, today included. Annual is charged for a whole year, less a credit for what is left of the month you have paid. Every line shows its own calculation and is rounded once.

# A question.
once-question = What if the connection breaks while I pay?

# Its answer.
once-answer = A payment is made at most once, whatever happens to the page. Come back to Subscription Management: it shows whether the payment went through. Do not pay again while the outcome is unknown.

# A question.
annual-question = Can I go back from annual to monthly?

# Its answer.
annual-answer = Not before the annual term ends. The page names that day before you pay.

# A question.
who-question = Who can upgrade?

# Its answer.
who-answer = Owners and Billing Managers of the organization. Everybody else can ask them with a form that opens in place of the upgrade.

# A question.
queue-question = What is a parallel session?

# Its answer.
queue-answer = One session runs one test at a time. Runs above the number of sessions wait in a queue, at most three times that number.

# A question.
more-question = Who helps further?

# Its answer.
more-answer = The people in your organization who look after TestOps. Name the reference that a message shows, if it shows one.
