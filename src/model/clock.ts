/** The time, passed in. `now()` is an instant in ms since 1970 UTC. */
export interface Clock {
  now(): number;
}
