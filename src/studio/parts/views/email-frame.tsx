import { Anchor, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { EmailSheet } from "./email-sheet.tsx";
import { editedBlock, type EmailPlace, type Measured, wordsOfBlocks } from "./measure-email.ts";

interface EmailFrameProps {
  readonly slug: string;
  /** A saved file makes another email, which is then loaded. */
  readonly digest: string;
  readonly address: URLSearchParams;
  /** CSS pixels; null for all the room there is. */
  readonly width: number | null;
  readonly onPlace: (place: EmailPlace) => void;
}

/**
 * The email as a browser draws it. The next email loads behind the one that is shown and takes its place when it is there: nothing
 * flashes, and the reading position stays, unless what was edited is out of sight.
 */
export function EmailFrame({ slug, digest, address, width, onPlace }: EmailFrameProps) {
  const source = emailSource(slug, digest, address);
  const [shown, setShown] = useState({ source, digest });
  const [measured, setMeasured] = useState<Measured | null>(null);
  const words = useRef<ReadonlySet<string> | null>(null);
  const colours = address.get("colours") ?? "light";
  const props = { width, colours, text: Number(address.get("text") ?? 100) / 100, onPlace };
  const ready = (of: { source: string; digest: string }) => (page: Document, now: Measured) => {
    const edited =
      words.current !== null && of.digest !== shown.digest ? editedBlock(page, words.current) : null;
    words.current = wordsOfBlocks(page);
    setMeasured(now);
    setShown(of);
    // The frame takes its place, and its height, before it is scrolled to.
    if (edited !== null) requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(edited)));
  };
  const coming = { source, digest };
  const sheets = shown.source === source ? [shown] : [shown, coming];
  return (
    <>
      {measured?.overflow != null && (
        <Text size="sm" role="status" className="said-of-it" px="md" py={6}>
          {Math.ceil(measured.overflow.by)} px wider than its room: {measured.overflow.what}
          {measured.overflow.place !== null && (
            <>
              {" · "}
              <PlaceLink place={measured.overflow.place} onPlace={onPlace} />
            </>
          )}
        </Text>
      )}
      <div className="frames" data-scheme={colours === "light" ? "light" : "dark"}>
        <div className="sheets" style={{ width: width ?? "100%" }}>
          {sheets.map((one) => (
            <EmailSheet
              key={one.source}
              source={one.source}
              title={one === shown ? "The email" : "The email that loads"}
              isComing={one !== shown}
              onReady={ready(one)}
              {...props}
            />
          ))}
          {measured?.cutAt != null && (
            <div className="cut" style={{ top: measured.cutAt }}>
              Gmail shows no more than this
            </div>
          )}
        </div>
      </div>
    </>
  );
}

function PlaceLink({ place, onPlace }: { place: EmailPlace; onPlace: (place: EmailPlace) => void }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => onPlace(place)}>
      line {place.line}
    </Anchor>
  );
}

function scrollTo(block: Element): void {
  const frame = block.ownerDocument.defaultView?.frameElement;
  if (frame == null) return;
  const { top, bottom } = block.getBoundingClientRect();
  const start = frame.getBoundingClientRect().top;
  const isSeen = start + top >= 120 && start + bottom <= innerHeight;
  if (!isSeen) window.scrollBy({ top: start + top - innerHeight / 3, behavior: "instant" });
}

/** Where the email of an issue is, as the page's address asks for it. */
export function emailSource(slug: string, digest: string, address: URLSearchParams): string {
  const kept = [...address].filter(([key]) =>
    ["reader", "in", "images", "styles", "colours", "text"].includes(key),
  );
  const query = new URLSearchParams([...kept, ["digest", digest.slice(0, 16)]]);
  return `/email/${encodeURIComponent(slug)}?${query}`;
}
