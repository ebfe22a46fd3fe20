import "../parts/inbox/inbox.css";
import { Anchor, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Mail } from "../api.ts";
import { EventBadge } from "../parts/inbox/event-badge.tsx";
import { Happen } from "../parts/inbox/happen.tsx";
import { timeText } from "../parts/inbox/time-text.ts";
import { SourceView } from "../parts/views/source-view.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Waiting } from "../parts/waiting.tsx";
import { mailQuery } from "../queries.ts";
import { useAddress } from "../use-address.ts";
import { useTitle } from "../use-title.ts";

const VIEWS = [
  { value: "html", label: "HTML" },
  { value: "text", label: "Text" },
  { value: "source", label: "Source" },
  { value: "headers", label: "Headers" },
];

/** One mail as its recipient got it, and what happened to it. */
export function MailPage({ id }: { readonly id: string }) {
  useTitle("A mail in the inbox");
  const { data: mail, error } = useQuery(mailQuery(id));
  const [address, change] = useAddress();
  const view = VIEWS.find(({ value }) => value === address.get("view"))?.value ?? "html";
  if (error !== null) return <Trouble error={error} />;
  if (mail === undefined) return <Waiting />;
  return (
    <Stack p="md" maw={1100} mx="auto" gap="md">
      <div>
        <Anchor component={Link} href="/inbox" size="sm">
          Inbox
        </Anchor>
        <Title order={1} size="h3">
          {mail.subject}
        </Title>
        <Group gap="xs">
          <Text size="sm">To {[...mail.to, ...mail.cc, ...mail.bcc].join(", ")}</Text>
          <EventBadge event={mail.lastEvent} />
        </Group>
      </div>
      <Happen mail={mail} />
      <Events mail={mail} />
      <SegmentedControl
        aria-label="View"
        data={VIEWS}
        value={view}
        onChange={(value) => change({ view: value === "html" ? null : value })}
      />
      {mail.dropped ? (
        <Text c="dimmed">The body was dropped, to keep the inbox within its size.</Text>
      ) : (
        <Body mail={mail} view={view} />
      )}
    </Stack>
  );
}

function Body({ mail, view }: { readonly mail: Mail; readonly view: string }) {
  if (view === "headers") return <Headers mail={mail} />;
  if (view === "text")
    return (
      <pre className="plain" tabIndex={0} aria-label="Plain text">
        {mail.text ?? "This mail has no text."}
      </pre>
    );
  if (mail.html === null) return <Text c="dimmed">This mail has no HTML.</Text>;
  if (view === "source") return <SourceView html={mail.html} />;
  // No script and no form runs in the frame, and nothing is loaded from elsewhere: its policy says the same.
  return <iframe className="mail" title="The mail" sandbox="allow-same-origin" src={`/mail/${mail.id}`} />;
}

function Events({ mail: { events } }: { readonly mail: Mail }) {
  return (
    <section aria-label="Events">
      <Title order={2} size="h6" mb={4}>
        Events
      </Title>
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing has happened to it yet.
        </Text>
      ) : (
        <ol className="events">
          {events.map(({ type, at, to, link, bounce }) => (
            <li key={`${type} ${at} ${to}`}>
              {type.slice("email.".length).replaceAll("_", " ")}
              {bounce !== undefined && `, ${bounce}`} · {to} · {timeText(at)}
              {link !== undefined && ` · ${link}`}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Headers({ mail }: { readonly mail: Mail }) {
  const facts: readonly (readonly [string, string])[] = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Cc", mail.cc.join(", ")],
    ["Bcc", mail.bcc.join(", ")],
    ["Reply-To", mail.replyTo.join(", ")],
    ["Subject", mail.subject],
    ["Message-ID", mail.messageId],
    ["Accepted", timeText(mail.at)],
    ["Scheduled for", mail.scheduledAt === null ? "" : timeText(mail.scheduledAt)],
    ["Attachments", mail.attachments.join(", ")],
    ...Object.entries(mail.headers),
    ...Object.entries(mail.tags).map(([name, value]) => [`Tag ${name}`, value] as const),
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          // The `div` keeps a name and its value together.
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
