import { useEffect, useRef, useState } from "react";
import { dressEmail } from "./dress-email.ts";
import { type EmailPlace, type Measured, measureEmail, placeOf } from "./measure-email.ts";
import { replaceEmail } from "./replace-email.ts";

interface SheetProps {
  /** The email's address without the digest, with a query. Another address is another sheet. */
  readonly source: string;
  /** The email's digest. A saved file makes another email, which takes its place in the same frame. */
  readonly digest: string;
  readonly title: string;
  /** CSS pixels; null for all the room there is. */
  readonly width: number | null;
  readonly colours: string;
  /** 1 for text as it is, 2 for twice as large. */
  readonly text: number;
  /** Whether the sheet is behind the one that is shown, until it has loaded. */
  readonly isComing?: boolean;
  readonly onReady?: (page: Document, measured: Measured, digest: string) => void;
  readonly onPlace?: (place: EmailPlace) => void;
}

/**
 * One email in a frame as high as it is, so that the page scrolls and not the frame. Neither the frame nor its policy lets a script run.
 */
export function EmailSheet({
  source,
  digest,
  title,
  width,
  colours,
  text,
  isComing = false,
  onReady,
  onPlace,
}: SheetProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(700);
  const [address, setAddress] = useState(`${source}&digest=${digest}`);
  const there = useRef(digest);
  const pageOf = () => {
    const page = frame.current?.contentDocument ?? null;
    return page === null || page.URL === "about:blank" ? null : page;
  };
  const measure = (page: Document) => {
    const measured = measureEmail(page);
    setHeight(measured.height);
    onReady?.(page, measured, there.current);
  };
  useEffect(() => {
    if (there.current === digest) return;
    const over = new AbortController();
    const next = `${source}&digest=${digest}`;
    const show = async () => {
      const response = await fetch(next, { signal: over.signal });
      const html = await response.text();
      const page = pageOf();
      if (over.signal.aborted) return;
      there.current = digest;
      // Before its first email has loaded, or if the answer is an error, the frame loads the address by itself.
      if (page?.readyState !== "complete" || !response.ok) {
        setAddress(next);
        return;
      }
      replaceEmail(page, html);
      dressEmail(page, { colours, text });
      measure(page);
    };
    // Either the program has ended, which the page says elsewhere, or a newer email came first.
    show().catch(() => undefined);
    return () => over.abort();
  }, [digest]);
  // Another width wraps lines elsewhere, and the height changes.
  useEffect(() => {
    const page = pageOf();
    if (page?.readyState === "complete") measure(page);
  }, [width]);
  return (
    <iframe
      ref={frame}
      title={title}
      className={isComing ? "sheet coming" : "sheet"}
      src={address}
      width={width ?? "100%"}
      height={height}
      sandbox="allow-same-origin"
      aria-hidden={isComing}
      tabIndex={isComing ? -1 : 0}
      style={{ colorScheme: colours === "dark" ? "dark" : "light" }}
      onLoad={() => {
        const page = pageOf();
        if (page === null) return;
        dressEmail(page, { colours, text });
        page.addEventListener("click", (event) => {
          // A link would lead the frame away from the email.
          event.preventDefault();
          const isSelecting = page.getSelection()?.isCollapsed === false;
          const place = placeOf(event.target as Element | null);
          if (place !== null && !isSelecting) onPlace?.(place);
        });
        // A click moves the focus into the frame, where the page would hear no key.
        page.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
          document.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, altKey }));
        });
        measure(page);
      }}
    />
  );
}
