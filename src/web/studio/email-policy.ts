/** The email may use its own styles and load pictures from here. Neither this policy nor the frame lets a script run. */
export const EMAIL_POLICY =
  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
