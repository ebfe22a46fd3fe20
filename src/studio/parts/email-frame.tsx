import { useEffect, useRef, useState } from "react";
import { VIEWS, type ViewName } from "./view-bar.tsx";

interface EmailFrameProps {
  readonly slug: string;
  /** A saved file makes another email, which is then loaded. */
  readonly digest: string;
  readonly address: URLSearchParams;
  readonly view: ViewName;
}

/**
 * The email as a browser draws it. The next email loads behind the one that is shown and takes its place when it is there: nothing
 * flashes, and the reading position stays.
 */
export function EmailFrame({ slug, digest, address, view }: EmailFrameProps) {
  const source = `/email/${encodeURIComponent(slug)}?${query(address, digest)}`;
  const [shown, setShown] = useState(source);
  const width = VIEWS.find(({ name }) => name === view)?.width ?? 960;
  const isDark = address.get("colours") === "dark";
  const props = { width, isDark };
  return (
    <div className="frames">
      <Frame key={shown} source={shown} isComing={false} onLoad={() => undefined} {...props} />
      {source !== shown && (
        <Frame key={source} source={source} isComing onLoad={() => setShown(source)} {...props} />
      )}
    </div>
  );
}

interface FrameProps {
  readonly source: string;
  readonly isComing: boolean;
  readonly width: number;
  readonly isDark: boolean;
  readonly onLoad: () => void;
}

/** As high as its email, so that the page scrolls and not the frame. Neither the frame nor its policy lets a script run. */
function Frame({ source, isComing, width, isDark, onLoad }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(700);
  const measure = () => {
    const root = frame.current?.contentDocument?.documentElement;
    if (root == null || frame.current?.contentDocument?.URL === "about:blank") return;
    setHeight(root.querySelector("body")?.scrollHeight ?? root.scrollHeight);
  };
  // Another width wraps lines elsewhere.
  useEffect(measure, [width]);
  return (
    <iframe
      ref={frame}
      title={isComing ? "The email that loads" : "The email"}
      className={isComing ? "coming" : ""}
      src={source}
      width={width}
      height={height}
      sandbox="allow-same-origin"
      aria-hidden={isComing}
      tabIndex={isComing ? -1 : 0}
      style={{ colorScheme: isDark ? "dark" : "light" }}
      onLoad={() => {
        measure();
        onLoad();
      }}
    />
  );
}

function query(address: URLSearchParams, digest: string): string {
  const kept = [...address].filter(([key]) => ["reader", "in", "images", "styles"].includes(key));
  return new URLSearchParams([...kept, ["digest", digest.slice(0, 16)]]).toString();
}
