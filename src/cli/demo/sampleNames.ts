/** The sample's agents by desk. */
export const PEOPLE = {
  berlin: ["anna", "jonas", "mehmet", "clara", "pawel"],
  "new-york": ["rosa", "dave", "keisha", "luis"],
} as const;

/** What the sample's tickets are about. */
export const SUBJECTS = {
  question: [
    "VPN drops every hour",
    "Invoice shows the wrong VAT number",
    "Cannot sign in after password reset",
    "Export to CSV stops at 1,000 rows",
    "Please add a user to our account",
    "Printer on the 3rd floor is offline",
    "Webhook deliveries are delayed",
    "Refund for a duplicate payment",
    "Search finds no archived orders",
    "Two-factor code never arrives",
    "Dashboard loads very slowly",
    "Change of billing address",
    "API answers 502 since this morning",
    "Mobile app crashes on start",
    "How do we cancel one licence?",
    "Emails to us end up in spam",
    "Delivery note is missing an item",
    "Calendar sync shows old events",
    "Wrong time zone in reports",
    "Laptop battery lasts ten minutes",
    "Request for a security questionnaire",
    "Shared mailbox is full",
    "Discount code is not accepted",
    "Data deletion under the GDPR",
    "Upload of large files fails",
    "Single sign-on certificate expires soon",
  ],
  partner: ["Price list for resellers", "Joint webinar in June", "Update of our partner contract"],
  newsletter: ["News from the cable industry", "Your weekly trade digest"],
} as const;
