import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { attributesUsed, type Email } from "#src/model/email.ts";
import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { broadcastDigest } from "#src/model/hosted/broadcast-digest.ts";
import { readName } from "#src/model/hosted/broadcast-name.ts";
import type { Asked, Member, Wanted } from "#src/model/hosted/decide-issue.ts";
import type { Issue } from "#src/model/issue.ts";
import { nextSlot } from "#src/model/wall-clock.ts";
import { tagPlace } from "#src/preflight/merge-tags/tag-place.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { broadcastFields } from "#src/render/message/broadcast-fields.ts";
import { type HostedList, readNames } from "./find-lists.ts";
import type { Hosted } from "./open-hosted.ts";
import { type Pictures, createPictures } from "./create-pictures.ts";
import { reasonOf } from "./read-all.ts";
import type { View } from "./read-view.ts";
import type { IssueTask } from "./take-step.ts";

/** What the tasks of one run share. */
export interface TaskDeps {
  readonly hosted: Hosted;
  readonly project: Project;
  readonly lists: ReadonlyMap<string, HostedList>;
  /** Slots that this run has given, by slug: Resend's list does not show them yet. */
  readonly slots: Map<string, { readonly segment: string; readonly at: number }>;
  /** Contact properties that the team has; null until the first email that needs one. */
  properties: ReadonlySet<string> | null;
  /** Until when, by our own clock, to wait for pictures that do not answer; null: they are looked at once. */
  readonly picturesUntil: number | null;
}

/** A task for one of the author's files, with its findings and its email. */
export interface FileTask extends IssueTask {
  readonly findings: () => readonly Finding[];
  readonly email: () => Email | null;
}

/** How long before its time an issue is rendered at the earliest, and how long after it at the latest. */
const AHEAD_MS = 29 * DAY_MS + HOUR_MS;
const BEHIND_MS = HOUR_MS;
/** A slot counts as free only if there is this much time to hand over for it. */
const SLOT_AHEAD_MS = 10 * MINUTE_MS;
/** A broadcast this old is not compared: nobody renames the file of an issue that old. */
const RENAMED_MS = 92 * DAY_MS;

/**
 * Creates the task for one of the author's files. `at` replaces the file's time, for a send
 * now. `seen` is the composition that a person said yes to: another one may be of another text.
 */
export function createTask(
  deps: TaskDeps,
  parsed: ParsedIssue,
  by: Asked["by"],
  { at = null, seen = null }: { readonly at?: number | null; readonly seen?: ComposedIssue | null } = {},
): FileTask {
  const { source, issue } = parsed;
  let findings: readonly Finding[] = parsed.findings;
  let made: { email: Email; fields: BroadcastFields; digest: string } | null = null;
  let pictures: Pictures | null = null;
  let isComposed = false;
  const compose = async (list: HostedList, view: View): Promise<void> => {
    isComposed = true;
    const { hosted, project } = deps;
    const composed = seen ?? (await composeIssue(project, parsed, { now: hosted.clock.now(), ledger: null }));
    findings = composed.findings;
    if (composed.issue === null || composed.email === null || hasErrors(findings)) return;
    const { email } = composed;
    const fields = broadcastFields(email, list, { newsletter: project.newsletter.name, slug: source.slug });
    const more = [
      ...(await findProperties(deps, composed.issue, email)),
      ...(await findRenamed(deps, composed.issue, fields, view)),
    ];
    findings = [...findings, ...more];
    if (hasErrors(more)) return;
    made = { email, fields, digest: broadcastDigest(fields) };
    pictures = createPictures(
      Object.values(composed.images).map(({ url }) => url),
      { issue: composed.issue, config: hosted.config, clock: hosted.clock, until: deps.picturesUntil },
    );
  };
  const want = async (members: readonly Member[], view: View, now: number): Promise<Wanted> => {
    if (issue === null || hasErrors(parsed.findings)) return { kind: "unreadable" };
    if (issue.draft || (issue.sendAt === null && at === null)) return { kind: "off" };
    const list = deps.lists.get(issue.list);
    if (list === undefined) return { kind: "unreadable" };
    const time = at ?? timeOf(deps, issue, list, members, view, now);
    if (time === null) return { kind: "unreadable" };
    if (needsEmail(members, time, now, by) && !isComposed) await compose(list, view);
    if (!isComposed) return { kind: "ready", digest: "", at: time, picturesAt: null };
    const shown = (await pictures?.look()) ?? { kind: "there" };
    if (made === null) return { kind: "unreadable" };
    if (shown.kind === "missing") {
      findings = [...findings.filter(({ rule }) => rule !== shown.finding.rule), shown.finding];
      return { kind: "unreadable" };
    }
    const picturesAt = shown.kind === "later" ? now + shown.ms : null;
    return { kind: "ready", digest: made.digest, at: time, picturesAt };
  };
  return {
    slug: source.slug,
    aliases: issue?.aliases ?? [],
    by,
    want,
    fields: () => {
      if (made === null) throw new TypeError(`${source.slug} was not rendered`);
      return made.fields;
    },
    findings: () => findings,
    email: () => made?.email ?? null,
  };
}

/** Whether the issue must be rendered, which takes seconds. For most issues the names of their broadcasts tell everything. */
function needsEmail(members: readonly Member[], at: number, now: number, by: Asked["by"]): boolean {
  const isOpen = ({ status }: Member) => status === "draft" || status === "scheduled";
  if (members.some((one) => !isOpen(one))) return false;
  if (by !== "tick" || members.some(isOpen)) return true;
  return at >= now - BEHIND_MS && at <= now + AHEAD_MS;
}

/** The time of the issue, on the minute, as in the broadcast's name. A slot that was given stays the issue's own. */
function timeOf(
  { slots }: TaskDeps,
  { sendAt, section, slug }: Issue,
  list: HostedList,
  members: readonly Member[],
  { broadcasts }: View,
  now: number,
): number | null {
  if (sendAt === null) return null;
  if (sendAt.kind !== "next") return Math.floor(sendAt.at / MINUTE_MS) * MINUTE_MS;
  const own = members.find(({ means }) => means !== null && !means.isCopy);
  if (own?.means != null) return own.means.at;
  if (section?.slot == null) return null;
  const given = slots.get(slug);
  if (given !== undefined) return given.at;
  const others = [...slots.values()].filter(({ segment }) => segment === list.segment).map((one) => one.at);
  const taken = broadcasts.flatMap(({ name, status, segment }) => {
    const means = readName(name);
    const holds = status === "draft" || status === "scheduled";
    return means !== null && holds && segment === list.segment && means.slug !== slug ? [means.at] : [];
  });
  const free = nextSlot(section.slot, sendAt.zone, now + SLOT_AHEAD_MS, [...taken, ...others]);
  if (free === null) return null;
  slots.set(slug, { segment: list.segment, at: free.at });
  return free.at;
}

/** Reports properties that the team does not have: Resend fills them in for nobody, or fails the whole broadcast. */
async function findProperties(deps: TaskDeps, issue: Issue, email: Email): Promise<Finding[]> {
  const used = attributesUsed(email).filter((name) => name !== "first_name" && name !== "last_name");
  if (used.length === 0) return [];
  deps.properties ??= new Set((await readNames(deps.hosted, "contact-properties")).map(({ name }) => name));
  return used
    .filter((name) => deps.properties?.has(name) === false)
    .map((name) => {
      const tag = email.tags.find((one) => one.name === `subscriber.${name}`);
      return {
        rule: "hosted/property",
        severity: "error",
        ...whereOf(issue.path, tag === undefined ? null : tagPlace({ issue, email }, tag)),
        message: `Resend has no contact property ${name}.`,
        hint: `Make it at Resend (Audience, Properties), or remove ${tag?.source ?? name}.`,
        fix: null,
      };
    });
}

/** Reports an issue that was renamed and whose old name is in no file: it would reach everybody a second time. */
async function findRenamed(
  { hosted, project, lists }: TaskDeps,
  issue: Issue,
  fields: BroadcastFields,
  { broadcasts, at }: View,
): Promise<Finding[]> {
  const segments = new Set([...lists.values()].map(({ segment }) => segment));
  const slugs = new Set([...project.issues.map(({ source }) => source.slug), ...issue.aliases]);
  for (const one of broadcasts) {
    const means = readName(one.name);
    if (means === null || one.status === "draft" || slugs.has(means.slug)) continue;
    if (!segments.has(one.segment ?? "") || at - one.createdAt > RENAMED_MS) continue;
    const answer = await hosted.broadcasts.get(one.id);
    if (answer.kind !== "done") {
      if (answer.kind !== "gone") reasonOf(answer);
      continue;
    }
    if (answer.value.fields.subject !== fields.subject) continue;
    return [
      {
        rule: "schedule/renamed",
        severity: "error",
        ...whereOf(issue.path, issue.keyPlaces["slug"]),
        message: `This looks like ${means.slug} under another name, and the broadcast of ${means.slug} is ${one.status}.`,
        hint: `Write \`aliases: [${means.slug}]\` so that it stays the same issue and reaches nobody twice.`,
        fix: null,
      },
    ];
  }
  return [];
}
