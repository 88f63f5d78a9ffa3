/** Sends e-mail as SES does. A mail with an `id` that was sent before is not sent again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export interface Mail {
  /** Names this mail for ever: `job-ended/<job>/<round>`. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}
