import { Anchor, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useDigest } from "../../use-digest.ts";
import { EmailSheet } from "./email-sheet.tsx";
import { editedBlock, type EmailPlace, type Measured, wordsOfBlocks } from "./measure-email.ts";

interface EmailFrameProps {
  readonly slug: string;
  /** The newest digest that came with the rest of the issue. */
  readonly digest: string;
  readonly address: URLSearchParams;
  /** CSS pixels; null for all the room there is. */
  readonly width: number | null;
  readonly onPlace: (place: EmailPlace) => void;
}

/**
 * The email as a browser draws it. After a save, the new email takes the old one's place in the same frame. Another view of it loads behind
 * the one that is shown, and takes its place once it is loaded. Nothing flashes, and the reading position stays, unless what was edited is
 * out of sight.
 */
export function EmailFrame({ slug, digest, address, width, onPlace }: EmailFrameProps) {
  const source = emailSource(slug, address);
  const newest = useDigest(slug, digest);
  const [shown, setShown] = useState(source);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const last = useRef<{ readonly digest: string; readonly words: ReadonlySet<string> } | null>(null);
  const colours = address.get("colours") ?? "light";
  const props = {
    digest: newest,
    width,
    colours,
    text: Number(address.get("text") ?? 100) / 100,
    onPlace,
  };
  const ready = (sheet: string) => (page: Document, now: Measured, of: string) => {
    const edited =
      last.current !== null && last.current.digest !== of ? editedBlock(page, last.current.words) : null;
    last.current = { digest: of, words: wordsOfBlocks(page) };
    setMeasured(now);
    setShown(sheet);
    // The frame takes its place, and its height, before the window scrolls to the block.
    if (edited !== null) requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(edited)));
  };
  const sheets = shown === source ? [shown] : [shown, source];
  return (
    <>
      {measured?.overflow != null && (
        <Text size="sm" role="status" className="said-of-it" px="md" py={6}>
          The email is {Math.ceil(measured.overflow.by)} px wider than this view: {measured.overflow.what}
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
              key={one}
              source={one}
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

/** Returns the address of an issue's email, as the page's address asks for it. The digest is added behind it. */
export function emailSource(slug: string, address: URLSearchParams): string {
  const kept = [...address].filter(([key]) =>
    ["reader", "in", "images", "styles", "colours", "text"].includes(key),
  );
  return `/email/${encodeURIComponent(slug)}?${new URLSearchParams(kept)}`;
}
