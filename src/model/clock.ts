/** A clock, passed in as a parameter. `now()` returns an instant in ms since 1970 UTC. */
export interface Clock {
  now(): number;
}
