# Introduction of the page with help.
introduction = Short answers about upgrading a TestCloud subscription.

# A question.
amount-question = How is the amount calculated?

# Its answer.
amount-answer = Added sessions are charged for the days left in the billing period, including today. Annual billing is charged for a full year, less a credit for the unused part of the month you have paid for. Each line shows its own calculation and is rounded once.

# A question.
once-question = What if the connection breaks while I pay?

# Its answer.
once-answer = A payment is charged at most once, whatever happens to the page. Open the subscription page to see whether it succeeded. Do not pay again while the result is unknown.

# A question.
annual-question = Can I go back from annual to monthly?

# Its answer.
annual-answer = Not before the annual term ends. The page shows that date before you pay.

# A question.
who-question = Who can upgrade?

# Its answer.
who-answer = Owners and Billing Managers of the organization. Everyone else can send them a request.

# A question.
queue-question = What is a parallel session?

# Its answer.
queue-answer = A session runs one test at a time. Tests beyond the number of sessions wait in a queue, which holds at most three times that number.

# A question.
more-question = Who can I contact?

# Its answer.
more-answer = The people in your organization who manage TestOps. If a message shows a reference, include it.
