/** Fewest characters of a password in the user pool. */
export const shortestPassword = 14;

/** What the user pool asks of a password, for people. */
export const passwordRule = `${shortestPassword} characters or more, with lower-case and capital letters, digits and symbols`;
