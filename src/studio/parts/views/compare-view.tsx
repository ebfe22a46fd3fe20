import { Group, List, SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { EarlierVersion } from "../../api.ts";
import { versionsQuery } from "../../queries.ts";
import { emailSource } from "./email-frame.tsx";
import { useDigest } from "../../use-digest.ts";
import { EmailSheet } from "./email-sheet.tsx";
import type { EmailPlace } from "./measure-email.ts";
import { Trouble } from "../trouble.tsx";
import { timeText } from "../inbox/time-text.ts";
import { Waiting } from "../waiting.tsx";

interface CompareProps {
  readonly slug: string;
  readonly digest: string;
  readonly address: URLSearchParams;
  readonly onPlace: (place: EmailPlace) => void;
}

/** The email beside its last test or send, each with marks on what the other one lacks. */
export function CompareView({ slug, digest: known, address, onPlace }: CompareProps) {
  const digest = useDigest(slug, known);
  const { data, error } = useQuery(versionsQuery(slug, digest));
  const [chosen, choose] = useState<string | null>(null);
  if (error !== null) return <Trouble error={error} />;
  if (data === undefined) return <Waiting />;
  const version = data.find(({ kind }) => kind === chosen) ?? data[0];
  if (version === undefined)
    return (
      <Text p="md">
        This issue was neither tested nor scheduled yet, so there is nothing to compare it with. Send a test:
        what you change from then on is marked here.
      </Text>
    );
  return (
    <div className="compare">
      <Group px="md" py="xs" gap="md">
        {data.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Compare with"
            value={version.kind}
            data={data.map(({ kind }) => ({ value: kind, label: `as ${kind}` }))}
            onChange={choose}
          />
        )}
        <Text size="sm">
          Compared with what was {version.kind} {timeText(version.at)}.{" "}
          {version.changes === null && "Not a byte is different."}
          {version.changes?.onlyLook && "Its words, links and pictures are the same; its look is not."}
        </Text>
      </Group>
      {version.changes !== null && <Changes changes={version.changes} />}
      <Sides key={`${version.digest} ${digest}`} {...{ slug, digest, address, version, onPlace }} />
    </div>
  );
}

function Sides({
  slug,
  digest,
  address,
  version,
  onPlace,
}: CompareProps & { readonly version: EarlierVersion }) {
  const [before, setBefore] = useState<Document | null>(null);
  const [after, setAfter] = useState<Document | null>(null);
  useEffect(() => {
    if (before === null || after === null) return;
    const [then, now] = [wordsIn(before), wordsIn(after)];
    markMissing(before, now, "#b3261e");
    markMissing(after, then, "#1b7f3b");
  }, [before, after]);
  const source = emailSource(slug, address);
  const colours = address.get("colours") ?? "light";
  const props = { width: null, colours, text: 1 };
  return (
    <div className="sides">
      <figure>
        <figcaption>As it was {version.kind}</figcaption>
        <EmailSheet
          source={`${source}&version=${version.digest}`}
          digest={version.digest}
          title="The email as it was"
          onReady={setBefore}
          {...props}
        />
      </figure>
      <figure>
        <figcaption>Now</figcaption>
        <EmailSheet
          source={source}
          digest={digest}
          title="The email now"
          onReady={setAfter}
          onPlace={onPlace}
          {...props}
        />
      </figure>
    </div>
  );
}

function Changes({ changes }: { readonly changes: NonNullable<EarlierVersion["changes"]> }) {
  const { fields, links, pictures } = changes;
  const lines = [
    ...fields.map(({ name, before, after }) => `${name}: “${before}” became “${after}”`),
    ...links.added.map((url) => `link added: ${url}`),
    ...links.removed.map((url) => `link removed: ${url}`),
    ...pictures.added.map((url) => `picture added: ${url}`),
    ...pictures.removed.map((url) => `picture removed: ${url}`),
  ];
  return (
    <List size="sm" px="md" className="said">
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}

const BLOCKS = "p,h1,h2,h3,h4,h5,h6,li,td,th,pre,figcaption,img";

/** Returns the innermost pieces of an email, with the words or picture in each. */
function piecesOf(page: Document): { element: HTMLElement; words: string }[] {
  return [...page.querySelectorAll<HTMLElement>(BLOCKS)]
    .filter((element) => element.querySelector(BLOCKS) === null)
    .map((element) => {
      const words = (element.textContent ?? "").trim().replace(/\s+/g, " ");
      return { element, words: words + (element.getAttribute("src") ?? "") };
    });
}

function wordsIn(page: Document): ReadonlySet<string> {
  return new Set(piecesOf(page).map(({ words }) => words));
}

function markMissing(page: Document, others: ReadonlySet<string>, colour: string): void {
  for (const { element, words } of piecesOf(page)) {
    if (words === "" || others.has(words)) continue;
    element.style.setProperty("outline", `2px solid ${colour}`, "important");
    element.style.setProperty("outline-offset", "2px", "important");
    element.dataset["changed"] = "yes";
  }
}
