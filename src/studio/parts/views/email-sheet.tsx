import { useEffect, useRef, useState } from "react";
import { dressEmail } from "./dress-email.ts";
import { type EmailPlace, type Measured, measureEmail, placeOf } from "./measure-email.ts";

interface SheetProps {
  /** Its address. Another one is another sheet. */
  readonly source: string;
  readonly title: string;
  /** CSS pixels; null for all the room there is. */
  readonly width: number | null;
  readonly colours: string;
  /** 1 for text as it is, 2 for twice as large. */
  readonly text: number;
  /** Behind the one that is shown, until it has loaded. */
  readonly isComing?: boolean;
  readonly onReady?: (page: Document, measured: Measured) => void;
  readonly onPlace?: (place: EmailPlace) => void;
}

/** One email, as high as it is, so that the page scrolls and not the frame. Neither the frame nor its policy lets a script run. */
export function EmailSheet({
  source,
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
  const pageOf = () => {
    const page = frame.current?.contentDocument ?? null;
    return page === null || page.URL === "about:blank" ? null : page;
  };
  const measure = (page: Document) => {
    const measured = measureEmail(page);
    setHeight(measured.height);
    onReady?.(page, measured);
  };
  // Another width wraps lines elsewhere.
  useEffect(() => {
    const page = pageOf();
    if (page?.readyState === "complete") measure(page);
  }, [width]);
  return (
    <iframe
      ref={frame}
      title={title}
      className={isComing ? "sheet coming" : "sheet"}
      src={source}
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
        // A click moves the focus into the frame, where no key of the page would be heard.
        page.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
          document.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, altKey }));
        });
        measure(page);
      }}
    />
  );
}
