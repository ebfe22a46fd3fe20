import "./inbox-row.css";
import { Text } from "@mantine/core";

interface InboxRowProps {
  readonly sender: string;
  readonly subject: string;
  readonly previewText: string;
  readonly lang?: string;
  readonly dir?: string;
  /** Gmail in a browser has one line; Apple Mail on a phone has a line for the sender, one for the subject and two for the preview. */
  readonly program: "gmail" | "apple";
}

/** An issue in its reader's inbox, cut where the program cuts it. */
export function InboxRow({ sender, subject, previewText, lang, dir, program }: InboxRowProps) {
  return (
    <div className={`inbox-row ${program}`} lang={lang} dir={dir}>
      <Text span fw={700} size="sm" className="sender">
        {sender}
      </Text>
      <span className="line">
        <Text span size="sm" className="subject">
          {subject}
        </Text>
        <Text span size="sm" c="dimmed" className="preview">
          {program === "gmail" ? ` - ${previewText}` : previewText}
        </Text>
      </span>
    </div>
  );
}
