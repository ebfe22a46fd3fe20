/** The place where "What will happen" is shown: a terminal has colours and types commands its own way, a page has neither. */
export interface PlanPlace {
  /** The zone of this machine. */
  readonly zone: string;
  /** A sentence with its commands as they must be typed here. */
  readonly typed: (text: string) => string;
  readonly removed: (words: string) => string;
  readonly added: (words: string) => string;
}
