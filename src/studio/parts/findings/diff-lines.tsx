/** A diff as it will be written: signs and colours say the same. */
export function DiffLines({ diff }: { readonly diff: string }) {
  const lines = diff.split("\n").filter((line, index, all) => line !== "" || index < all.length - 1);
  return (
    <pre className="diff" tabIndex={0} aria-label="What changes in the file">
      {lines.map((line, index) => (
        // A line has no key but its position.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index} className={kindOf(line)}>
          {line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

function kindOf(line: string): string {
  if (/^(?:---|\+\+\+) |^@@/.test(line)) return "about";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "kept";
}
