/** What the person at the terminal can put right: it is printed without a stack, and the demo ends with 2. */
export class UserError extends Error {}
